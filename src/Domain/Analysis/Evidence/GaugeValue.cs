namespace Sluice.Domain.Analysis.Evidence;

/// <summary>What can be taken for a measured value of a gauge.</summary>
internal static class GaugeValue
{
    // Squares and sums of such values stay far from infinity.
    private const double Largest = 1e100;

    /// <summary>False for NaN, infinities and anything beyond ±1e100.</summary>
    public static bool IsUsable(double value) => Math.Abs(value) <= Largest;

    /// <summary>The usable values, ascending.</summary>
    public static double[] Sorted(ReadOnlySpan<double> values)
    {
        var usable = new double[values.Length];
        var count = 0;
        foreach (var value in values)
        {
            if (IsUsable(value))
            {
                usable[count++] = value;
            }
        }

        Array.Resize(ref usable, count);
        Array.Sort(usable);
        return usable;
    }
}
