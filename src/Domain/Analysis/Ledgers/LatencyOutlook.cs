using Sluice.Domain.Analysis.Evidence;
using Sluice.Domain.Deployments;
using Sluice.Domain.Traffic;

namespace Sluice.Domain.Analysis.Ledgers;

/// <summary>How long a verdict on latency will take in a phase, from how stable's latency is distributed now.</summary>
/// <param name="MustClear">Some quantile must be cleared before the phase may end.</param>
/// <param name="ToClear">The slowest of the quantiles that must be cleared, for a canary that is as good as stable; null when one of them is not known to clear.</param>
/// <param name="ToConvict">The fastest of the quantiles that return traffic, for canaries whose every request takes longer by <see cref="Effects"/>, in that order; null when none is known to convict.</param>
public sealed record LatencyOutlook(Share Share, bool MustClear, OutlookTime? ToClear, ValueList<OutlookTime?> ToConvict)
{
    /// <summary>Growth of every request that people care about, as fractions: half as long again, twice, four times as long. Each is a whole number of steps of the histogram, the first within 3 %.</summary>
    public static ValueList<double> Effects { get; } = [0.5, 1, 3];

    /// <summary>Phases beside stable; empty without traffic and unless evidence judges.</summary>
    /// <param name="stable">What serves now did lately: the shape of its latency is taken from there.</param>
    /// <param name="perSecond">Requests to both arms.</param>
    public static ValueList<LatencyOutlook> Of(LedgerTerms terms, PhasePlan plan, ArmWindow stable, double perSecond)
    {
        if (terms.Settings is not { Enabled: true, Mode: AnalysisMode.Evidence } || !(perSecond > 0) || stable.Requests == 0)
        {
            return [];
        }

        var ledgers = LedgerBook.Open(terms, stable);
        var watched = MetricRule.With(terms.Evidence.Metrics)
            .Where(rule => LedgerBook.Quantile(rule.Metric) is not null)
            .Select(rule => (Rule: rule, ledgers.First(ledger => ledger.About.Name == LedgerBook.NameOf(rule.Metric)).About.Weight))
            .ToList();
        return plan.Phases
            .Where(phase => phase.Compared > Share.None && phase.Compared < Share.All)
            .Select(phase => Of(terms, watched, phase, stable.Latency.Span, perSecond))
            .ToValueList();
    }

    private static LatencyOutlook Of(LedgerTerms terms, List<(MetricRule Rule, double Weight)> watched, Phase phase, ReadOnlySpan<long> stable, double perSecond)
    {
        var (canaryPerSecond, stablePerCanary) = (perSecond * phase.Reached.Tenths / 1000.0, phase.Compared.Rest.Tenths / (double)phase.Compared.Tenths);
        var tempering = Tempering.Of(terms.Evidence.DesignEffect);
        var convict = new PlanEstimate?[Effects.Count];
        PlanEstimate? clear = null;
        var (mustClear, isKnown) = (false, true);
        foreach (var (rule, weight) in watched)
        {
            var quantile = LedgerBook.Quantile(rule.Metric)!.Value;
            if (rule.Required)
            {
                var (canary, atBound) = Shares(stable, quantile, LatencyGrowth.Buckets(rule.GrowthToRuleOut), grown: 0);
                var estimate = DetectionPlan.ToAdvance(Margin.Equal, canary, atBound, stablePerCanary, terms.Evidence.MissedRegressionProbability, tempering);
                (mustClear, isKnown) = (true, isKnown && estimate is not null);
                clear = clear?.Median > estimate?.Median ? clear : estimate;
            }

            for (var i = 0; weight > 0 && i < convict.Length; i++)
            {
                var (canary, atBound) = Shares(stable, quantile, LatencyGrowth.Buckets(rule.ToleratedGrowth), LatencyGrowth.Buckets(Effects[i]));
                var estimate = DetectionPlan.ToRollBack(Margin.Equal, canary, atBound, stablePerCanary, (1 - terms.Settings.ConfidenceLevel) * weight, tempering);
                convict[i] = estimate is null || convict[i]?.Median < estimate.Value.Median ? convict[i] : estimate;
            }
        }

        return new(phase.Reached, mustClear, isKnown ? OutlookTime.Of(clear, canaryPerSecond) : null, convict.Select(estimate => OutlookTime.Of(estimate, canaryPerSecond)).ToValueList());
    }

    /// <summary>Shares of requests above the bounds of the canary, were it stable with every request grown, and of stable; not numbers while the quantile is not known.</summary>
    /// <param name="allowed">Growth that is allowed, in steps of the histogram.</param>
    /// <param name="grown">Growth of the canary, likewise.</param>
    private static (double Canary, double Stable) Shares(ReadOnlySpan<long> stable, double quantile, int allowed, int grown)
    {
        if (ExceedanceBounds.Choose(stable, quantile, allowed) is not { } bound)
        {
            return (double.NaN, double.NaN);
        }

        var counts = (bound with { Canary = Math.Max(-1, bound.Canary - grown) }).Count(stable, stable);
        return (PastRate.Smoothed(counts.CanaryBad, counts.CanaryRequests), PastRate.Smoothed(counts.StableBad, counts.StableRequests));
    }
}
