using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Domain.Analysis.Kayenta;

/// <summary>
/// The shift between two samples with the interval that inverting the rank sum test with ties and continuity gives. Where that test is solved numerically elsewhere, these are the
/// exact differences at which it changes its mind.
/// </summary>
/// <param name="Lower">In the metric's unit.</param>
/// <param name="Upper">In the metric's unit.</param>
/// <remarks>Bauer, "Constructing confidence sets using rank statistics" (1972).</remarks>
internal sealed record ShiftTest(double Shift, double Lower, double Upper)
{
    /// <summary>Null when the samples are too small for any interval to have that confidence.</summary>
    /// <param name="canary">Ascending.</param>
    /// <param name="stable">Ascending.</param>
    public static ShiftTest? Of(double[] canary, double[] stable, double confidence)
    {
        double m = canary.Length, n = stable.Length;
        var z = NormalMath.Inverse(0.5 + (confidence / 2));
        if (m == 0 || n == 0 || Rank(m, n, ties: 0, z) < 1)
        {
            return null;
        }

        var rank = (long)Math.Min(Rank(m, n, Ties(canary) + Ties(stable), z), Math.Ceiling(m * n / 2));
        var differences = new PairDifferences(canary, stable);
        return new(differences.Median, differences.At(rank), differences.At(differences.Count + 1 - rank));
    }

    private static double Rank(double m, double n, double ties, double z)
    {
        var all = m + n;
        var deviation = Math.Sqrt(Math.Max(0, m * n / 12 * (all + 1 - (ties / (all * (all - 1))))));
        return Math.Floor((m * n / 2) - (z * deviation) + 0.5);
    }

    private static double Ties(double[] sorted)
    {
        var (sum, from) = (0.0, 0);
        for (var i = 1; i <= sorted.Length; i++)
        {
            if (i == sorted.Length || sorted[i] != sorted[from])
            {
                double equal = i - from;
                sum += (equal * equal * equal) - equal;
                from = i;
            }
        }

        return sum;
    }
}
