using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Domain.Analysis.Kayenta;

/// <summary>What is done to one arm's values before they are compared.</summary>
internal static class Samples
{
    /// <summary>The values to compare, ascending; none when not a single one is a number.</summary>
    public static double[] Prepare(RankMetric metric, ReadOnlySpan<double> values)
    {
        var kept = new List<double>(values.Length);
        var numbers = 0;
        foreach (var value in values)
        {
            var isNumber = GaugeValue.IsUsable(value);
            numbers += isNumber ? 1 : 0;
            if (isNumber || metric.Missing == MissingValues.CountAsZero)
            {
                kept.Add(isNumber ? value : 0);
            }
        }

        if (numbers == 0)
        {
            return [];
        }

        kept.Sort();
        return metric.OutlierFactor is > 0 and var factor ? WithoutOutliers([.. kept], factor) : [.. kept];
    }

    /// <summary>Tukey's fences, but never inside the 1st and 99th percentile.</summary>
    private static double[] WithoutOutliers(double[] sorted, double factor)
    {
        var (first, third) = (Percentile(sorted, 25), Percentile(sorted, 75));
        var reach = factor * (third - first);
        var low = Math.Min(Percentile(sorted, 1), first - reach);
        var high = Math.Max(Percentile(sorted, 99), third + reach);
        return [.. sorted.Where(value => value >= low && value <= high)];
    }

    /// <summary>By the rank p·(n + 1)/100, interpolated: the sixth definition of Hyndman and Fan, "Sample quantiles in statistical packages" (1996).</summary>
    private static double Percentile(double[] sorted, double percent)
    {
        var rank = percent / 100 * (sorted.Length + 1);
        var below = (int)Math.Floor(rank);
        return below < 1 ? sorted[0]
            : below >= sorted.Length ? sorted[^1]
            : sorted[below - 1] + ((rank - below) * (sorted[below] - sorted[below - 1]));
    }
}
