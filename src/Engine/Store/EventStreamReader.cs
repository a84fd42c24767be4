using Npgsql;
using Sluice.Domain;

namespace Sluice.Engine.Store;

/// <summary>Reads single streams.</summary>
internal sealed class EventStreamReader(NpgsqlDataSource database, EventCatalogue catalogue)
{
    private const string Columns = "select seq_id, version, timestamp, type, data from mt_events";

    private const string Where = "where tenant_id = $1 and stream_id = $2 and version > $3 and is_archived = false and type <> 'tombstone'";

    public async Task<IReadOnlyList<Recorded>> ReadAsync(TenantId tenant, string stream, long afterVersion, long? toVersion, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"{Columns} {Where} and version <= $4 order by version");
        AddKey(command, tenant, stream, afterVersion);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = toVersion ?? long.MaxValue });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var events = new List<Recorded>();
        while (await reader.ReadAsync(ct))
        {
            var kind = catalogue.ReaderOf(reader.GetString(3))
                ?? throw new UnknownEventException(stream, reader.GetInt64(1), reader.GetString(3));
            events.Add(EventRow.Read(reader, kind, tenant, stream));
        }

        return events;
    }

    public async Task<IReadOnlyList<RawEvent>> ReadRawAsync(TenantId tenant, string stream, long afterVersion, int limit, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"{Columns} {Where} order by version limit $4");
        AddKey(command, tenant, stream, afterVersion);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var events = new List<RawEvent>();
        while (await reader.ReadAsync(ct))
        {
            events.Add(new(stream, reader.GetInt64(1), reader.GetFieldValue<DateTimeOffset>(2), reader.GetString(3), reader.GetString(4)));
        }

        return events;
    }

    private static void AddKey(NpgsqlCommand command, TenantId tenant, string stream, long afterVersion)
    {
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant.Value });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = stream });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = afterVersion });
    }
}
