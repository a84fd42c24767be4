using Npgsql;

namespace Sluice.Engine.Store;

/// <summary>How far durable readers have come. A reader moves its cursor in the transaction that writes what it read.</summary>
public sealed class CursorStore(NpgsqlDataSource database)
{
    /// <summary>The position after which the reader goes on; null when it never read.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public async Task<long?> FindAsync(string name, CancellationToken ct)
    {
        try
        {
            await using var command = database.CreateCommand("select position from sluice_cursor where name = $1");
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
            return await command.ExecuteScalarAsync(ct) as long?;
        }
        catch (Exception ex) when (StoreFailure.IsUnavailable(ex))
        {
            throw StoreFailure.Unavailable(ex);
        }
    }

    /// <summary>Locks the cursor until the transaction ends, so that of several nodes one at a time reads under this name.</summary>
    public static async Task<long> LockAsync(string name, NpgsqlConnection connection, CancellationToken ct)
    {
        // Inserting first makes a row to lock; the update that changes nothing is the lock.
        await using var command = new NpgsqlCommand(
            "insert into sluice_cursor as c (name, position) values ($1, 0) on conflict (name) do update set position = c.position returning position",
            connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Moves the cursor; call it in the transaction that wrote what was read.</summary>
    public static async Task MoveAsync(string name, long position, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("update sluice_cursor set position = $2, updated = now() where name = $1", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = position });
        await command.ExecuteNonQueryAsync(ct);
    }
}
