namespace Sluice.Domain.Analysis.Evidence;

/// <summary>The standard normal distribution, to about 13 digits also far out in the lower tail.</summary>
public static class NormalMath
{
    // Below this the series would subtract nearly equal numbers; above it the continued fraction would need more steps.
    private const double SeriesUpTo = 2.5;
    private const int FractionDepth = 90;
    private const double DensityAtZero = 0.39894228040143267794;

    /// <summary>Chance of a value of at most <paramref name="z"/>.</summary>
    /// <param name="z">Any; infinities have their limits, NaN stays NaN.</param>
    /// <remarks>Marsaglia, "Evaluating the normal distribution" (2004) in the middle; Laplace's continued fraction in the tails.</remarks>
    public static double Cdf(double z)
    {
        if (!(Math.Abs(z) <= SeriesUpTo))
        {
            return z > 0 ? 1 - LowerTail(-z) : LowerTail(z);
        }

        var (sum, term) = (z, z);
        for (var k = 3; Math.Abs(term) > Math.Abs(sum) * 1e-17; k += 2)
        {
            term *= z * z / k;
            sum += term;
        }

        return 0.5 + (sum * Density(z));
    }

    /// <summary>The value below which a share of <paramref name="p"/> lies.</summary>
    /// <param name="p">0 to 1; minus and plus infinity at the ends, NaN outside.</param>
    /// <remarks>Start: Abramowitz, Stegun, 26.2.23; then Halley's method.</remarks>
    public static double Inverse(double p)
    {
        if (!(p > 0 && p < 1))
        {
            return p == 0 ? double.NegativeInfinity : p == 1 ? double.PositiveInfinity : double.NaN;
        }

        if (p > 0.5)
        {
            return -Inverse(1 - p);
        }

        var t = Math.Sqrt(-2 * Math.Log(p));
        var z = ((2.515517 + (t * (0.802853 + (t * 0.010328)))) / (1 + (t * (1.432788 + (t * (0.189269 + (t * 0.001308))))))) - t;
        for (var step = 0; step < 3; step++)
        {
            var density = Density(z);
            if (density == 0)
            {
                break;
            }

            var newton = (Cdf(z) - p) / density;
            z -= newton / (1 + (z * newton / 2));
        }

        return z;
    }

    private static double Density(double z) => DensityAtZero * Math.Exp(-z * z / 2);

    private static double LowerTail(double z)
    {
        if (!double.IsFinite(z))
        {
            return double.IsNaN(z) ? double.NaN : 0;
        }

        var fraction = -z;
        for (var k = FractionDepth; k > 0; k--)
        {
            fraction = -z + (k / fraction);
        }

        return Density(z) / fraction;
    }
}
