using Npgsql;

namespace Sluice.Engine.Tests.Store;

/// <summary>
/// A foreign writer at its worst: it draws a number before it has written anything, so its transaction has no id yet, and takes its
/// time before it inserts and ends.
/// </summary>
internal sealed class SlowWriter : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly string _stream;
    private readonly long _number;

    private SlowWriter(NpgsqlConnection connection, NpgsqlTransaction transaction, string stream, long number) =>
        (_connection, _transaction, _stream, _number) = (connection, transaction, stream, number);

    public static async Task<SlowWriter> BeginAsync(NpgsqlDataSource database, string stream, CancellationToken ct)
    {
        var connection = await database.OpenConnectionAsync(ct);
        var transaction = await connection.BeginTransactionAsync(ct);
        await using var draw = new NpgsqlCommand("select nextval('mt_events_sequence')", connection, transaction);
        return new(connection, transaction, stream, (long)(await draw.ExecuteScalarAsync(ct))!);
    }

    public async Task InsertAsync(int cup, CancellationToken ct)
    {
        await using var insert = new NpgsqlCommand(
            $$"""
            insert into mt_streams (tenant_id, id, version) values ('*DEFAULT*', '{{_stream}}', 1);
            insert into mt_events (seq_id, id, stream_id, version, data, type) values ({{_number}}, gen_random_uuid(), '{{_stream}}', 1, '{"number": {{cup}}}', 'cup_counted');
            """,
            _connection,
            _transaction);
        await insert.ExecuteNonQueryAsync(ct);
    }

    public Task EndAsync(bool commits, CancellationToken ct) => commits ? _transaction.CommitAsync(ct) : _transaction.RollbackAsync(ct);

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
