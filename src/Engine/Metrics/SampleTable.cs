using Npgsql;
using NpgsqlTypes;
using Sluice.Domain;
using Sluice.Domain.Services;
using Sluice.Engine.Store;

namespace Sluice.Engine.Metrics;

/// <summary>The samples of the last half hour in the database, so that charts and windows survive a restart.</summary>
internal sealed class SampleTable(NpgsqlDataSource database) : ISchemaPart
{
    public static TimeSpan Kept { get; } = TimeSpan.FromMinutes(30);

    public static TimeSpan TrimEvery { get; } = TimeSpan.FromMinutes(1);

    public string Name => "samples";

    // Read whole and in order of time only, hence no key: each would cost more than the row.
    public string Sql => """
        create table if not exists sluice_sample (
            tenant_id text not null,
            service text not null,
            environment text not null,
            at timestamptz not null,
            length_ms integer not null,
            release integer not null,
            requests bigint not null,
            errors bigint not null,
            client_errors bigint not null,
            open bigint not null,
            latency_first smallint not null,
            latency integer[] not null);
        alter table sluice_sample add column if not exists detail jsonb;
        create index if not exists sluice_sample_at on sluice_sample (at);
        """;

    /// <summary>All places at once, in one COPY.</summary>
    public async Task WriteAsync(IReadOnlyList<SampleTick> ticks, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var copy = await connection.BeginBinaryImportAsync("copy sluice_sample (tenant_id, service, environment, at, length_ms, release, requests, errors, client_errors, open, latency_first, latency, detail) from stdin (format binary)", ct);
        foreach (var tick in ticks)
        {
            foreach (var sample in tick.Samples)
            {
                await WriteAsync(copy, tick.Place, sample, ct);
            }
        }

        await copy.CompleteAsync(ct);
    }

    /// <summary>What is kept, oldest first.</summary>
    public async IAsyncEnumerable<SampleTick> ReadAsync(DateTimeOffset after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            select tenant_id, service, environment, at, length_ms, release, requests, errors, client_errors, open, latency_first, latency, detail
            from sluice_sample where at > $1 order by at, tenant_id, service, environment, release
            """);
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = after.ToUniversalTime() });
        await using var reader = await command.ExecuteReaderAsync(ct);
        SampleTick? tick = null;
        var samples = new List<Sample>();
        while (await reader.ReadAsync(ct))
        {
            var place = new PlaceKey(new TenantId(reader.GetString(0)), ServiceName.From(reader.GetString(1)), EnvironmentName.From(reader.GetString(2)));
            var at = reader.GetFieldValue<DateTimeOffset>(3);
            if (tick is not null && (tick.Place != place || tick.At != at))
            {
                yield return tick;
                tick = null;
            }

            if (tick is null)
            {
                samples = [];
                tick = new(place, at, samples);
            }

            samples.Add(new(
                at, TimeSpan.FromMilliseconds(reader.GetInt32(4)), reader.GetInt32(5), reader.GetInt64(6), reader.GetInt64(7), reader.GetInt64(8), reader.GetInt64(9),
                new PackedBuckets(reader.GetInt16(10), reader.GetFieldValue<int[]>(11)).Unpack())
            {
                Detail = StoredDetail.FromJson(reader.IsDBNull(12) ? null : reader.GetString(12)),
            });
        }

        if (tick is not null)
        {
            yield return tick;
        }
    }

    public async Task TrimAsync(DateTimeOffset before, CancellationToken ct)
    {
        await using var command = database.CreateCommand("delete from sluice_sample where at < $1");
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = before.ToUniversalTime() });
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter copy, PlaceKey place, Sample sample, CancellationToken ct)
    {
        var latency = PackedBuckets.Pack(sample.Latency.Span);
        await copy.StartRowAsync(ct);
        await copy.WriteAsync(place.Tenant.Value, ct);
        await copy.WriteAsync(place.Service.Value, ct);
        await copy.WriteAsync(place.Environment.Value, ct);
        await copy.WriteAsync(sample.At.ToUniversalTime(), NpgsqlDbType.TimestampTz, ct);
        await copy.WriteAsync((int)Math.Round(sample.Length.TotalMilliseconds), ct);
        await copy.WriteAsync(sample.Release, ct);
        await copy.WriteAsync(sample.Requests, ct);
        await copy.WriteAsync(sample.Errors, ct);
        await copy.WriteAsync(sample.ClientErrors, ct);
        await copy.WriteAsync(sample.Open, ct);
        await copy.WriteAsync((short)latency.First, ct);
        await copy.WriteAsync(latency.Counts, NpgsqlDbType.Array | NpgsqlDbType.Integer, ct);
        if (StoredDetail.ToJson(sample.Detail) is { } detail)
        {
            await copy.WriteAsync(detail, NpgsqlDbType.Jsonb, ct);
        }
        else
        {
            await copy.WriteNullAsync(ct);
        }
    }
}
