using Sluice.Domain.Analysis;
using Sluice.Gateway.Contract;

namespace Sluice.Engine.Metrics;

/// <summary>What was told of one release so far.</summary>
/// <param name="Latency">Per bucket of <see cref="LatencyBounds"/>.</param>
/// <param name="Ages">Open requests at the last reading, likewise.</param>
internal sealed record ToldCounters(long Requests, long Errors, long ClientErrors, long[] Latency, long[] Ages)
{
    public static ToldCounters Nothing { get; } = new(0, 0, 0, new long[LatencyBounds.BucketCount], new long[LatencyBounds.BucketCount]);

    public static ToldCounters Of(ReleaseCounters c) => new(c.Requests, c.Errors, c.ClientErrors, LatencyOf(c), AgesOf(c));

    public static long[] LatencyOf(ReleaseCounters c) => Widen(c.LatencyFirst, c.Latency);

    public static long[] AgesOf(ReleaseCounters c) => Widen(c.OpenFirst, c.OpenByAge);

    private static long[] Widen(int first, long[] counts)
    {
        var buckets = new long[LatencyBounds.BucketCount];
        counts.CopyTo(buckets, first);
        return buckets;
    }
}
