using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using NpgsqlTypes;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Engine.Projections;
using Sluice.Engine.Store;

namespace Sluice.Benchmarks.Store;

/// <summary>Rebuilding the product's own list of deployments from a history that its deciders wrote.</summary>
internal sealed class RebuildBenchmark(BenchDatabase database, Measure measure, int rounds)
{
    private const int Services = 40;
    private const int Least = 100_000;
    private const int Batch = 250;
    private const double Marten = 20_000;

    private readonly EventCatalogue _catalogue = EventCatalogue.Scan([typeof(TenantId).Assembly]);
    private readonly DeploymentReadModel _model = new();
    private int _events;

    public async Task RunAsync(CancellationToken ct)
    {
        await using var store = new PostgresEventStore(database.Source, _catalogue, TimeProvider.System, NullLogger<PostgresEventStore>.Instance);
        await WriteAsync(store, ct);
        var table = new ReadModel<DeploymentEntry>(_model, store, database.Source, TimeProvider.System, NullLogger<Subscription>.Instance);
        await table.RebuildAsync(ct);
        var rows = await RowsAsync(ct);
        var (floors, own) = (new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            floors.Add(await RateAsync(() => PlainAsync(rows, ct)));
            own.Add(await RateAsync(() => table.RebuildAsync(ct)));
        }

        var rate = Measure.Median(own);
        measure.Report("rebuild the list of deployments", "events/s", rate, Measure.Median(floors), 0.3);
        measure.Report("the same against five times Marten 9.29", "events/s", rate, 5 * Marten, 1);
    }

    private async Task WriteAsync(PostgresEventStore store, CancellationToken ct)
    {
        await database.ExecuteAsync("truncate mt_events, mt_streams; alter sequence mt_events_sequence restart", ct);
        var services = Enumerable.Range(0, Services).Select(i => new DeploymentHistory($"service-{i:00}", seed: i)).ToList();
        for (var number = 1; services.Sum(service => service.Events.Count) < Least; number++)
        {
            services.ForEach(service => service.Deploy(number));
        }

        // The deployments of all services take place at the same time, so their events are interleaved.
        var versions = new Dictionary<string, long>(StringComparer.Ordinal);
        var all = Enumerable.Range(0, services.Max(service => service.Events.Count)).SelectMany(i => services.Where(service => i < service.Events.Count).Select(service => service.Events[i]));
        foreach (var batch in all.Chunk(Batch))
        {
            var streams = batch.GroupBy(e => e.Stream, StringComparer.Ordinal).Select(events => new StreamAppend(
                events.Key, events.First().Type, versions.GetValueOrDefault(events.Key), [.. events.Select(e => e.Event)])).ToList();
            await store.AppendAsync(new(TenantId.Default, BenchEvent.Stamp.At, streams), ct);
            streams.ForEach(stream => versions[stream.Stream] = stream.ExpectedVersion + stream.Events.Count);
            _events += batch.Length;
        }

        await database.ExecuteAsync("analyze mt_events", ct);
        var bytes = await ScalarAsync("select avg(length(data::text))::int from mt_events", ct);
        var deployments = await ScalarAsync("select count(*)::int from mt_streams where type = 'deployment'", ct);
        Measure.Write($"history: {_events:N0} events of {deployments:N0} deployments, {bytes:N0} bytes each on average");
    }

    private async Task<double> RateAsync(Func<Task> rebuild)
    {
        var clock = Stopwatch.StartNew();
        await rebuild();
        return _events / clock.Elapsed.TotalSeconds;
    }

    /// <summary>The floor: read and deserialise every event, and copy the finished rows, which were folded before.</summary>
    private async Task PlainAsync(List<object?[]> rows, CancellationToken ct)
    {
        var seen = 0;
        await using (var command = database.Source.CreateCommand("select type, data from mt_events order by seq_id"))
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                seen += _catalogue.ReaderOf(reader.GetString(0))!.Read(reader.GetFieldValue<byte[]>(1)) is null ? 0 : 1;
            }
        }

        await database.ExecuteAsync("truncate sluice_deployment", ct);
        await using var connection = await database.Source.OpenConnectionAsync(ct);
        await using var importer = await connection.BeginBinaryImportAsync($"copy sluice_deployment ({Columns}) from stdin (format binary)", ct);
        foreach (var row in rows)
        {
            await importer.StartRowAsync(ct);
            for (var i = 0; i < row.Length; i++)
            {
                await (row[i] is { } value ? importer.WriteAsync(value, Types[i], ct) : importer.WriteNullAsync(ct));
            }
        }

        await importer.CompleteAsync(ct);
        if (seen != _events)
        {
            throw new InvalidOperationException("Events are missing.");
        }
    }

    private string Columns => "tenant_id, id, " + string.Join(", ", _model.Columns.Select(column => column.Name));

    private NpgsqlDbType[] Types => field ??= [NpgsqlDbType.Text, NpgsqlDbType.Text, .. _model.Columns.Select(column => column.ArrayOf([]).NpgsqlDbType & ~NpgsqlDbType.Array)];

    private async Task<List<object?[]>> RowsAsync(CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand($"select {Columns} from sluice_deployment");
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<object?[]>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
        }

        return rows;
    }

    private async Task<int> ScalarAsync(string sql, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(sql);
        return (int)(await command.ExecuteScalarAsync(ct))!;
    }
}
