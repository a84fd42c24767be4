namespace Sluice.Domain.Analysis.Evidence;

/// <summary>
/// Chooses the bucket bound that stands for a latency quantile: the one that a share of past stable requests nearest to 1 − q, in log odds, was above. Only the past may choose,
/// or the choice would depend on what is being judged. Of equally near bounds the lowest is taken; one that all past requests were above tells nothing.
/// </summary>
public static class ExceedanceBounds
{
    /// <summary>So many past stable requests must be expected above the quantile before it is judged.</summary>
    private const double FewestExpected = 5;

    // 50 · (1 − 0.9) is a little below 5 in binary.
    private const double Rounding = 1e-9;

    private static readonly double[] s_quantiles = [0.5, 0.9, 0.95, 0.99];

    /// <summary>The quantiles that latency is compared at, with equal weights.</summary>
    public static ReadOnlySpan<double> Quantiles => s_quantiles;

    /// <summary>For the fixed histogram of <see cref="LatencyBounds"/>.</summary>
    /// <param name="past">Stable counts per bucket of past strata, and of up to an hour before the canary.</param>
    /// <param name="quantile">Between 0 and 1, exclusive.</param>
    /// <param name="shift">Tolerated growth in buckets, 0 or more: <see cref="LatencyGrowth.Buckets"/>.</param>
    /// <returns>Null while the quantile cannot be judged: too few past requests, or no bound left for the canary.</returns>
    public static ExceedanceBound? Choose(ReadOnlySpan<long> past, double quantile, int shift) =>
        Choose(past, LatencyBounds.Milliseconds.Length, quantile, shift, default, 1);

    /// <summary>For any bounds, such as those of a Prometheus histogram. The canary's bound is the next one at or above the stable bound times the growth: coarse bounds tolerate more.</summary>
    /// <param name="bounds">Upper bounds, ascending, without the open last bucket; any unit.</param>
    /// <param name="past">Stable counts per bucket, not cumulative, the open bucket last.</param>
    /// <param name="quantile">Between 0 and 1, exclusive.</param>
    /// <param name="growth">The tolerated factor, 1 or more; 1.2 allows a fifth more.</param>
    /// <returns>Null while the quantile cannot be judged.</returns>
    public static ExceedanceBound? Choose(ReadOnlySpan<double> bounds, ReadOnlySpan<long> past, double quantile, double growth) =>
        growth >= 1 ? Choose(past, bounds.Length, quantile, 0, bounds, growth) : null;

    private static ExceedanceBound? Choose(ReadOnlySpan<long> past, int boundCount, double quantile, int shift, ReadOnlySpan<double> bounds, double growth)
    {
        double total = 0;
        foreach (var count in past)
        {
            total += Math.Max(0, count);
        }

        if (!(quantile > 0 && quantile < 1) || shift < 0 || !(total * (1 - quantile) >= FewestExpected - Rounding))
        {
            return null;
        }

        var wanted = Math.Log((1 - quantile) / quantile);
        var (best, nearest, above) = (default(ExceedanceBound?), double.PositiveInfinity, total);
        for (var i = 0; i < boundCount && i < past.Length; i++)
        {
            above -= Math.Max(0, past[i]);
            var canary = bounds.IsEmpty ? i + shift : FirstAtLeast(bounds, bounds[i] * growth);
            if (canary >= boundCount)
            {
                break;
            }

            var distance = Math.Abs(Math.Log((above + 0.5) / (total - above + 0.5)) - wanted);
            if (distance < nearest && above < total)
            {
                (best, nearest) = (new(i, canary, above, total), distance);
            }
        }

        return best;
    }

    private static int FirstAtLeast(ReadOnlySpan<double> bounds, double value)
    {
        var i = 0;
        while (i < bounds.Length && !(bounds[i] >= value))
        {
            i++;
        }

        return i;
    }
}
