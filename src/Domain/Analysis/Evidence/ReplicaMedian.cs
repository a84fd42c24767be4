namespace Sluice.Domain.Analysis.Evidence;

/// <summary>One value per arm and tick out of one value per replica, so that a single odd replica does not speak for its arm.</summary>
public static class ReplicaMedian
{
    private const int OnStack = 128;

    /// <summary>The median of the values that are numbers; the mean of the two middle ones of an even count. Does not allocate for up to 128 values.</summary>
    /// <param name="values">In the gauge's unit, in any order. NaN, infinities and values beyond ±1e100 are left out.</param>
    /// <returns>NaN when nothing is left: a tick without a value.</returns>
    public static double Of(ReadOnlySpan<double> values)
    {
        var sorted = values.Length <= OnStack ? stackalloc double[OnStack] : new double[values.Length];
        var count = 0;
        foreach (var value in values)
        {
            if (GaugeValue.IsUsable(value))
            {
                sorted[count++] = value;
            }
        }

        if (count == 0)
        {
            return double.NaN;
        }

        sorted[..count].Sort();
        return count % 2 == 1 ? sorted[count / 2] : (sorted[(count / 2) - 1] / 2) + (sorted[count / 2] / 2);
    }
}
