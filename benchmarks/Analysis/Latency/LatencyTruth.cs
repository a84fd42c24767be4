using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Benchmarks.Analysis.Latency;

/// <summary>How likely each bucket of the product's histogram is: lognormal latencies with a median of 80 ms and a p99 of 408 ms, slower by a factor in whole or in the tail.</summary>
internal static class LatencyTruth
{
    public const double P99 = 408;
    private const double Median = 80;
    private const double TailFrom = 0.95;
    private static readonly double s_spread = Math.Log(P99 / Median) / NormalMath.Inverse(0.99);

    /// <param name="tailOnly">Only the slowest 5 % of requests are slower.</param>
    public static double[] Buckets(double factor, bool tailOnly)
    {
        var buckets = new double[LatencyBounds.BucketCount];
        var below = 0.0;
        for (var i = 0; i < buckets.Length; i++)
        {
            var upTo = i < LatencyBounds.Milliseconds.Length ? Share(LatencyBounds.Milliseconds[i], factor, tailOnly) : 1;
            (buckets[i], below) = (upTo - below, upTo);
        }

        return buckets;
    }

    /// <summary>Share of requests that are no slower.</summary>
    private static double Share(double milliseconds, double factor, bool tailOnly)
    {
        var slower = NormalMath.Cdf(Math.Log(milliseconds / factor / Median) / s_spread);
        return tailOnly ? Math.Max(slower, Math.Min(TailFrom, NormalMath.Cdf(Math.Log(milliseconds / Median) / s_spread))) : slower;
    }
}
