using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Benchmarks.Analysis.Peers;

/// <summary>The best test of size 1 % that looks once, at a number of requests chosen beforehand: Fisher's conditional test, randomised, which is uniformly most powerful unbiased.</summary>
/// <remarks>Tocher (1950); Lehmann and Romano, "Testing Statistical Hypotheses", §4.5.</remarks>
internal static class FixedSampleTest
{
    private const double Size = 0.01;
    private const double Deviations = 9;

    /// <summary>The fewest canary requests with which the test finds the regression with the given probability.</summary>
    public static int CanaryRequests(double canaryRate, double stableRate, double stablePerCanary, double power)
    {
        var (low, high) = (0, 1);
        while (Power(high, canaryRate, stableRate, stablePerCanary) < power)
        {
            (low, high) = (high, 2 * high);
        }

        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            (low, high) = Power(middle, canaryRate, stableRate, stablePerCanary) < power ? (middle, high) : (low, middle);
        }

        return high;
    }

    private static double Power(int canary, double canaryRate, double stableRate, double stablePerCanary)
    {
        var stable = Math.Round(canary * stablePerCanary);
        stableRate = Math.Max(stableRate, 1e-12);
        var mean = (canary * canaryRate) + (stable * stableRate);
        var reach = (Deviations * Math.Sqrt(mean)) + Deviations;
        var sum = 0.0;
        for (var bad = Math.Max(0, Math.Floor(mean - reach)); bad <= Math.Min(canary + stable, mean + reach); bad++)
        {
            sum += Rejected(canary, canaryRate, stable, stableRate, bad);
        }

        return sum;
    }

    /// <summary>Probability of this many bad ones together and of a rejection.</summary>
    private static double Rejected(double canary, double canaryRate, double stable, double stableRate, double bad)
    {
        var expected = bad * canary / (canary + stable);
        var most = Math.Min(Math.Min(canary, bad), Math.Ceiling(expected + (Deviations * Math.Sqrt(expected)) + (3 * Deviations)));
        var chance = Math.Exp(LogChoose(canary, most) + LogChoose(stable, bad - most) - LogChoose(canary + stable, bad));
        var truth = Math.Exp(LogBinomial(canary, most, canaryRate) + LogBinomial(stable, bad - most, stableRate));
        var oddsRatio = canaryRate / (1 - canaryRate) / (stableRate / (1 - stableRate));
        var (left, rejected) = (Size, 0.0);
        for (var x = most; x >= Math.Max(0, bad - stable); x--)
        {
            if (chance >= left)
            {
                return rejected + (truth * left / chance);
            }

            left -= chance;
            rejected += truth;
            var down = x * (stable - bad + x) / ((canary - x + 1) * (bad - x + 1));
            (chance, truth) = (chance * down, truth * down / oddsRatio);
        }

        return rejected;
    }

    private static double LogBinomial(double trials, double hits, double rate) => LogChoose(trials, hits) + (hits * Math.Log(rate)) + ((trials - hits) * LogMath.Log1P(-rate));

    private static double LogChoose(double n, double k) => GammaMath.LogGamma(n + 1) - GammaMath.LogGamma(k + 1) - GammaMath.LogGamma(n - k + 1);
}
