using Npgsql;
using Sluice.Domain;
using Sluice.Engine.Store;

namespace Sluice.Engine.Audit;

/// <inheritdoc cref="IAuditVerifier"/>
internal sealed class AuditVerifier(NpgsqlDataSource database) : IAuditVerifier
{
    public async Task<ChainReport> VerifyAsync(TenantId tenant, KnownLink? known, CancellationToken ct)
    {
        try
        {
            var extent = await ExtentAsync(tenant, ct);
            await using var walk = await ChainWalk.BeginAsync(database, tenant, extent, known, ct);
            return await walk.RunAsync(ct);
        }
        catch (Exception ex) when (StoreFailure.IsUnavailable(ex))
        {
            throw StoreFailure.Unavailable(ex);
        }
    }

    public async Task<IReadOnlyList<TenantId>> TenantsAsync(CancellationToken ct)
    {
        try
        {
            await using var command = database.CreateCommand("select tenant_id from sluice_chain_head order by tenant_id");
            await using var reader = await command.ExecuteReaderAsync(ct);
            var tenants = new List<TenantId>();
            while (await reader.ReadAsync(ct))
            {
                tenants.Add(new(reader.GetString(0)));
            }

            return tenants;
        }
        catch (Exception ex) when (StoreFailure.IsUnavailable(ex))
        {
            throw StoreFailure.Unavailable(ex);
        }
        catch (PostgresException ex)
        {
            throw new StoreSchemaException(
                ex.SqlState is PostgresErrorCodes.UndefinedTable
                    ? "The database has no audit log yet; it is made at the product's first start."
                    : $"The audit log cannot be read: {ex.MessageText}.",
                ex);
        }
    }

    /// <summary>In one statement, so that head and cursors belong together: everything up to the cursors is linked up to the head.</summary>
    private async Task<ChainExtent> ExtentAsync(TenantId tenant, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            select coalesce((select link from sluice_chain_head where tenant_id = $1), 0), (select hash from sluice_chain_head where tenant_id = $1),
                coalesce((select position from sluice_cursor where name = $2), 0), coalesce((select position from sluice_cursor where name = $3), 0)
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant.Value });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = ChainSources.EventCursor });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = ChainSources.EntryCursor });
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return new(reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetFieldValue<byte[]>(1), reader.GetInt64(2), reader.GetInt64(3));
    }
}

/// <summary>How far a walk goes: what is linked later is left to the next one.</summary>
internal sealed record ChainExtent(long Link, byte[]? Hash, long Events, long Entries);
