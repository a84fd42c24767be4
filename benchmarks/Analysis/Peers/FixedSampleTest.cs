using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Benchmarks.Analysis.Peers;

/// <summary>
/// The best test of size 1 % that looks once, at a time chosen beforehand: of all bad requests, more come from the canary than its share of the traffic explains; randomised,
/// which makes it uniformly most powerful unbiased for Poisson arrivals.
/// </summary>
/// <remarks>Przyborowski and Wilenski (1940); Lehmann and Romano, "Testing Statistical Hypotheses", §4.5.</remarks>
internal static class FixedSampleTest
{
    private const double Size = 0.01;
    private const double Deviations = 9;

    /// <summary>The fewest expected canary requests with which the test finds the regression with the given probability.</summary>
    public static int CanaryRequests(double canaryRate, double stableRate, double share, double power)
    {
        var (low, high) = (0, 1);
        while (Power(high, canaryRate, stableRate, share) < power)
        {
            (low, high) = (high, 2 * high);
        }

        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            (low, high) = Power(middle, canaryRate, stableRate, share) < power ? (middle, high) : (low, middle);
        }

        return high;
    }

    private static double Power(int canary, double canaryRate, double stableRate, double share)
    {
        var (canaryMean, stableMean) = (canary * canaryRate, canary * ((1 / share) - 1) * stableRate);
        var mean = canaryMean + stableMean;
        var reach = (Deviations * Math.Sqrt(mean)) + Deviations;
        var sum = 0.0;
        for (var bad = Math.Max(0, Math.Floor(mean - reach)); bad <= mean + reach; bad++)
        {
            var chance = Math.Exp((bad * Math.Log(mean)) - mean - GammaMath.LogGamma(bad + 1));
            sum += chance * Rejected(bad, share, canaryMean / mean);
        }

        return sum;
    }

    /// <summary>How often so many bad requests reject, when each is the canary's with probability <paramref name="truth"/> instead of <paramref name="share"/>.</summary>
    private static double Rejected(double bad, double share, double truth)
    {
        var (left, rejected) = (Size, 0.0);
        for (var x = bad; x >= 0; x--)
        {
            var chance = Binomial(bad, x, share);
            if (chance >= left)
            {
                return rejected + (Binomial(bad, x, truth) * left / chance);
            }

            left -= chance;
            rejected += Binomial(bad, x, truth);
        }

        return rejected;
    }

    private static double Binomial(double trials, double hits, double rate) => rate >= 1
        ? hits == trials ? 1 : 0
        : Math.Exp(
            GammaMath.LogGamma(trials + 1) - GammaMath.LogGamma(hits + 1) - GammaMath.LogGamma(trials - hits + 1) + (hits * Math.Log(rate)) + ((trials - hits) * LogMath.Log1P(-rate)));
}
