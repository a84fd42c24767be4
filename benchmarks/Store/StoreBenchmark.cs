namespace Sluice.Benchmarks.Store;

/// <summary>What the event store costs over plain statements. Returns 0 when every target was met.</summary>
internal static class StoreBenchmark
{
    public static async Task<int> RunAsync(string[] args, CancellationToken ct)
    {
        var quick = args.Contains("--quick", StringComparer.Ordinal);
        var rounds = quick ? 5 : 15;
        var measure = new Measure(rounds, TimeSpan.FromSeconds(quick ? 0.4 : 1));
        await using var database = await BenchDatabase.StartAsync(ct);

        Machine.Introduce("store", $"embedded PostgreSQL with default settings, medians of {rounds} interleaved rounds");
        foreach (var part in new (string Name, Func<Task> Run)[]
        {
            ("append", () => new AppendBenchmark(database, measure).RunAsync(ct)),
            ("fold", () => new ReadBenchmark(database, measure).RunAsync(ct)),
            ("rebuild", () => new RebuildBenchmark(database, measure, quick ? 3 : 9).RunAsync(ct)),
            ("projection", () => new ProjectionBenchmark(database, measure, quick ? 100 : 500).RunAsync(ct)),
        })
        {
            if (!args.Any(arg => arg.StartsWith("--only=", StringComparison.Ordinal)) || args.Contains("--only=" + part.Name, StringComparer.Ordinal))
            {
                await part.Run();
            }
        }

        Measure.Write($"For reference, Marten 9.29 on a like machine, 180-byte events: 1,700 and 2,600 appends/s with 1 and 8 clients,");
        Measure.Write($"35,000 and 59,000 events/s in batches, 257,000 folded, 20,000 projected events/s, 0.57 s from commit to projection.");
        return measure.Failed ? 1 : 0;
    }
}
