using Sluice.Domain.Analysis;

namespace Sluice.Engine.Metrics;

/// <summary>A histogram without its empty ends: most seconds fill twenty of 161 buckets.</summary>
internal readonly record struct PackedBuckets(int First, int[] Counts)
{
    public static PackedBuckets Empty { get; } = new(0, []);

    /// <exception cref="OverflowException">More than two thousand million requests in one bucket.</exception>
    public static PackedBuckets Pack(ReadOnlySpan<long> buckets)
    {
        var first = buckets.IndexOfAnyExcept(0);
        if (first < 0)
        {
            return Empty;
        }

        var counts = new int[buckets.LastIndexOfAnyExcept(0) - first + 1];
        for (var i = 0; i < counts.Length; i++)
        {
            counts[i] = checked((int)buckets[first + i]);
        }

        return new(first, counts);
    }

    public ReadOnlyMemory<long> Unpack()
    {
        if (Counts.Length == 0)
        {
            return ReadOnlyMemory<long>.Empty;
        }

        var buckets = new long[LatencyBounds.BucketCount];
        for (var i = 0; i < Counts.Length; i++)
        {
            buckets[First + i] = Counts[i];
        }

        return buckets;
    }
}
