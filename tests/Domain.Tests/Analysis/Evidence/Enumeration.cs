using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Domain.Tests.Analysis.Evidence;

/// <summary>Expectations by trying every outcome.</summary>
internal static class Enumeration
{
    /// <summary>Chance of x bad ones, for x = 0 … n.</summary>
    public static double[] Binomial(int n, double p) => PoissonBinomial([.. Enumerable.Repeat(p, n)]);

    /// <summary>The same when every request has a rate of its own.</summary>
    public static double[] PoissonBinomial(double[] rates)
    {
        double[] chances = [1];
        foreach (var rate in rates)
        {
            var next = new double[chances.Length + 1];
            for (var x = 0; x < chances.Length; x++)
            {
                next[x] += chances[x] * (1 - rate);
                next[x + 1] += chances[x] * rate;
            }

            chances = next;
        }

        return chances;
    }

    public static double Expectation(double[] canary, double[] stable, Func<ArmCounts, double> logFactor)
    {
        double sum = 0;
        for (var xc = 0; xc < canary.Length; xc++)
        {
            for (var xb = 0; xb < stable.Length; xb++)
            {
                sum += canary[xc] * stable[xb] * Math.Exp(logFactor(new(canary.Length - 1, xc, stable.Length - 1, xb)));
            }
        }

        return sum;
    }
}
