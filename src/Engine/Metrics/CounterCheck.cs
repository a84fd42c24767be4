using Sluice.Domain.Analysis;
using Sluice.Gateway.Contract;

namespace Sluice.Engine.Metrics;

/// <summary>What must hold within one reading of counters. The gateway reads the parts before the whole, so parts may lag behind and never lead.</summary>
internal static class CounterCheck
{
    /// <returns>What is wrong; null when all is well.</returns>
    public static string? DefectOf(IReadOnlyList<ReleaseCounters> place) =>
        place.DistinctBy(c => c.Release).Count() < place.Count ? "a release is there twice."
        : place.Select(DefectOf).FirstOrDefault(defect => defect is not null);

    private static string? DefectOf(ReleaseCounters c) =>
        c.Requests < 0 || c.Errors < 0 || c.ClientErrors < 0 || c.Open < 0 || c.Latency.Any(count => count < 0) || c.OpenByAge.Any(count => count < 0) ? $"a counter of release {c.Release} is negative."
        : c.Errors + c.ClientErrors > c.Requests ? $"release {c.Release} has more errors ({c.Errors} and {c.ClientErrors}) than requests ({c.Requests})."
        : c.LatencyFirst < 0 || c.LatencyFirst + c.Latency.Length > LatencyBounds.BucketCount ? $"release {c.Release} has durations outside the known buckets."
        : c.OpenFirst < 0 || c.OpenFirst + c.OpenByAge.Length > LatencyBounds.BucketCount ? $"release {c.Release} has ages outside the known buckets."
        : c.Latency.Sum() > c.Requests ? $"release {c.Release} has more durations ({c.Latency.Sum()}) than requests ({c.Requests})."
        : null;
}
