namespace Sluice.Domain.Analysis.Evidence;

/// <summary>
/// How two samples of a gauge differ, to explain a verdict and never to reach one: its p-values hold for one look at independent values, not for looking again and again.
/// </summary>
/// <param name="CanaryCount">Values that were numbers.</param>
/// <param name="StableCount">Values that were numbers.</param>
/// <param name="U">Pairs in which the canary is higher, ties counting half: 0 to canary · stable.</param>
/// <param name="Z">U in standard deviations from its mean, corrected for ties and by ½ for continuity; 0 when all values are equal.</param>
/// <param name="PTwoSided">From <paramref name="Z"/>, 0 to 1.</param>
/// <param name="PExactGreater">Exact chance of a U at least as high; null with ties or more than 20 values.</param>
/// <param name="PExactLess">Exact chance of a U at most as high; null likewise.</param>
/// <param name="EffectSize">U as a share of all pairs: the chance that a canary value is higher than a stable one. 0 to 1, ½ for no difference.</param>
/// <param name="Shift">Median of all pairwise differences canary − stable (Hodges, Lehmann), in the gauge's unit.</param>
/// <param name="Interval">Where the shift lies.</param>
/// <param name="MeanRatio">Mean of the canary over mean of stable; null when that is not a number.</param>
/// <remarks>Mann, Whitney (1947); Hodges, Lehmann, "Estimates of location based on rank tests" (1963); Hollander, Wolfe, "Nonparametric statistical methods", ch. 4.</remarks>
public sealed record MannWhitney(
    int CanaryCount,
    int StableCount,
    double U,
    double Z,
    double PTwoSided,
    double? PExactGreater,
    double? PExactLess,
    double EffectSize,
    double Shift,
    ShiftInterval Interval,
    double? MeanRatio)
{
    private const double UsualConfidence = 0.95;

    /// <summary>Compares two samples, in any order. NaN, infinities and values beyond ±1e100 are left out. Takes memory for the values, not for the pairs.</summary>
    /// <param name="confidence">Of the interval, between 0 and 1, exclusive; anything else counts as 0.95.</param>
    /// <returns>Null when a sample is empty.</returns>
    public static MannWhitney? Of(ReadOnlySpan<double> canary, ReadOnlySpan<double> stable, double confidence = UsualConfidence)
    {
        var (c, b) = (GaugeValue.Sorted(canary), GaugeValue.Sorted(stable));
        if (c.Length == 0 || b.Length == 0)
        {
            return null;
        }

        var (u, ties) = Count(c, b);
        double pairs = (double)c.Length * b.Length, all = (double)c.Length + b.Length;
        var offCentre = u - (pairs / 2);
        var deviation = Math.Sqrt(Math.Max(0, pairs / 12 * (all + 1 - (ties / (all * (all - 1))))));
        var z = deviation > 0 ? Math.Sign(offCentre) * Math.Max(0, Math.Abs(offCentre) - 0.5) / deviation : 0;
        var exact = ties == 0 && all <= RankSums.MostValues ? RankSums.Tails(c.Length, b.Length, u) : ((double AtMost, double AtLeast)?)null;
        var differences = new PairDifferences(c, b);
        var ratio = c.Average() / b.Average();
        return new(
            c.Length,
            b.Length,
            u,
            z,
            Math.Min(1, 2 * NormalMath.Cdf(-Math.Abs(z))),
            exact?.AtLeast,
            exact?.AtMost,
            u / pairs,
            differences.Median,
            ShiftInterval.Of(differences, all, confidence is > 0 and < 1 ? confidence : UsualConfidence),
            double.IsFinite(ratio) ? ratio : null);
    }

    /// <summary>U, and Σ(t³ − t) over groups of t equal values.</summary>
    private static (double U, double Ties) Count(double[] c, double[] b)
    {
        var (u, ties) = (0.0, 0.0);
        var (i, j) = (0, 0);
        while (i < c.Length || j < b.Length)
        {
            var value = i == c.Length || (j < b.Length && b[j] < c[i]) ? b[j] : c[i];
            var (fromC, fromB) = (i, j);
            for (; i < c.Length && c[i] == value; i++)
            {
            }

            for (; j < b.Length && b[j] == value; j++)
            {
            }

            double inC = i - fromC, inB = j - fromB, equal = inC + inB;
            u += inC * (fromB + (inB / 2));
            ties += (equal * equal * equal) - equal;
        }

        return (u, ties);
    }
}
