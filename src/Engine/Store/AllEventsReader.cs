using Npgsql;
using Sluice.Domain;

namespace Sluice.Engine.Store;

/// <summary>Reads the events of all streams in order, as far as the history is final.</summary>
internal sealed class AllEventsReader(NpgsqlDataSource database, EventCatalogue catalogue) : IDisposable
{
    private readonly FinalMark _final = new(database);
    private volatile bool _heldUp;   // a hint for waiting readers; the last read wins

    /// <summary>True after a read that stopped at a missing number whose owner may still be at work.</summary>
    public bool HeldUp => _heldUp;

    public async Task<AllEventsPage> ReadAsync(long afterPosition, int limit, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var events = new List<Recorded>(Math.Min(limit, 1024));
        var (position, left) = (afterPosition, limit);
        while (true)
        {
            // Read before the snapshot is taken: the mark speaks about later snapshots only.
            var final = _final.Value;
            var read = await ReadRowsAsync(position, left, final, events, ct);
            (position, left) = (read.Position, left - read.Rows);
            _heldUp = read.Seen > read.Position && !await _final.TryRaiseAsync(read.Position + 1, read.Seen, ct);
            if (_heldUp || read.Seen == read.Position || left == 0)
            {
                return new(events, position);
            }
        }
    }

    public void Dispose() => _final.Dispose();

    private async Task<(long Position, int Rows, long Seen)> ReadRowsAsync(long after, int limit, long final, List<Recorded> events, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            select seq_id, version, timestamp, type, data, tenant_id, stream_id, is_archived from mt_events
            where seq_id > $1 order by seq_id limit $2
            """);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var (position, seen, rows) = (after, after, 0);
        while (await reader.ReadAsync(ct))
        {
            seen = reader.GetInt64(0);
            // Everything from position + 1 to seen - 1 is missing in this snapshot.
            if (seen != position + 1 && seen - 1 > final)
            {
                seen = await LastAsync(reader, seen, ct);
                break;
            }

            position = seen;
            rows++;
            Add(reader, events);
        }

        return (position, rows, seen);
    }

    private static async Task<long> LastAsync(NpgsqlDataReader reader, long seen, CancellationToken ct)
    {
        while (await reader.ReadAsync(ct))
        {
            seen = reader.GetInt64(0);
        }

        return seen;
    }

    private void Add(NpgsqlDataReader reader, List<Recorded> events)
    {
        if (catalogue.ReaderOf(reader.GetString(3)) is { } kind && !reader.GetBoolean(7))
        {
            events.Add(EventRow.Read(reader, kind, new TenantId(reader.GetString(5)), reader.GetString(6)));
        }
    }
}
