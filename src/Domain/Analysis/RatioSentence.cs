using System.Globalization;
using Sluice.Domain.Analysis.Ledgers;

namespace Sluice.Domain.Analysis;

/// <summary>A ratio of slow requests in words: the same text in console and API.</summary>
public static class RatioSentence
{
    /// <param name="metric">A latency.</param>
    /// <param name="confidence">Of the bounds, 0 to 1.</param>
    public static string For(string metric, LatencyRatio ratio, double confidence) => ratio switch
    {
        { StableBound: null } or { CanaryBound: null } => $"Too few requests of stable are known to say what is slow at its {Name(metric)}.",
        { Counts.CanaryRequests: 0 } => "The canary has had no requests since the warm-up, so there is nothing to compare.",
        { Counts.StableRequests: 0 } => "Stable has had no requests since the warm-up, so there is nothing to compare with.",
        _ => $"Slower than stable's {Name(metric)}, {Milliseconds(ratio.StableBound)} ({Milliseconds(ratio.CanaryBound)} for the canary, which is tolerated): "
            + $"canary {Share(ratio.Counts.CanaryBad, ratio.Counts.CanaryRequests)}, stable {Share(ratio.Counts.StableBad, ratio.Counts.StableRequests)}. {Bounds(ratio, confidence)}",
    };

    private static string Bounds(LatencyRatio ratio, double confidence)
    {
        var valid = $" ({EvidenceSentence.Percent(confidence)}, valid at every look)";
        return ratio.Bounds switch
        {
            { Lower: null, Upper: null } => "Too few requests to bound the ratio yet.",
            { Lower: { } lower, Upper: { } upper } => $"Between {Times(lower)} and {Times(upper)} times as many{valid}{Verdict(lower)}.",
            { Lower: { } lower } => $"At least {Times(lower)} times as many{valid}{Verdict(lower)}.",
            { Upper: { } upper } => $"At most {Times(upper)} times as many{valid}.",
        };
    }

    private static string Verdict(double lower) => lower > 1 ? ": more than is tolerated" : string.Empty;

    private static string Name(string metric) => metric switch
    {
        MetricNames.LatencyP50 => "median",
        MetricNames.LatencyP90 => "p90",
        MetricNames.LatencyP95 => "p95",
        _ => "p99",
    };

    private static string Share(long some, long all) => EvidenceSentence.Percent((double)some / all);

    private static string Milliseconds(double? value) => VerdictSentence.Format(MetricNames.LatencyP99, value ?? 0);

    private static string Times(double ratio) => ratio.ToString("0.##", CultureInfo.InvariantCulture);
}
