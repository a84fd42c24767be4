using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Benchmarks.Analysis.Random;

/// <summary>Exact Poisson and binomial counts: inversion for small means, transformed rejection for large ones.</summary>
/// <remarks>
/// PTRS and BTRS: Hörmann, "The transformed rejection method for generating Poisson random variables" (1993) and "The generation of binomial random variates" (1993).
/// </remarks>
internal static class Counts
{
    private const double SmallMean = 10;

    public static long Poisson(this RandomStream random, double mean) => mean switch
    {
        <= 0 => 0,
        < SmallMean => PoissonByInversion(random, mean),
        _ => PoissonByRejection(random, mean),
    };

    public static long Binomial(this RandomStream random, long trials, double rate)
    {
        if (trials <= 0 || rate <= 0)
        {
            return 0;
        }

        if (rate > 0.5)
        {
            return rate >= 1 ? trials : trials - random.Binomial(trials, 1 - rate);
        }

        return trials * rate < SmallMean ? BinomialByInversion(random, trials, rate) : BinomialByRejection(random, trials, rate);
    }

    private static long PoissonByInversion(RandomStream random, double mean)
    {
        var (left, chance) = (random.Uniform(), Math.Exp(-mean));
        long count = 0;
        while (left > chance && chance > 0)
        {
            left -= chance;
            chance *= mean / ++count;
        }

        return count;
    }

    private static long PoissonByRejection(RandomStream random, double mean)
    {
        var b = 0.931 + (2.53 * Math.Sqrt(mean));
        var a = -0.059 + (0.02483 * b);
        var scale = Math.Log(1.1239 + (1.1328 / (b - 3.4)));
        var surely = 0.9277 - (3.6224 / (b - 2));
        while (true)
        {
            var (u, v) = (random.Uniform() - 0.5, random.Uniform());
            var us = 0.5 - Math.Abs(u);
            var count = Math.Floor((((2 * a / us) + b) * u) + mean + 0.43);
            if (us >= 0.07 && v <= surely)
            {
                return (long)count;
            }

            if (count >= 0 && (us >= 0.013 || v <= us)
                && Math.Log(v) + scale - Math.Log((a / (us * us)) + b) <= (count * Math.Log(mean)) - mean - GammaMath.LogGamma(count + 1))
            {
                return (long)count;
            }
        }
    }

    private static long BinomialByInversion(RandomStream random, long trials, double rate)
    {
        var odds = rate / (1 - rate);
        var (left, chance) = (random.Uniform(), Math.Exp(trials * LogMath.Log1P(-rate)));
        long count = 0;
        while (left > chance && count < trials)
        {
            left -= chance;
            chance *= odds * (trials - count) / (count + 1);
            count++;
        }

        return count;
    }

    private static long BinomialByRejection(RandomStream random, long trials, double rate)
    {
        var deviation = Math.Sqrt(trials * rate * (1 - rate));
        var b = 1.15 + (2.53 * deviation);
        var a = -0.0873 + (0.0248 * b) + (0.01 * rate);
        var centre = (trials * rate) + 0.5;
        var surely = 0.92 - (4.2 / b);
        var logOdds = Math.Log(rate / (1 - rate));
        var alpha = (2.83 + (5.1 / b)) * deviation;
        var mode = Math.Floor((trials + 1) * rate);
        var atMode = GammaMath.LogGamma(mode + 1) + GammaMath.LogGamma(trials - mode + 1);
        while (true)
        {
            var (u, v) = (random.Uniform() - 0.5, random.Uniform());
            var us = 0.5 - Math.Abs(u);
            var count = Math.Floor((((2 * a / us) + b) * u) + centre);
            if (us >= 0.07 && v <= surely)
            {
                return (long)count;
            }

            if (count >= 0 && count <= trials
                && Math.Log(v * alpha / ((a / (us * us)) + b)) <= atMode - GammaMath.LogGamma(count + 1) - GammaMath.LogGamma(trials - count + 1) + ((count - mode) * logOdds))
            {
                return (long)count;
            }
        }
    }
}
