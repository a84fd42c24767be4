using Npgsql;

namespace Sluice.Engine.Audit;

/// <summary>A link as stored.</summary>
internal sealed record LinkRow(long Link, string Kind, long Number, string? Stream, long? Version, byte[] Hash);

/// <summary>The links of one chain in order, one in memory at a time.</summary>
internal sealed class LinkReader : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlCommand _command;
    private NpgsqlDataReader? _rows;
    private bool _ended;

    private LinkReader(NpgsqlConnection connection, NpgsqlCommand command) => (_connection, _command) = (connection, command);

    public static async Task<LinkReader> OpenAsync(NpgsqlDataSource database, string tenant, long upTo, CancellationToken ct)
    {
        var connection = await database.OpenConnectionAsync(ct);
        var command = new NpgsqlCommand("select link, kind, number, stream, version, hash from sluice_chain where tenant_id = $1 and link <= $2 order by link", connection) { CommandTimeout = 0 };
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = upTo });
        var reader = new LinkReader(connection, command);
        try
        {
            reader._rows = await command.ExecuteReaderAsync(ct);
            return reader;
        }
        catch
        {
            await reader.DisposeAsync();
            throw;
        }
    }

    public async ValueTask<LinkRow?> NextAsync(CancellationToken ct)
    {
        if (!await _rows!.ReadAsync(ct))
        {
            _ended = true;
            return null;
        }

        return new(_rows.GetInt64(0), _rows.GetString(1), _rows.GetInt64(2), _rows.IsDBNull(3) ? null : _rows.GetString(3), _rows.GetFieldValue<long?>(4), _rows.GetFieldValue<byte[]>(5));
    }

    public ValueTask DisposeAsync() => RowsEnd.CloseAsync(_connection, _command, _rows, _ended);
}
