using Sluice.Benchmarks.Analysis.Random;
using Sluice.Domain.Analysis;

namespace Sluice.Benchmarks.Analysis.Latency;

/// <summary>A rule that may ask for a rollback after every stratum, by the latencies in it.</summary>
internal interface ILatencyRule
{
    /// <summary>A new run.</summary>
    /// <param name="past">Stable counts per bucket in the hour before.</param>
    void Start(ReadOnlySpan<long> past);

    /// <inheritdoc cref="IRule.Observe"/>
    bool Observe(ReadOnlySpan<long> canary, ReadOnlySpan<long> stable);
}

/// <summary>Several latency rules on the same traffic of an hour, after an hour of stable traffic.</summary>
internal sealed class LatencyRace(double requests, double share, double[] canaryTruth, double[] stableTruth, ILatencyRule[] rules)
{
    private readonly long[] _canary = new long[LatencyBounds.BucketCount];
    private readonly long[] _stable = new long[LatencyBounds.BucketCount];

    public static RaceResult Run(int runs, ulong seed, Func<LatencyRace> race, CancellationToken ct) => new(Runs.Of(runs, seed, race, (mine, random) => mine.Run(random), ct));

    private Finish[] Run(RandomStream random)
    {
        var finishes = new Finish[rules.Length];
        Fill(random, _stable, stableTruth, requests * Study.Hour);
        foreach (var rule in rules)
        {
            rule.Start(_stable);
        }

        var (running, seen) = (rules.Length, 0L);
        for (var stratum = 0; stratum < Study.Hour && running > 0; stratum++)
        {
            seen += Fill(random, _canary, canaryTruth, requests * share);
            Fill(random, _stable, stableTruth, requests * (1 - share));
            for (var i = 0; i < rules.Length; i++)
            {
                if (!finishes[i].Happened && rules[i].Observe(_canary, _stable))
                {
                    finishes[i] = new(stratum + 1, seen);
                    running--;
                }
            }
        }

        return finishes;
    }

    public static long Fill(RandomStream random, long[] buckets, double[] truth, double requests)
    {
        var all = 0L;
        for (var i = 0; i < buckets.Length; i++)
        {
            buckets[i] = random.Poisson(requests * truth[i]);
            all += buckets[i];
        }

        return all;
    }
}
