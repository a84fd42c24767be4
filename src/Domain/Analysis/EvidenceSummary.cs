using System.Text.Json.Serialization;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Domain.Analysis;

/// <summary>What a decision with evidence rests on, small enough to be recorded with it.</summary>
/// <param name="LogEvidence">ln of the total evidence for going back.</param>
/// <param name="Alpha">Accepted chance of a false alarm over the whole deployment.</param>
/// <param name="Beta">Accepted chance that what is worse than the margin passes a phase.</param>
/// <param name="Seconds">Judged so far.</param>
/// <param name="Forecast">What is missing for the step that comes next; null when nothing is.</param>
public sealed record EvidenceSummary(
    double LogEvidence,
    double Alpha,
    double Beta,
    long CanaryRequests,
    long CanaryErrors,
    long StableRequests,
    long StableErrors,
    double Seconds,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] EvidenceForecast? Forecast)
{
    /// <summary>How many times stable's error rate the canary's is at the least, at the confidence of the deployment; null where it was not worked out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double? ErrorsAtLeast { get; init; }

    /// <summary>Canary requests that were still open at the end of the window.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long CanaryOpen { get; init; }

    /// <summary>Requests do not arrive in the shares that were set.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool SplitIsOff { get; init; }

    /// <summary>How far requests depend on each other; null where nothing is known and nothing was set.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Dependence? Dependence { get; init; }
}

/// <summary>How much more traffic the next step takes at the least, likely and at the most.</summary>
/// <param name="Metric">The check that is furthest behind.</param>
/// <param name="Requests">Canary requests, likely; null when more traffic will not help.</param>
/// <param name="LeadsTo">The verdict it leads to if the canary is what it seems.</param>
/// <param name="PerSecond">Canary requests per second, in the window.</param>
public sealed record EvidenceForecast(string Metric, long? Requests, VerdictKind LeadsTo, double PerSecond)
{
    // A forecast is within a fifth and three times what it takes, in eight of ten cases.
    internal const double LeastOf = 0.2;
    internal const double MostOf = 3;

    /// <summary>How long that takes at this pace: at the least, likely and at the most. Null when no traffic leads there.</summary>
    [JsonIgnore]
    public (TimeSpan Least, TimeSpan Likely, TimeSpan Most)? Takes => Requests is { } more && PerSecond > 0
        ? (After(LeastOf * more), After(more), After(MostOf * more))
        : null;

    private TimeSpan After(double requests) => Forecast.Duration(requests, PerSecond) ?? TimeSpan.MaxValue;
}
