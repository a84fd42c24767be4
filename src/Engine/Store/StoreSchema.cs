using Microsoft.Extensions.Options;
using Npgsql;

namespace Sluice.Engine.Store;

/// <summary>Creates what is missing in the database: safe at every start, and with several nodes starting at once.</summary>
public sealed class StoreSchema(NpgsqlDataSource database, IEnumerable<ISchemaPart> parts, IOptions<StoreOptions> options)
{
    private const int OldestServer = 14;

    /// <exception cref="StoreSchemaException">The server is too old, a part cannot be applied, or the tables found are not ours.</exception>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public async Task ApplyAsync(CancellationToken ct)
    {
        try
        {
            await using var connection = await database.OpenConnectionAsync(ct);
            RequireVersion(connection);
            await using var transaction = await connection.BeginTransactionAsync(ct);
            await ExecuteAsync(connection, $"select pg_advisory_xact_lock(hashtextextended('sluice schema {options.Value.Schema}', 0))", ct);
            await ExecuteAsync(connection, $"create schema if not exists \"{options.Value.Schema}\"", ct);
            foreach (var part in parts)
            {
                await ApplyAsync(connection, part, ct);
            }

            await RequireConjoinedTablesAsync(connection, ct);
            await transaction.CommitAsync(ct);
        }
        catch (Exception ex) when (StoreFailure.IsUnavailable(ex))
        {
            throw StoreFailure.Unavailable(ex);
        }
        catch (PostgresException ex) when (ex.SqlState[..2] is "28" or "3D")
        {
            // A role or database may still be made, as a server may still be started.
            throw new StoreUnavailableException($"The server refuses ConnectionStrings:Sluice ({ex.MessageText}).", ex);
        }
    }

    private static void RequireVersion(NpgsqlConnection connection)
    {
        if (connection.PostgreSqlVersion.Major < OldestServer)
        {
            throw new StoreSchemaException(
                $"ConnectionStrings:Sluice leads to PostgreSQL {connection.PostgreSqlVersion}. Version {OldestServer} or newer is needed.");
        }
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, ISchemaPart part, CancellationToken ct)
    {
        try
        {
            await ExecuteAsync(connection, part.Sql, ct);
        }
        catch (PostgresException ex) when (!StoreFailure.IsUnavailable(ex))
        {
            throw new StoreSchemaException($"The tables of '{part.Name}' cannot be created: {ex.MessageText}", ex);
        }
    }

    private static async Task RequireConjoinedTablesAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            select exists (select 1 from pg_constraint where conrelid = 'mt_streams'::regclass and conname = 'pkey_mt_streams_tenant_id_id')
               and exists (select 1 from pg_attribute where attrelid = 'mt_streams'::regclass and attname = 'id' and atttypid = 'varchar'::regtype)
               and exists (select 1 from pg_attribute where attrelid = 'mt_events'::regclass and attname = 'bdata' and not attisdropped)
            """,
            connection);
        if (await command.ExecuteScalarAsync(ct) is not true)
        {
            throw new StoreSchemaException(
                "The database has Marten's tables with other settings than conjoined tenancy, text stream ids and Marten 9. Choose another Store:Schema or another database.");
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}

/// <summary>The database cannot hold the store; a person has to look.</summary>
public sealed class StoreSchemaException(string message, Exception? inner = null) : Exception(message, inner);
