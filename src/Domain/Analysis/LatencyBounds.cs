namespace Sluice.Domain.Analysis;

/// <summary>
/// The fixed latency histogram: upper bounds grow by 2^(1/8) (9 %) from 0.125 ms, so a shift of j buckets is a factor of exactly 2^(j/8).
/// Bucket i counts durations in (bound[i-1], bound[i]]; the last bucket has no upper bound.
/// </summary>
public static class LatencyBounds
{
    private const double FirstMilliseconds = 0.125;

    /// <summary>160 bounded buckets (to 120.2 s) and one beyond.</summary>
    public const int BucketCount = 161;

    private static readonly double[] s_milliseconds = MakeBounds();

    /// <summary>Upper bounds in milliseconds, ascending, without the open last bucket.</summary>
    public static ReadOnlySpan<double> Milliseconds => s_milliseconds;

    /// <summary>The bucket of a duration in milliseconds. Negative durations count as zero. Never allocates.</summary>
    public static int BucketOf(double milliseconds)
    {
        if (!(milliseconds > FirstMilliseconds))
        {
            return 0;
        }

        // The logarithm may be one off at a bound; the table decides.
        var index = Math.Min((int)Math.Ceiling(8 * Math.Log2(milliseconds / FirstMilliseconds)), BucketCount - 1);
        if (index > 0 && milliseconds <= s_milliseconds[index - 1])
        {
            return index - 1;
        }

        return index < BucketCount - 1 && milliseconds > s_milliseconds[index] ? index + 1 : index;
    }

    private static double[] MakeBounds()
    {
        var bounds = new double[BucketCount - 1];
        for (var i = 0; i < bounds.Length; i++)
        {
            bounds[i] = FirstMilliseconds * Math.Pow(2, i / 8.0);
        }

        return bounds;
    }
}
