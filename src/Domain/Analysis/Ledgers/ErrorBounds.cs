using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Domain.Analysis.Ledgers;

/// <summary>By how much the canary's error rate differs from stable's, as bounds that hold at every look. For a reader or a decision.</summary>
public static class ErrorBounds
{
    /// <summary>How many times stable's rate; null where nothing above 0 can be said.</summary>
    /// <param name="intervals">All of a deployment, in order of time.</param>
    public static double? AtLeast(LedgerTerms terms, IReadOnlyList<Interval> intervals) =>
        RatioBounds.Of(Strata(terms, intervals), 1 - terms.Settings.ConfidenceLevel, Prior(intervals)).Lower;

    /// <summary>Canary minus stable, as fractions.</summary>
    /// <inheritdoc cref="AtLeast" path="/param[@name='intervals']"/>
    public static MarginBounds Difference(LedgerTerms terms, IReadOnlyList<Interval> intervals) =>
        DifferenceBounds.Of(Strata(terms, intervals), 1 - terms.Settings.ConfidenceLevel, Prior(intervals));

    /// <summary>How the difference stood after each interval that is judged.</summary>
    /// <inheritdoc cref="AtLeast" path="/param[@name='intervals']"/>
    public static IReadOnlyList<ErrorDifference> History(LedgerTerms terms, IReadOnlyList<Interval> intervals)
    {
        var bounds = DifferenceBounds.Running(Strata(terms, intervals), 1 - terms.Settings.ConfidenceLevel, Prior(intervals));
        var rule = MetricRule.With(terms.Evidence.Metrics).First(rule => rule.Metric == MetricNames.ErrorRate);
        var (tolerance, counts) = (rule.Tolerance ?? Margin.Tolerance, EvidenceCounts.None);
        var history = new List<ErrorDifference>(bounds.Length);
        foreach (var interval in Judged(terms, intervals))
        {
            counts = Counts(interval).Use is StratumUse.NegativeCount or StratumUse.BadAboveRequests ? counts : counts.With(interval);
            var stable = counts.StableRequests > 0 ? (double)counts.StableErrors / counts.StableRequests : Prior(intervals);
            history.Add(new(interval.To, counts, bounds[history.Count], tolerance.At(stable) - stable, rule.Required ? rule.MarginAt(interval.CanaryShare).At(stable) - stable : null));
        }

        return history;
    }

    private static IEnumerable<Interval> Judged(LedgerTerms terms, IReadOnlyList<Interval> intervals)
    {
        var canary = intervals.Where(interval => interval.Phase != Interval.BeforeTheCanary).ToList();
        var from = canary.Count > 0 ? canary[0].From + terms.Evidence.Warmup : default;
        return canary.Where(interval => interval.From >= from);
    }

    private static EvidenceStratum[] Strata(LedgerTerms terms, IReadOnlyList<Interval> intervals) =>
        [.. Tempered(terms, intervals).Select(at => new EvidenceStratum(Counts(at.Interval), at.Tempering))];

    /// <summary>Every interval that is judged, with the power that its evidence counts with.</summary>
    internal static IEnumerable<(Interval Interval, double Tempering)> Tempered(LedgerTerms terms, IReadOnlyList<Interval> intervals)
    {
        var judged = intervals.Where(interval => interval.Phase != Interval.BeforeTheCanary).ToList();
        var from = judged.Count > 0 ? judged[0].From + terms.Evidence.Warmup : default;
        var replicas = new StableReplicas(terms.Evidence.DesignEffect);
        replicas.Begin(Before(intervals) ?? ArmWindow.Empty);
        foreach (var interval in judged)
        {
            if (interval.From >= from)
            {
                yield return (interval, replicas.Current.Tempering);
            }

            replicas.Observe((interval.Stable ?? ArmWindow.Empty).Detail.Replicas);
        }
    }

    private static double Prior(IReadOnlyList<Interval> intervals) =>
        Before(intervals)?.ErrorRate ?? PastRate.UsualRate;

    internal static ArmWindow? Before(IReadOnlyList<Interval> intervals) => intervals.FirstOrDefault(interval => interval.Phase == Interval.BeforeTheCanary)?.Stable;

    private static ArmCounts Counts(Interval interval) =>
        new(interval.Canary.Requests, interval.Canary.Errors, interval.Stable?.Requests ?? 0, interval.Stable?.Errors ?? 0);
}
