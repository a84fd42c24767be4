using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Domain.Analysis.Ledgers;

/// <summary>How things stand after an interval: what the judge decides from.</summary>
/// <param name="Hash">Of all intervals it rests on.</param>
public sealed record Assessment(ValueList<MetricAssessment> Metrics, ValueList<DataProblem> Problems, bool HasStableArm, EvidenceCounts Counts, string Hash)
{
    /// <summary>The intervals of the present phase within the look-back window, where the mode asks for them.</summary>
    public ValueList<Interval> Recent { get; init; } = [];

    /// <summary>End of the last interval; null before the first.</summary>
    public DateTimeOffset? Through { get; init; }

    /// <summary>Nothing was judged yet: what was seen before this instant is shown and does not count. Null once something counts.</summary>
    public DateTimeOffset? WarmUntil { get; init; }

    /// <summary>Null in the modes that do not look at it.</summary>
    public Dependence? Dependence { get; init; }

    /// <summary>How many times stable's error rate the canary's is at the least, however often one looked; worked out only for a decision.</summary>
    public double? ErrorsAtLeast { get; init; }
}

/// <summary>How things stand with one metric.</summary>
/// <param name="Against">ln of the evidence that the canary should go back.</param>
/// <param name="AgainstStable">For a limit: the same about stable.</param>
/// <param name="InFavour">ln of the most evidence in this phase that it may go on.</param>
/// <param name="Back">The value above which traffic goes back, in the metric's unit.</param>
/// <param name="RuleOut">The value that must be ruled out; null for what never clears.</param>
/// <param name="Clearing">How far off clearance is if the canary is as good as stable; null for what cannot clear.</param>
public sealed record MetricAssessment(
    string Name,
    string Metric,
    EvidenceKind Kind,
    MetricRole Role,
    bool Required,
    double Weight,
    double Against,
    double? AgainstStable,
    double InFavour,
    double Back,
    double? RuleOut,
    Forecast? Clearing)
{
    /// <summary>How its values are read; null for what every arm has.</summary>
    public MetricMeasure? Measure { get; init; }

    /// <summary>Of gauges, to explain; null for what is counted, and without values.</summary>
    public PairComparison? Pairs { get; init; }

    /// <summary>How many values of each arm it rests on, of gauges; null for what is counted.</summary>
    public (long Stable, long Canary)? Values { get; init; }

    /// <summary>Of a histogram: the bounds that it is compared by; an interval with others is left out.</summary>
    public ValueList<double>? Bounds { get; init; }
}

/// <summary>The counts that the evidence rests on, since the warm-up.</summary>
public sealed record EvidenceCounts(long CanaryRequests, long CanaryErrors, long StableRequests, long StableErrors, TimeSpan Over)
{
    public static EvidenceCounts None { get; } = new(0, 0, 0, 0, TimeSpan.Zero);

    public EvidenceCounts With(Interval interval) => new(
        CanaryRequests + interval.Canary.Requests,
        CanaryErrors + interval.Canary.Errors,
        StableRequests + (interval.Stable?.Requests ?? 0),
        StableErrors + (interval.Stable?.Errors ?? 0),
        Over + interval.Length);
}
