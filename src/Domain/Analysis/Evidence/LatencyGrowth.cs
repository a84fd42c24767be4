namespace Sluice.Domain.Analysis.Evidence;

/// <summary>How much a latency quantile may grow, as whole buckets of the fixed histogram: j buckets are a factor of exactly 2^(j/8).</summary>
public static class LatencyGrowth
{
    private const int BucketsPerDoubling = 8;

    /// <summary>The nearest number of buckets, 0 to 160: an increase of 0.2 is 2 buckets (1.19), 0.5 is 5 (1.54).</summary>
    /// <param name="increase">Relative, as a fraction, 0 or more; anything else counts as 0.</param>
    public static int Buckets(double increase) => increase > 0
        ? (int)Math.Min(LatencyBounds.BucketCount - 1, Math.Round(BucketsPerDoubling * Math.Log2(1 + increase)))
        : 0;

    /// <summary>The factor that is judged, to be shown with the verdict.</summary>
    public static double Factor(int buckets) => Math.Pow(2, buckets / (double)BucketsPerDoubling);
}
