using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Domain.Analysis.Ledgers;

/// <summary>By how much a latency quantile of the canary differs from stable's, in what its evidence counts: requests above bounds. For a reader.</summary>
public static class LatencyRatios
{
    /// <summary>Whether a metric can be compared so.</summary>
    public static bool Has(string metric) => LedgerBook.Quantile(metric) is not null;

    /// <summary>What is tolerated of it, as a factor that is a whole number of the histogram's steps.</summary>
    public static double Tolerated(LedgerTerms terms, string metric) => LatencyGrowth.Factor(Steps(terms, metric));

    /// <summary>How the ratio stood after each interval that is judged.</summary>
    /// <param name="metric">One that <see cref="Has"/>.</param>
    /// <param name="intervals">All of a deployment, in order of time.</param>
    public static IReadOnlyList<LatencyRatio> History(LedgerTerms terms, string metric, IReadOnlyList<Interval> intervals)
    {
        var (quantile, steps) = (LedgerBook.Quantile(metric) ?? throw new ArgumentException($"{metric} is no latency.", nameof(metric)), Steps(terms, metric));
        var (past, data, before) = (new PastStable(), new DataWatch(), ErrorBounds.Before(intervals) ?? ArmWindow.Empty);
        past.Add(before);
        var (strata, history, sum) = (new List<EvidenceStratum>(), new List<LatencyRatio>(), default(ArmCounts));
        foreach (var (interval, tempering) in ErrorBounds.Tempered(terms, intervals))
        {
            // The bound comes from what stable did before: it must not depend on what it judges.
            var (stable, bound) = (interval.Stable ?? ArmWindow.Empty, past.BoundFor(quantile, steps));
            var isSound = data.Accepts(interval);
            var counts = isSound && bound is { } chosen ? LatencyLedger.Count(chosen, interval.Canary, stable) : default;
            strata.Add(new(counts, tempering));
            sum = counts.Use is StratumUse.NegativeCount or StratumUse.BadAboveRequests
                ? sum
                : new(sum.CanaryRequests + counts.CanaryRequests, sum.CanaryBad + counts.CanaryBad, sum.StableRequests + counts.StableRequests, sum.StableBad + counts.StableBad);
            history.Add(new(interval.To, sum, default, Milliseconds(bound?.Stable), Milliseconds(bound?.Canary)));
            if (isSound)
            {
                past.Add(stable);
            }
        }

        var bounds = RatioBounds.Running([.. strata], 1 - terms.Settings.ConfidenceLevel, 1 - quantile);
        return [.. history.Select((at, i) => at with { Bounds = bounds[i] })];
    }

    private static int Steps(LedgerTerms terms, string metric) =>
        LatencyGrowth.Buckets(MetricRule.With(terms.Evidence.Metrics).FirstOrDefault(rule => rule.Metric == metric)?.ToleratedGrowth ?? 0);

    private static double? Milliseconds(int? bound) => bound is { } index ? LatencyBounds.Milliseconds[index] : null;
}
