using System.Text.Json.Serialization;

namespace Sluice.Domain.Analysis;

public enum AnalysisMode
{
    /// <summary>Point estimates over a window against thresholds. No error control: looking often raises false alarms.</summary>
    Point,

    /// <summary>Evidence that stays valid however often one looks: both chances of being wrong are bounded for the whole deployment.</summary>
    Evidence,

    /// <summary>Rank tests per metric, added up to a score, as Kayenta does. No error control.</summary>
    MannWhitney,
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
    /// <summary>What a deployment is judged by when nobody says otherwise.</summary>
    public static AnalysisSettings Usual { get; } = Of(AnalysisMode.Evidence);

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

    /// <summary>
    /// 0.5 to 0.9999. With evidence: 1 minus the chance that a healthy release is returned, over the whole deployment. Point mode has no use for it.
    /// </summary>
    public double ConfidenceLevel { get; init; } = 0.95;

    /// <summary>What only evidence asks for; null in point mode.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EvidenceSettings? Evidence { get; init; }

    /// <summary>What only rank tests ask for; null in other modes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RankSettings? Ranks { get; init; }

    /// <summary>Limits on counted runs in point mode; null where runs in a row decide alone.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CounterSettings? Counters { get; init; }

    /// <summary>From the moment a phase has its share to its first run.</summary>
    [JsonIgnore]
    public TimeSpan FirstRunAfter => Counters?.InitialDelay is { } delay && delay > Interval ? delay : Interval;

    public OnInconclusive OnInconclusive { get; init; } = OnInconclusive.Pause;

    /// <summary>The defaults of a mode. Error control does not rest on runs in a row: with evidence they only delay.</summary>
    public static AnalysisSettings Of(AnalysisMode mode) => mode switch
    {
        AnalysisMode.Evidence => new() { Mode = mode, SuccessfulRuns = 1, FailedRuns = 1, ConfidenceLevel = 0.99, Evidence = new() },
        AnalysisMode.MannWhitney => new() { Mode = mode, Lookback = TimeSpan.FromMinutes(10), Ranks = new() },
        _ => new(),
    };
}
