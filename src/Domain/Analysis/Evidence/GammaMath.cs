namespace Sluice.Domain.Analysis.Evidence;

/// <summary>Logarithms of the gamma and beta functions without subtracting large numbers, by the error of Stirling's formula (Loader, "Fast and accurate computation of binomial probabilities", 2000).</summary>
public static class GammaMath
{
    private const double HalfLogTwoPi = 0.91893853320467274178;
    private const double SeriesFrom = 10;

    /// <summary>ln Γ(x), for x above 0.</summary>
    public static double LogGamma(double x) => ((x - 0.5) * Math.Log(x)) - x + HalfLogTwoPi + StirlingError(x);

    /// <summary>ln B(a, b), for a and b above 0.</summary>
    public static double LogBeta(double a, double b) =>
        HalfLogTwoPi - (0.5 * Math.Log(a + b)) - ((a - 0.5) * LogMath.Log1P(b / a)) - ((b - 0.5) * LogMath.Log1P(a / b)) + LogBetaError(a, b);

    /// <summary>
    /// ln of the evidence against a fixed rate, when every rate is weighed by Beta(<paramref name="a"/>, <paramref name="b"/>):
    /// <c>ln B(a + x, b + y) − ln B(a, b) − x ln p − y ln(1 − p)</c> after x bad and y good ones.
    /// </summary>
    /// <param name="bad">x, 0 or more.</param>
    /// <param name="good">y, 0 or more.</param>
    /// <param name="rate">p, between 0 and 1, exclusive.</param>
    /// <param name="a">Above 0.</param>
    /// <param name="b">Above 0.</param>
    /// <remarks>Robbins (1970). The parts that grow with x and y are gathered into a deviance, so that nothing cancels at 10¹² requests.</remarks>
    public static double LogBetaMixture(double bad, double good, double rate, double a, double b)
    {
        var (x, y) = (a + bad, b + good);
        var total = x + y;
        var (meanX, meanY) = (total * rate, total * (1 - rate));
        var off = (a * (1 - rate)) - (b * rate) + (bad * (1 - rate)) - (good * rate);
        var deviance = (meanX * Deviance(off / meanX)) + (meanY * Deviance(-off / meanY));
        var shrinkage = (a * Math.Log(rate)) + (b * LogMath.Log1P(-rate));
        return deviance + shrinkage + HalfLogTwoPi + (0.5 * (LogMath.Log1P(y / x) + LogMath.Log1P(x / y) - Math.Log(total))) + LogBetaError(x, y) - LogBeta(a, b);
    }

    /// <summary>ln Γ(x) less Stirling's formula.</summary>
    private static double StirlingError(double x)
    {
        double steps = 0;
        for (; x < SeriesFrom; x++)
        {
            steps += ((x + 0.5) * LogMath.Log1P(1 / x)) - 1;
        }

        var u = 1 / (x * x);
        return steps + ((1 / 12.0 - (u * (1 / 360.0 - (u * (1 / 1260.0 - (u * (1 / 1680.0 - (u * (1 / 1188.0 - (u * (691 / 360360.0 - (u / 156)))))))))))) / x);
    }

    private static double LogBetaError(double a, double b) => StirlingError(a) + StirlingError(b) - StirlingError(a + b);

    /// <summary>(1 + u) ln(1 + u) − u, about u²/2.</summary>
    private static double Deviance(double u)
    {
        if (u <= -1)
        {
            return 1;
        }

        if (Math.Abs(u) > 0.1)
        {
            return ((1 + u) * LogMath.Log1P(u)) - u;
        }

        var (sum, power) = (0.0, u);
        for (var k = 2; k < 20; k++)
        {
            power *= k == 2 ? u : -u;
            sum += power / (k * (k - 1));
        }

        return sum;
    }
}
