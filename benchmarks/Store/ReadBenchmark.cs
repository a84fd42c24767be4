using System.Text.Json;
using Npgsql;
using Sluice.Domain;
using Sluice.Engine.Store;

namespace Sluice.Benchmarks.Store;

/// <summary>Folding one stream among many against a plain loop that does the same.</summary>
internal sealed class ReadBenchmark(BenchDatabase database, Measure measure)
{
    private const int StreamLength = 1_000;
    private const int History = 100_000;

    public async Task RunAsync(CancellationToken ct)
    {
        await using var store = database.OpenStore();
        await database.ExecuteAsync("truncate mt_events, mt_streams, bench_board; alter sequence mt_events_sequence restart", ct);
        for (var stream = 0; stream < History / StreamLength; stream++)
        {
            for (var version = 0; version < StreamLength; version += 250)
            {
                var events = Enumerable.Range(version, 250).Select(BenchEvent.Number).ToList();
                await store.AppendAsync(new(TenantId.Default, BenchEvent.Stamp.At, [new($"history-{stream}", "bench", version, events)]), ct);
            }
        }

        await database.ExecuteAsync("analyze mt_events", ct);
        await measure.CompareAsync("fold a stream of 1,000 events", "events/s", StreamLength, 1, 0.7, _ => PlainFoldAsync(ct), _ => FoldAsync(store, ct), ct);
    }

    private static async Task FoldAsync(PostgresEventStore store, CancellationToken ct)
    {
        var row = new BenchRow(0, 0, Verdict: null, 0);
        foreach (var recorded in await store.ReadStreamAsync(TenantId.Default, "history-7", 0, toVersion: null, ct))
        {
            row = BenchBoard.Fold(row, recorded.Event, recorded.Version);
        }

        Require(row.Version == StreamLength);
    }

    private async Task PlainFoldAsync(CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand("select version, type, data from mt_events where tenant_id = $1 and stream_id = $2 order by version");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = TenantId.Default.Value });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = "history-7" });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var row = new BenchRow(0, 0, Verdict: null, 0);
        while (await reader.ReadAsync(ct))
        {
            row = BenchBoard.Fold(row, Deserialize(reader.GetString(1), reader.GetFieldValue<byte[]>(2)), reader.GetInt64(0));
        }

        Require(row.Version == StreamLength);
    }

    private static object Deserialize(string type, byte[] data) => type switch
    {
        "bench_phase" => JsonSerializer.Deserialize<BenchEvent.BenchPhase>(data, EventJson.Options)!,
        "bench_split" => JsonSerializer.Deserialize<BenchEvent.BenchSplit>(data, EventJson.Options)!,
        _ => JsonSerializer.Deserialize<BenchEvent.BenchVerdict>(data, EventJson.Options)!,
    };

    private static void Require(bool complete)
    {
        if (!complete)
        {
            throw new InvalidOperationException("Events are missing.");
        }
    }
}
