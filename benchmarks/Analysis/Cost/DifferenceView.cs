using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Benchmarks.Analysis.Cost;

/// <summary>What a reader of the difference waits for: four hours of strata, ten seconds each, for every margin of the grid.</summary>
internal static class DifferenceView
{
    public const int Strata = 1440;

    // Rates of canary and stable, and canary requests per stratum.
    private static readonly (double Canary, double Stable, int Requests)[] s_settings =
        [(0, 0, 50), (0.005, 0.005, 50), (0.03, 0.01, 50), (0.5, 0.5, 50), (0.01, 0.01, 2), (0.01, 0.01, 5000)];

    public static int Settings => s_settings.Length;

    /// <summary>The median of each setting's rounds; of these the largest.</summary>
    public static double SlowestSeconds(int rounds, CancellationToken ct)
    {
        var slowest = 0.0;
        foreach (var setting in s_settings)
        {
            var strata = Series(setting);
            List<double> times = [];
            for (var round = 0; round < rounds; round++)
            {
                ct.ThrowIfCancellationRequested();
                var start = TimeProvider.System.GetTimestamp();
                DifferenceBounds.Running(strata, 0.01);
                times.Add(TimeProvider.System.GetElapsedTime(start).TotalSeconds);
            }

            slowest = Math.Max(slowest, Report.At([.. times.Order()], 0.5));
        }

        return slowest;
    }

    /// <summary>Errors in the expected number, spread evenly: the bounds then tighten for as long as they can.</summary>
    private static EvidenceStratum[] Series((double Canary, double Stable, int Requests) setting) =>
        [.. Enumerable.Range(0, Strata).Select(i => new EvidenceStratum(new(
            setting.Requests, Due(i, setting.Requests * setting.Canary), 19L * setting.Requests, Due(i, 19 * setting.Requests * setting.Stable))))];

    private static long Due(int i, double perStratum) => (long)((i + 1) * perStratum) - (long)(i * perStratum);
}
