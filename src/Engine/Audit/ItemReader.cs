using Npgsql;

namespace Sluice.Engine.Audit;

/// <summary>Items of one kind in the order of their numbers, one in memory at a time.</summary>
internal sealed class ItemReader : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlCommand _command;
    private readonly Func<NpgsqlDataReader, ChainItem> _read;
    private NpgsqlDataReader? _rows;

    private ItemReader(NpgsqlConnection connection, NpgsqlCommand command, Func<NpgsqlDataReader, ChainItem> read) => (_connection, _command, _read) = (connection, command, read);

    /// <summary>The next item, not yet taken; null at the end.</summary>
    public ChainItem? Next { get; private set; }

    /// <param name="sql">With the tenant as $1 and the last number as $2.</param>
    public static async Task<ItemReader> OpenAsync(
        NpgsqlDataSource database, string sql, string tenant, long upTo, Func<NpgsqlDataReader, ChainItem> read, CancellationToken ct)
    {
        var connection = await database.OpenConnectionAsync(ct);

        // A long history may take the server long to begin with; the caller's token bounds it.
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = upTo });
        var reader = new ItemReader(connection, command, read);
        try
        {
            reader._rows = await command.ExecuteReaderAsync(ct);
            await reader.TakeAsync(ct);
            return reader;
        }
        catch
        {
            await reader.DisposeAsync();
            throw;
        }
    }

    public async ValueTask TakeAsync(CancellationToken ct) => Next = await _rows!.ReadAsync(ct) ? _read(_rows) : null;

    public ValueTask DisposeAsync() => RowsEnd.CloseAsync(_connection, _command, _rows, ended: Next is null);
}
