namespace Sluice.Domain.Analysis;

/// <summary>Quantiles from bucket counts, by linear interpolation inside the bucket (as Prometheus' <c>histogram_quantile</c>).</summary>
public static class LatencyQuantile
{
    /// <summary>Of the fixed histogram of <see cref="LatencyBounds"/>.</summary>
    /// <param name="q">0 to 1.</param>
    /// <returns>Milliseconds; the last bound for the open bucket; null when nothing was counted.</returns>
    public static double? Of(ReadOnlySpan<long> buckets, double q) => Estimate(LatencyBounds.Milliseconds, buckets, q)?.Value;

    /// <summary>With the bucket that the quantile lies in as error bar.</summary>
    /// <param name="bounds">Upper bounds of the buckets, ascending, without the open last one; any unit.</param>
    /// <param name="buckets">Counts per bucket, not cumulative; counts beyond the bounds are in the open bucket. Negative ones count as none.</param>
    /// <param name="q">0 to 1.</param>
    /// <returns>In the unit of the bounds; null when nothing was counted or there is no bound.</returns>
    public static QuantileEstimate? Estimate(ReadOnlySpan<double> bounds, ReadOnlySpan<long> buckets, double q)
    {
        double total = 0;
        foreach (var count in buckets)
        {
            total += Math.Max(0, count);
        }

        if (total == 0 || bounds.IsEmpty)
        {
            return null;
        }

        var rank = q * total;
        double below = 0;
        for (var i = 0; i < bounds.Length && i < buckets.Length; i++)
        {
            if (buckets[i] > 0 && below + buckets[i] >= rank)
            {
                var lower = i == 0 ? 0 : bounds[i - 1];
                return new(lower + ((bounds[i] - lower) * Math.Clamp((rank - below) / buckets[i], 0, 1)), lower, bounds[i]);
            }

            below += Math.Max(0, buckets[i]);
        }

        return new(bounds[^1], bounds[^1], double.PositiveInfinity);
    }
}
