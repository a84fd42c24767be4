using System.Runtime.InteropServices;
using Sluice.Benchmarks.Analysis.Figures;
using Sluice.Benchmarks.Analysis.Random;
using Sluice.Benchmarks.Analysis.Traffic;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Benchmarks.Analysis;

/// <summary>A rule that may ask for a rollback after every stratum.</summary>
internal interface IRule
{
    /// <summary>A new run.</summary>
    void Start();

    /// <returns>True when the rule goes back now.</returns>
    bool Observe(in ArmCounts counts);
}

/// <summary>When a rule went back.</summary>
/// <param name="Strata">Seen until then; 0 if it never went back.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Finish(int Strata, long CanaryRequests)
{
    public bool Happened => Strata > 0;
}

/// <summary>Several rules that watch the same traffic; each is asked until it goes back.</summary>
internal sealed class Race(Arrivals arrivals, IRule[] rules, int strata)
{
    private Finish[] Run(RandomStream random)
    {
        var finishes = new Finish[rules.Length];
        arrivals.Start(random);
        foreach (var rule in rules)
        {
            rule.Start();
        }

        var (running, canary) = (rules.Length, 0L);
        for (var stratum = 0; stratum < strata && running > 0; stratum++)
        {
            var counts = arrivals.Next(random, stratum);
            canary += counts.CanaryRequests;
            for (var i = 0; i < rules.Length; i++)
            {
                if (!finishes[i].Happened && rules[i].Observe(counts))
                {
                    finishes[i] = new(stratum + 1, canary);
                    running--;
                }
            }
        }

        return finishes;
    }

    public static RaceResult Run(int runs, ulong seed, Func<Race> race, CancellationToken ct) => new(Runs.Of(runs, seed, race, (mine, random) => mine.Run(random), ct));
}

/// <summary>What many runs of a race came to, by the place of the rule in it.</summary>
internal sealed class RaceResult(Finish[][] runs)
{
    public Proportion Fired(int rule) => new(runs.Count(run => run[rule].Happened), runs.Length);

    public Delays Requests(int rule) => new(runs.Select(run => run[rule].Happened ? run[rule].CanaryRequests : double.PositiveInfinity));

    /// <param name="stratumSeconds">Length of a stratum.</param>
    /// <param name="onset">Strata before the regression; runs that went back before it are left out.</param>
    public Delays Seconds(int rule, double stratumSeconds = 10, int onset = 0) => new(
        runs.Where(run => !run[rule].Happened || run[rule].Strata > onset)
            .Select(run => run[rule].Happened ? (run[rule].Strata - onset) * stratumSeconds : double.PositiveInfinity));

    /// <summary>Share that was found unless all were, median and 95th percentile in seconds unless fewer than half were.</summary>
    public string Text(int rule, int onset = 0)
    {
        var seconds = Seconds(rule, onset: onset);
        var (share, delays) = (seconds.Ended.Short, seconds.ToString());
        return (seconds.Ended.Value, seconds.Median) switch
        {
            (1, _) => delays,
            (_, double.PositiveInfinity) => share,
            _ => $"{share}, {delays}",
        };
    }
}
