namespace Sluice.Domain.Analysis.Evidence;

/// <summary>The chi-square distribution for whole degrees of freedom.</summary>
public static class ChiSquare
{
    /// <summary>Chance of a value above <paramref name="x"/>.</summary>
    /// <param name="x">0 or more; 1 is returned for anything else.</param>
    /// <param name="degrees">1 or more.</param>
    /// <remarks>Finite sums for whole degrees: Abramowitz, Stegun, 26.4.4 and 26.4.5.</remarks>
    public static double Above(double x, int degrees)
    {
        if (!(x > 0))
        {
            return 1;
        }

        if (double.IsInfinity(x))
        {
            return 0;
        }

        var half = x / 2;
        var isOdd = degrees % 2 == 1;
        var sum = isOdd ? 2 * NormalMath.Cdf(-Math.Sqrt(x)) : Math.Exp(-half);
        var a = isOdd ? 0.5 : 1;
        var logTerm = isOdd ? (0.5 * Math.Log(half)) - half - (0.5 * Math.Log(Math.PI / 4)) : Math.Log(half) - half;
        for (; a < degrees / 2.0; a++)
        {
            sum += Math.Exp(logTerm);
            logTerm += Math.Log(half / (a + 1));
        }

        return Math.Min(sum, 1);
    }
}
