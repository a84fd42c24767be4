namespace Sluice.Domain.Analysis;

public enum AnalysisMode
{
    /// <summary>Point estimates over a window against thresholds. No error control: looking often raises false alarms.</summary>
    Point,
}

public enum OnInconclusive
{
    Pause,
    RollBack,

    /// <summary>Goes on although nothing was proven, unless a check is failing.</summary>
    AdvanceIfNoSuspicion,
}

/// <summary>How often and how patiently to judge.</summary>
public sealed record AnalysisSettings
{
    public bool Enabled { get; init; } = true;

    public AnalysisMode Mode { get; init; } = AnalysisMode.Point;

    /// <summary>Time between runs, 1 s to 1 h.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Passing runs in a row before a phase may end.</summary>
    public int SuccessfulRuns { get; init; } = 3;

    /// <summary>Failing runs in a row that roll back, at the last of them.</summary>
    public int FailedRuns { get; init; } = 3;

    /// <summary>How far back a run looks, within its phase.</summary>
    public TimeSpan Lookback { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Requests per arm below which there is not enough data.</summary>
    public int MinRequests { get; init; } = 50;

    /// <summary>0 to 1, exclusive. Recorded; point mode has no use for it.</summary>
    public double ConfidenceLevel { get; init; } = 0.95;

    public OnInconclusive OnInconclusive { get; init; } = OnInconclusive.Pause;
}
