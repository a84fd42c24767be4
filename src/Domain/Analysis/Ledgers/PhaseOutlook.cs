using Sluice.Domain.Analysis.Evidence;
using Sluice.Domain.Deployments;
using Sluice.Domain.Traffic;

namespace Sluice.Domain.Analysis.Ledgers;

/// <summary>How long a verdict on errors will take in a phase, at a rate of traffic.</summary>
/// <param name="Phase">Index.</param>
/// <param name="Margin">What must be ruled out; null when errors need not be cleared.</param>
/// <param name="ToClear">For a canary that is as good as stable; null when no traffic clears it.</param>
/// <param name="ToConvict">For canaries that are worse by <see cref="Effects"/>, in that order; null when that is tolerated.</param>
public sealed record PhaseOutlook(int Phase, Share Share, Margin? Margin, OutlookTime? ToClear, ValueList<OutlookTime?> ToConvict)
{
    /// <summary>Worsenings that people care about, in percentage points of errors as fractions: one more in a hundred, one in twenty, every second.</summary>
    public static ValueList<double> Effects { get; } = [0.01, 0.05, 0.5];

    /// <summary>Phases beside stable; empty without traffic, in point mode, and when nothing is judged.</summary>
    /// <param name="stableRate">Errors of stable, 0 to 1.</param>
    /// <param name="perSecond">Requests to both arms.</param>
    public static ValueList<PhaseOutlook> Of(LedgerTerms terms, PhasePlan plan, double stableRate, double perSecond)
    {
        if (terms.Settings is not { Enabled: true, Mode: AnalysisMode.Evidence } || !(perSecond > 0))
        {
            return [];
        }

        var rule = MetricRule.With(terms.Evidence.Metrics).First(rule => rule.Metric == MetricNames.ErrorRate);
        var weight = LedgerBook.Open(terms, ArmWindow.Empty).First(metric => metric.About.Name == LedgerBook.NameOf(MetricNames.ErrorRate)).About.Weight;
        return plan.Phases
            .Select((phase, index) => (Phase: phase, Index: index))
            .Where(one => one.Phase.Compared > Share.None && one.Phase.Compared < Share.All)
            .Select(one => Of(terms, rule, weight, one.Index, one.Phase, stableRate, perSecond))
            .ToValueList();
    }

    private static PhaseOutlook Of(LedgerTerms terms, MetricRule rule, double weight, int index, Phase phase, double stableRate, double perSecond)
    {
        var tempering = Tempering.Of(terms.Evidence.DesignEffect);
        var (canaryPerSecond, share) = (perSecond * phase.Reached.Tenths / 1000.0, phase.Compared);
        var stablePerCanary = share.Rest.Tenths / (double)share.Tenths;
        var margin = rule.MarginAt(share);
        var clear = rule.Required
            ? DetectionPlan.ToAdvance(margin, stableRate, stableRate, stablePerCanary, terms.Evidence.MissedRegressionProbability, tempering)
            : null;

        // Errors alone must carry the average over all metrics.
        var alpha = (1 - terms.Settings.ConfidenceLevel) * weight;
        var convict = Effects.Select(effect => OutlookTime.Of(
            weight > 0 ? DetectionPlan.ToRollBack(rule.Tolerance ?? Evidence.Margin.Tolerance, Math.Min(1, stableRate + effect), stableRate, stablePerCanary, alpha, tempering) : null,
            canaryPerSecond));
        return new(index, phase.Reached, rule.Required ? margin : null, OutlookTime.Of(clear, canaryPerSecond), convict.ToValueList());
    }
}

/// <summary>How many canary requests something takes and how long that is: of half of the deployments, and of 19 in 20.</summary>
public sealed record OutlookTime(long Requests, TimeSpan Median, TimeSpan Slow)
{
    internal static OutlookTime? Of(PlanEstimate? estimate, double perSecond) => estimate is { } plan
        ? new((long)Math.Min(Math.Ceiling(plan.Median), 1e15), After(plan.Median, perSecond), After(plan.Slow, perSecond))
        : null;

    private static TimeSpan After(double requests, double perSecond) => Forecast.Duration(requests, perSecond) ?? TimeSpan.MaxValue;
}
