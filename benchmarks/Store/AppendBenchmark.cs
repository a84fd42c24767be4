using Npgsql;
using NpgsqlTypes;
using Sluice.Domain;
using Sluice.Engine.Store;

namespace Sluice.Benchmarks.Store;

/// <summary>Appends against plain statements into the same tables with payloads that were serialised before.</summary>
internal sealed class AppendBenchmark(BenchDatabase database, Measure measure)
{
    private const int Batch = 50;

    private const string PlainAppend = """
        with s as (update mt_streams set version = version + 1, timestamp = now() where tenant_id = $1 and id = $2 and version = $3 returning version)
        insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, is_archived)
        select nextval('mt_events_sequence'), $4, $2, version, $5, $6, now(), $1, $7, false from s
        """;

    private const string PlainBatch = """
        insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, is_archived)
        select nextval('mt_events_sequence'), e.id, $2, $3 + e.n, e.data, e.type, now(), $1, e.dotnet, false
        from unnest($4, $5, $6, $7) with ordinality as e (id, data, type, dotnet, n)
        """;

    private readonly BenchEvent.BenchSplit _event = (BenchEvent.BenchSplit)BenchEvent.Number(2);

    public async Task RunAsync(CancellationToken ct)
    {
        await using var store = database.OpenStore();
        foreach (var clients in new[] { 1, 8 })
        {
            var (plain, own) = (await StreamsAsync(store, $"plain-{clients}", clients, ct), await StreamsAsync(store, $"own-{clients}", clients, ct));
            await measure.CompareAsync($"append one event, {clients} client(s)", "events/s", 1, clients, 0.85, client => PlainAsync(plain[client], ct), client => OwnAsync(store, own[client], 1, ct), ct);
        }

        foreach (var clients in new[] { 1, 8 })
        {
            var (plain, own) = (await StreamsAsync(store, $"plain-batch-{clients}", clients, ct), await StreamsAsync(store, $"own-batch-{clients}", clients, ct));
            await measure.CompareAsync($"append 50 per batch, {clients} client(s)", "events/s", Batch, clients, 0.85, client => PlainBatchAsync(plain[client], ct), client => OwnAsync(store, own[client], Batch, ct), ct);
        }
    }

    private async Task<Stream[]> StreamsAsync(PostgresEventStore store, string prefix, int clients, CancellationToken ct)
    {
        var streams = Enumerable.Range(0, clients).Select(client => new Stream($"{prefix}-{client}") { Version = 1 }).ToArray();
        foreach (var stream in streams)
        {
            await store.AppendAsync(new(TenantId.Default, BenchEvent.Stamp.At, [new(stream.Id, "bench", 0, [_event])]), ct);
        }

        return streams;
    }

    private async Task OwnAsync(PostgresEventStore store, Stream stream, int count, CancellationToken ct)
    {
        await store.AppendAsync(new(TenantId.Default, BenchEvent.Stamp.At, [new(stream.Id, "bench", stream.Version, [.. Enumerable.Repeat(_event, count)])]), ct);
        stream.Version += count;
    }

    private async Task PlainAsync(Stream stream, CancellationToken ct)
    {
        var kind = BenchEvent.Catalogue.KindOf(_event);
        await using var command = database.Source.CreateCommand(PlainAppend);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = TenantId.Default.Value });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = stream.Id });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = stream.Version });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.CreateVersion7() });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = stream.Payload ??= kind.Write(_event), NpgsqlDbType = NpgsqlDbType.Jsonb });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = kind.Alias });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = kind.DotNetType });
        if (await command.ExecuteNonQueryAsync(ct) != 1)
        {
            throw new InvalidOperationException("The plain append met a conflict.");
        }

        stream.Version++;
    }

    private async Task PlainBatchAsync(Stream stream, CancellationToken ct)
    {
        var kind = BenchEvent.Catalogue.KindOf(_event);
        stream.Payload ??= kind.Write(_event);
        await using var command = database.Source.CreateCommand(PlainBatch);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = TenantId.Default.Value });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = stream.Id });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = stream.Version });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. Enumerable.Range(0, Batch).Select(_ => Guid.CreateVersion7())] });
        command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. Enumerable.Repeat(stream.Payload, Batch)], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. Enumerable.Repeat(kind.Alias, Batch)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. Enumerable.Repeat(kind.DotNetType, Batch)] });
        await command.ExecuteNonQueryAsync(ct);
        stream.Version += Batch;
    }

    private sealed class Stream(string id)
    {
        public string Id { get; } = id;

        public long Version { get; set; }

        public byte[]? Payload { get; set; }
    }
}
