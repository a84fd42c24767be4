namespace Sluice.Domain.Analysis.Evidence;

/// <summary>What a metric is judged against.</summary>
public enum EvidenceKind
{
    /// <summary>The stable arm: it only watches where there is none.</summary>
    Comparison,

    /// <summary>A fixed limit, a service level objective.</summary>
    Slo,
}

/// <summary>Evidence of one metric that the canary should go back.</summary>
/// <param name="Weight">Its part of the capital, 0 to 1, fixed before the deployment starts.</param>
/// <param name="LogEvidence">In nats.</param>
/// <param name="StableLogEvidence">For a limit: the same process on the stable arm, in nats; null without one.</param>
public sealed record EvidenceComponent(string Metric, EvidenceKind Kind, double Weight, double LogEvidence, double? StableLogEvidence = null);

/// <summary>Evidence of one required metric that the canary may go on.</summary>
/// <param name="LogEvidence">The most in this phase, in nats.</param>
public sealed record Clearance(string Metric, double LogEvidence, EvidenceKind Kind = EvidenceKind.Comparison);

/// <summary>Why a run of the analysis cannot trust its data. Each holds.</summary>
public enum DataProblem
{
    /// <summary>Requests do not arrive in the shares that were set: <see cref="SplitCheck"/>.</summary>
    SplitMismatch,

    /// <summary>Nothing new for more than three intervals.</summary>
    Stale,

    /// <summary>What was counted last ended later than what is seen now: a clock was put back, or two disagree.</summary>
    ClockSkew,

    /// <summary>Counts that cannot be true.</summary>
    CounterAnomaly,

    /// <summary>There is a stable arm, and it gets no requests.</summary>
    NoStableTraffic,

    /// <summary>The canary gets fewer requests than it should: <see cref="ThroughputProcess"/>.</summary>
    LowThroughput,
}

/// <summary>Everything that one run of the verdict table rests on.</summary>
public sealed record EvidenceInput
{
    /// <summary>Accepted chance of a false rollback over the whole deployment, between 0 and 1, exclusive. At any other value nothing is ever proven.</summary>
    public double Alpha { get; init; } = 0.01;

    /// <summary>Accepted chance of advancing a canary beyond the margin, between 0 and 1, exclusive. At any other value nothing is ever cleared.</summary>
    public double Beta { get; init; } = 0.05;

    /// <summary>Evidence, as a ratio to 1, from which on the canary gets no more traffic.</summary>
    public double Suspicion { get; init; } = 10;

    public ValueList<EvidenceComponent> Components { get; init; } = [];

    /// <summary>Of every required metric; with none, time alone decides.</summary>
    public ValueList<Clearance> Clearances { get; init; } = [];

    /// <summary>Runs in a row, this one included, as <see cref="RunCounts.After"/> counts them.</summary>
    public RunCounts Runs { get; init; }

    public int FailedRunsRequired { get; init; } = 1;

    public int SuccessfulRunsRequired { get; init; } = 1;

    public bool MinimumStepElapsed { get; init; }

    /// <summary>The budget of the phase, in time or requests, is used up.</summary>
    public bool TimedOut { get; init; }

    public OnInconclusive OnInconclusive { get; init; } = OnInconclusive.Pause;

    public ValueList<DataProblem> Problems { get; init; } = [];

    /// <summary>False at 100 % and on a first deployment: then only limits judge, and the absence of stable traffic is no problem.</summary>
    public bool HasStableArm { get; init; } = true;

    internal bool DataOk => !Problems.Any(problem => HasStableArm || problem != DataProblem.NoStableTraffic);

    internal double RollbackThreshold => Threshold(Alpha);

    internal double AdvanceThreshold => Threshold(Beta);

    internal IEnumerable<Clearance> Judging => Clearances.Where(clearance => HasStableArm || clearance.Kind == EvidenceKind.Slo);

    /// <summary>ln of 1 / the accepted chance.</summary>
    private static double Threshold(double chance) => chance is > 0 and < 1 ? -Math.Log(chance) : double.PositiveInfinity;
}
