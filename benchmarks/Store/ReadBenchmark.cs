using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using NpgsqlTypes;
using Sluice.Domain;
using Sluice.Engine.Store;

namespace Sluice.Benchmarks.Store;

/// <summary>Folding one stream, and rebuilding a read model from the whole history, against plain loops that do the same.</summary>
internal sealed class ReadBenchmark(BenchDatabase database, Measure measure, int rounds)
{
    private const int StreamLength = 1_000;
    private const int History = 100_000;
    private const double MartenRebuild = 20_000;

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
        await RebuildAsync(store, ct);
    }

    private async Task RebuildAsync(PostgresEventStore store, CancellationToken ct)
    {
        var model = new ReadModel<BenchRow>(new BenchBoard(), store, database.Source, TimeProvider.System, NullLogger<Subscription>.Instance);
        var (floors, own) = (new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            floors.Add(await RateAsync(() => PlainRebuildAsync(ct)));
            own.Add(await RateAsync(() => model.RebuildAsync(ct)));
        }

        measure.Report("rebuild a read model from 100,000 events", "events/s", Measure.Median(own), Measure.Median(floors), 0.3);
        measure.Report("the same against five times Marten 9.29", "events/s", Measure.Median(own), 5 * MartenRebuild, 1);
    }

    private static async Task<double> RateAsync(Func<Task> rebuild)
    {
        var clock = Stopwatch.StartNew();
        await rebuild();
        return History / clock.Elapsed.TotalSeconds;
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

    private async Task PlainRebuildAsync(CancellationToken ct)
    {
        var rows = new Dictionary<string, BenchRow>(StringComparer.Ordinal);
        await using (var command = database.Source.CreateCommand("select stream_id, version, type, data from mt_events order by seq_id"))
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                var id = reader.GetString(0);
                rows[id] = BenchBoard.Fold(rows.GetValueOrDefault(id) ?? new(0, 0, Verdict: null, 0), Deserialize(reader.GetString(2), reader.GetFieldValue<byte[]>(3)), reader.GetInt64(1));
            }
        }

        await database.ExecuteAsync("truncate bench_board", ct);
        await using var connection = await database.Source.OpenConnectionAsync(ct);
        await using var importer = await connection.BeginBinaryImportAsync("copy bench_board (tenant_id, id, phase, share, verdict, version) from stdin (format binary)", ct);
        foreach (var (id, row) in rows)
        {
            await importer.StartRowAsync(ct);
            await importer.WriteAsync(TenantId.Default.Value, NpgsqlDbType.Text, ct);
            await importer.WriteAsync(id, NpgsqlDbType.Text, ct);
            await importer.WriteAsync(row.Phase, NpgsqlDbType.Integer, ct);
            await importer.WriteAsync(row.Share, NpgsqlDbType.Double, ct);
            await importer.WriteAsync(row.Verdict, NpgsqlDbType.Text, ct);
            await importer.WriteAsync(row.Version, NpgsqlDbType.Bigint, ct);
        }

        await importer.CompleteAsync(ct);
        Require(rows.Count == History / StreamLength);
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
