namespace Sluice.Domain.Analysis.Evidence;

/// <summary>Why the verdict table decided as it did. Wire names in snake case.</summary>
public enum EvidenceReason
{
    Regression,
    SloBreach,

    /// <summary>Evidence suffices to go back; the asked number of runs in a row is not reached.</summary>
    ConfirmingFailure,
    DataQuality,

    /// <summary>Stable breaks the same limit: going back would not help.</summary>
    SharedIncident,

    /// <summary>Too much evidence against the canary for more traffic, too little for going back.</summary>
    Suspicious,
    StepDuration,
    Proven,

    /// <summary>Every required metric is cleared; the asked number of runs in a row is not reached.</summary>
    ConfirmingSuccess,

    /// <summary>No metric is required: time alone decides, and the console says so.</summary>
    NothingToJudge,

    /// <summary>The budget of the phase is used up. Going on for this reason carries no promise about β.</summary>
    InconclusiveTimeout,
    Inconclusive,
}

/// <summary>A metric's part in the evidence for going back, 0 to 1.</summary>
public sealed record MetricShare(string Metric, double Share);

/// <summary>What one run of the verdict table came to.</summary>
/// <param name="LogEvidence">Total evidence for going back, in nats.</param>
/// <param name="LeadMetric">The metric that decided: the one with most evidence for going back, or the one furthest from clearance; null where no single one did.</param>
/// <param name="Shares">Of the metrics that judged, in their order; what is missing to 1 is capital not bet.</param>
public sealed record EvidenceDecision(VerdictKind Verdict, EvidenceReason Reason, double LogEvidence, string? LeadMetric, ValueList<MetricShare> Shares);
