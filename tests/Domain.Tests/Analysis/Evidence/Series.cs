using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Domain.Tests.Analysis.Evidence;

/// <summary>Made-up measurements.</summary>
internal static class Series
{
    /// <summary>First-order autoregressive, mean 0, deviation 1.</summary>
    public static IEnumerable<double> AutoRegressive(double coefficient, int length, Random random)
    {
        var value = Normal(random);
        for (var i = 0; i < length; i++)
        {
            yield return value;
            value = (coefficient * value) + (Math.Sqrt(1 - (coefficient * coefficient)) * Normal(random));
        }
    }

    /// <summary>How many of <paramref name="requests"/> are bad.</summary>
    public static long Bad(long requests, double rate, Random random)
    {
        long bad = 0;
        for (var i = 0; i < requests; i++)
        {
            bad += random.NextDouble() < rate ? 1 : 0;
        }

        return bad;
    }

    private static double Normal(Random random) => NormalMath.Inverse((random.NextDouble() * (1 - 1e-12)) + 5e-13);
}
