using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using Sluice.Engine.Store;

namespace Sluice.Engine.Audit;

/// <summary>Links the next items. One node at a time: whoever holds the cursors' locks; the others find that they moved and look again.</summary>
internal sealed class ChainWriter(NpgsqlDataSource database, EventCatalogue catalogue) : IDisposable
{
    private const int BatchSize = 1_000;

    private readonly NumberedRows<EventItem> _events = new(
        database,
        "mt_events_sequence",
        $"select {EventItem.Columns}, coalesce({ChainSources.IsOurs}, false) from mt_events where seq_id > $1 order by seq_id limit $2",
        EventItem.Read);

    private readonly NumberedRows<EntryItem> _entries = new(
        database, ChainSources.EntrySequence, $"select {EntryItem.Columns}, true from sluice_audit where number > $1 order by number limit $2", EntryItem.Read);

    /// <summary>True after a turn that stopped at a number whose owner may still be at work.</summary>
    public bool HeldUp { get; private set; }

    /// <returns>False when there was nothing to link.</returns>
    public async Task<bool> LinkNextAsync(CancellationToken ct)
    {
        var cursors = new CursorStore(database);
        var eventsAt = await cursors.FindAsync(ChainSources.EventCursor, ct) ?? 0;
        var entriesAt = await cursors.FindAsync(ChainSources.EntryCursor, ct) ?? 0;
        var events = await _events.ReadAsync(eventsAt, BatchSize, ct);
        var entries = await _entries.ReadAsync(entriesAt, BatchSize, ct);
        HeldUp = events.HeldUp || entries.HeldUp;
        if (events.Position == eventsAt && entries.Position == entriesAt)
        {
            return false;
        }

        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (await CursorStore.LockAsync(ChainSources.EventCursor, connection, ct) != eventsAt
            || await CursorStore.LockAsync(ChainSources.EntryCursor, connection, ct) != entriesAt)
        {
            return true;   // another node was faster
        }

        await LinkAsync(InOrder(events.Rows, entries.Rows), connection, ct);
        await CursorStore.MoveAsync(ChainSources.EventCursor, events.Position, connection, ct);
        await CursorStore.MoveAsync(ChainSources.EntryCursor, entries.Position, connection, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    public void Dispose()
    {
        _events.Dispose();
        _entries.Dispose();
    }

    /// <summary>Each kind in the order of its numbers, the two merged by time for readers; their order to each other proves nothing.</summary>
    private static IEnumerable<ChainItem> InOrder(List<EventItem> events, List<EntryItem> entries)
    {
        var (e, a) = (0, 0);
        while (e < events.Count || a < entries.Count)
        {
            yield return a == entries.Count || (e < events.Count && events[e].At <= entries[a].At) ? events[e++] : entries[a++];
        }
    }

    private async Task LinkAsync(IEnumerable<ChainItem> items, NpgsqlConnection connection, CancellationToken ct)
    {
        using var hash = new ChainHash();
        var heads = new Dictionary<string, ChainHead>(StringComparer.Ordinal);
        var links = new List<(ChainItem Item, ChainHead At)>();
        foreach (var item in items)
        {
            var head = heads.TryGetValue(item.Tenant, out var known) ? known : await ChainHead.FindAsync(item.Tenant, connection, ct);
            heads[item.Tenant] = head = new(head.Link + 1, hash.Next(head.Hash, item));
            links.Add((item, head));
        }

        await CopyLinksAsync(links, connection, ct);
        await AuditLineTable.CopyAsync(links.Select(link => AuditLine.Of(link.Item, link.At.Link, catalogue)).OfType<AuditLine>(), connection, ct);
        foreach (var (tenant, head) in heads)
        {
            await head.SaveAsync(tenant, connection, ct);
        }
    }

    private static async Task CopyLinksAsync(List<(ChainItem Item, ChainHead At)> links, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var writer = await connection.BeginBinaryImportAsync("copy sluice_chain (tenant_id, link, kind, number, stream, version, hash) from stdin (format binary)", ct);
        foreach (var (item, at) in links)
        {
            await writer.StartRowAsync(ct);
            await writer.WriteAsync(item.Tenant, NpgsqlDbType.Text, ct);
            await writer.WriteAsync(at.Link, NpgsqlDbType.Bigint, ct);
            await writer.WriteAsync(item.Kind, NpgsqlDbType.Text, ct);
            await writer.WriteAsync(item.Number, NpgsqlDbType.Bigint, ct);
            if (item is EventItem @event)
            {
                await writer.WriteAsync(@event.Stream, NpgsqlDbType.Text, ct);
                await writer.WriteAsync(@event.Version, NpgsqlDbType.Bigint, ct);
            }
            else
            {
                await writer.WriteNullAsync(ct);
                await writer.WriteNullAsync(ct);
            }

            await writer.WriteAsync(at.Hash, NpgsqlDbType.Bytea, ct);
        }

        await writer.CompleteAsync(ct);
    }
}

/// <summary>The last link of a tenant's chain.</summary>
/// <param name="Link">0 before the first.</param>
internal sealed record ChainHead(long Link, byte[] Hash)
{
    public static ChainHead None { get; } = new(0, ChainHash.Origin);

    public static async Task<ChainHead> FindAsync(string tenant, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select link, hash from sluice_chain_head where tenant_id = $1", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? new(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)) : None;
    }

    public async Task SaveAsync(string tenant, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "insert into sluice_chain_head (tenant_id, link, hash) values ($1, $2, $3) on conflict (tenant_id) do update set link = excluded.link, hash = excluded.hash",
            connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = Link });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = Hash });
        await command.ExecuteNonQueryAsync(ct);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Link}:{Convert.ToHexStringLower(Hash)}");
}
