namespace Sluice.Domain.Analysis;

/// <summary>Quantiles from bucket counts, by linear interpolation inside the bucket (as Prometheus' <c>histogram_quantile</c>).</summary>
public static class LatencyQuantile
{
    /// <param name="q">0 to 1.</param>
    /// <returns>Milliseconds; the last bound for the open bucket; null when nothing was counted.</returns>
    public static double? Of(ReadOnlySpan<long> buckets, double q)
    {
        long total = 0;
        foreach (var count in buckets)
        {
            total += count;
        }

        if (total == 0)
        {
            return null;
        }

        var bounds = LatencyBounds.Milliseconds;
        var rank = q * total;
        double below = 0;
        for (var i = 0; i < bounds.Length && i < buckets.Length; i++)
        {
            if (buckets[i] > 0 && below + buckets[i] >= rank)
            {
                var lower = i == 0 ? 0 : bounds[i - 1];
                return lower + ((bounds[i] - lower) * Math.Clamp((rank - below) / buckets[i], 0, 1));
            }

            below += buckets[i];
        }

        return bounds[^1];
    }
}
