namespace Sluice.Domain.Analysis.Evidence;

/// <summary>Logarithms that stay exact near zero and sums that neither overflow nor underflow. All logarithms are natural.</summary>
public static class LogMath
{
    /// <summary>ln(1 + x) to full relative accuracy for every x ≥ −1, also where 1 + x rounds to 1.</summary>
    /// <remarks>Kahan's correction (W. Kahan, in Higham, "Accuracy and Stability of Numerical Algorithms", 2002, §1.14.1); <see cref="double.LogP1"/> has none.</remarks>
    public static double Log1P(double x)
    {
        var shifted = 1 + x;
        if (shifted == 1)
        {
            return x;
        }

        return shifted == x || shifted == 0 ? Math.Log(shifted) : Math.Log(shifted) * (x / (shifted - 1));
    }

    /// <summary>ln(e^a + e^b). Minus infinity stands for zero.</summary>
    public static double LogAddExp(double a, double b)
    {
        var (low, high) = a < b ? (a, b) : (b, a);
        return double.IsNegativeInfinity(low) ? high : high + Log1P(Math.Exp(low - high));
    }

    /// <summary>
    /// ln Σ e^v, added in the order given, so the same values always give the same bits. Minus infinity stands for zero, and is the sum of nothing.
    /// </summary>
    public static double LogSumExp(ReadOnlySpan<double> values)
    {
        var highest = double.NegativeInfinity;
        foreach (var value in values)
        {
            highest = Math.Max(highest, value);
        }

        if (double.IsInfinity(highest))
        {
            return highest;
        }

        double sum = 0;
        foreach (var value in values)
        {
            sum += Math.Exp(value - highest);
        }

        return highest + Math.Log(sum);
    }

    /// <summary>ln of the plain average of e^v: evidence of several processes at equal weights, such as the quantiles of a latency. 0 with nothing to average.</summary>
    public static double LogMeanExp(ReadOnlySpan<double> values) => values.IsEmpty ? 0 : LogSumExp(values) - Math.Log(values.Length);
}
