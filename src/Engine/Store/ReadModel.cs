using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace Sluice.Engine.Store;

/// <summary>Keeps the table of a read model: row by row as events come, or all at once through <c>COPY</c>.</summary>
public sealed partial class ReadModel<TRow>(
    IReadModel<TRow> model, IEventStore store, NpgsqlDataSource database, TimeProvider time, ILogger<Subscription> logger)
    where TRow : class
{
    private const int PageSize = 5_000;

    private readonly ReadModelSql<TRow> _sql = new(model);

    /// <summary>The name of the cursor. A new revision of the fold begins a new one, and so rebuilds.</summary>
    public string CursorName => $"{model.Table}:{model.Revision}";

    /// <summary>The reader that keeps the table up to date; it builds the table first when this revision was never built.</summary>
    public Subscription Subscribe() => new(CursorName, ApplyAsync, store, database, time, logger) { Prepare = BuildIfNeverBuiltAsync };

    /// <summary>Empties the table and fills it from the whole history, in one transaction; readers see the old rows until the end.</summary>
    /// <returns>The position that the table stands at.</returns>
    public async Task<long> RebuildAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // Held to the end, so no live update meets the rebuild.
        await CursorStore.LockAsync(CursorName, connection, ct);
        var (rows, position, events) = await FoldAllAsync(ct);
        await ExecuteAsync(connection, $"truncate {model.Table}", ct);
        await CopyAsync(rows, connection, ct);
        await SpreadAsync([.. rows.Keys], connection, ct);
        await CursorStore.MoveAsync(CursorName, position, connection, ct);
        await transaction.CommitAsync(ct);
        Log.Rebuilt(logger, model.Table, events, rows.Count);
        return position;
    }

    /// <summary>Folds events into the rows they speak about, inside the caller's transaction.</summary>
    public async Task ApplyAsync(IReadOnlyList<Recorded> events, NpgsqlConnection connection, CancellationToken ct)
    {
        var keys = events.SelectMany(recorded => model.RowsOf(recorded).Select(id => new RowKey(recorded.Tenant.Value, id))).Distinct().ToList();
        if (keys.Count == 0)
        {
            return;
        }

        var rows = await LoadAsync(keys, connection, ct);
        var known = rows.Keys.ToHashSet();
        foreach (var recorded in events)
        {
            Fold(rows, recorded);
        }

        await ExecuteAsync(connection, _sql.Upsert, ct, _sql.Parameters([.. rows]));
        await SpreadAsync([.. rows.Keys], connection, ct);
        var gone = known.Where(key => !rows.ContainsKey(key)).ToList();
        if (gone.Count > 0)
        {
            await ExecuteAsync(connection, _sql.Delete, ct, ReadModelSql<TRow>.Keys(gone));
        }
    }

    private async Task BuildIfNeverBuiltAsync(CancellationToken ct)
    {
        if (await new CursorStore(database).FindAsync(CursorName, ct) is null)
        {
            await RebuildAsync(ct);
        }
    }

    private async Task<(Dictionary<RowKey, TRow> Rows, long Position, long Events)> FoldAllAsync(CancellationToken ct)
    {
        var rows = new Dictionary<RowKey, TRow>();
        var (position, events) = (0L, 0L);
        var next = store.ReadAllAsync(position, PageSize, ct);
        while (await next is var page && page.Position > position)
        {
            // The next page is on its way while this one is folded.
            (position, events) = (page.Position, events + page.Events.Count);
            next = store.ReadAllAsync(position, PageSize, ct);
            foreach (var recorded in page.Events)
            {
                Fold(rows, recorded);
            }
        }

        return (rows, position, events);
    }

    private void Fold(Dictionary<RowKey, TRow> rows, Recorded recorded)
    {
        foreach (var id in model.RowsOf(recorded))
        {
            var key = new RowKey(recorded.Tenant.Value, id);
            if (FoldOne(id, rows.GetValueOrDefault(key), recorded) is { } row)
            {
                rows[key] = row;
            }
            else
            {
                rows.Remove(key);
            }
        }
    }

    /// <summary>Who looks for the cause needs to know which event it was.</summary>
    private TRow? FoldOne(string id, TRow? row, Recorded recorded)
    {
        try
        {
            return model.Fold(id, row, recorded);
        }
        catch (Exception ex)
        {
            throw new InvalidDataException(
                $"{model.Table} stands still at {EventNames.AliasOf(recorded.Event.GetType())}, version {recorded.Version} of {recorded.Stream}: {ex.Message}", ex);
        }
    }

    private async Task<Dictionary<RowKey, TRow>> LoadAsync(List<RowKey> keys, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(_sql.Select, connection);
        command.Parameters.AddRange(ReadModelSql<TRow>.Keys(keys));
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new Dictionary<RowKey, TRow>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(new(reader.GetString(0), reader.GetString(1)), model.Read(reader));
        }

        return rows;
    }

    private async Task CopyAsync(Dictionary<RowKey, TRow> rows, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var importer = await connection.BeginBinaryImportAsync(_sql.Copy, ct);
        foreach (var (key, row) in rows)
        {
            await importer.StartRowAsync(ct);
            await importer.WriteAsync(key.Tenant, NpgsqlDbType.Text, ct);
            await importer.WriteAsync(key.Id, NpgsqlDbType.Text, ct);
            foreach (var column in model.Columns)
            {
                await column.CopyAsync(importer, row, ct);
            }
        }

        await importer.CompleteAsync(ct);
    }

    private Task SpreadAsync(List<RowKey> rows, NpgsqlConnection connection, CancellationToken ct) =>
        model.Spread is { } spread ? ExecuteAsync(connection, spread, ct, ReadModelSql<TRow>.Keys(rows)) : Task.CompletedTask;

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static partial class Log
    {
        [LoggerMessage(StoreEventIds.ReadModelRebuilt, LogLevel.Information, "{Table} was rebuilt from {Events} events: {Rows} rows")]
        public static partial void Rebuilt(ILogger logger, string table, long events, int rows);
    }
}

internal readonly record struct RowKey(string Tenant, string Id);
