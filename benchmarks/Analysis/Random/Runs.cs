namespace Sluice.Benchmarks.Analysis.Random;

/// <summary>Many independent runs of one simulation over all cores.</summary>
internal static class Runs
{
    /// <param name="worker">Makes what one thread reuses for all of its runs, so that a run allocates nothing.</param>
    /// <param name="run">Result of one run, from its worker and its own random numbers.</param>
    /// <returns>One result per run, in the order of the runs: the same for every number of threads.</returns>
    public static TResult[] Of<TWorker, TResult>(int count, ulong seed, Func<TWorker> worker, Func<TWorker, RandomStream, TResult> run, CancellationToken ct)
    {
        const int Share = 16;
        var results = new TResult[count];
        Parallel.For(
            0,
            (count + Share - 1) / Share,
            new ParallelOptions { CancellationToken = ct, MaxDegreeOfParallelism = Environment.ProcessorCount },
            () => (Worker: worker(), Random: new RandomStream()),
            (part, _, mine) =>
            {
                for (var i = part * Share; i < Math.Min(count, (part + 1) * Share); i++)
                {
                    mine.Random.Start(seed, i);
                    results[i] = run(mine.Worker, mine.Random);
                }

                return mine;
            },
            _ => { });
        return results;
    }
}
