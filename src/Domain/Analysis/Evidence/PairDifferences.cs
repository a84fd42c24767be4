namespace Sluice.Domain.Analysis.Evidence;

/// <summary>The differences of every pair of two samples in order of size, found by counting, so that the pairs themselves are never stored.</summary>
/// <param name="left">Ascending.</param>
/// <param name="right">Ascending; taken from left.</param>
internal sealed class PairDifferences(double[] left, double[] right)
{
    public long Count => (long)left.Length * right.Length;

    /// <summary>The mean of the two middle differences of an even count.</summary>
    public double Median => Count % 2 == 1 ? At((Count + 1) / 2) : (At(Count / 2) / 2) + (At((Count / 2) + 1) / 2);

    /// <summary>The difference of this rank.</summary>
    /// <param name="rank">1 to <see cref="Count"/>.</param>
    public double At(long rank)
    {
        // Halving over the numbers in their binary order ends at the exact difference.
        var (low, high) = (Order(left[0] - right[^1]), Order(left[^1] - right[0]));
        while (low < high)
        {
            var middle = (low & high) + ((low ^ high) >> 1);
            if (CountUpTo(Number(middle)) >= rank)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return Number(low);
    }

    private long CountUpTo(double most)
    {
        long count = 0;
        var tooLarge = 0;
        foreach (var value in left)
        {
            // What is too small to take away from one value is so for every greater one.
            while (tooLarge < right.Length && value - right[tooLarge] > most)
            {
                tooLarge++;
            }

            count += right.Length - tooLarge;
        }

        return count;
    }

    private static long Order(double number) => BitConverter.DoubleToInt64Bits(number) is var bits && bits >= 0 ? bits : long.MinValue - bits;

    private static double Number(long order) => BitConverter.Int64BitsToDouble(order >= 0 ? order : long.MinValue - order);
}
