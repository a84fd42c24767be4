using Npgsql;
using Sluice.Domain;
using Sluice.Domain.Services;
using Sluice.Engine.Store;

namespace Sluice.Engine.Projections;

/// <summary>Which services there are, of all tenants: for the engine, which looks after each of them from its start on.</summary>
public interface IServiceDirectory
{
    /// <summary>Every service whose declaration is committed when the question is asked, whether or not the read model has come that far.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    Task<IReadOnlyList<(TenantId Tenant, ServiceName Service)>> ListAsync(CancellationToken ct);
}

/// <summary>The read model's rows and, after its cursor, the declarations themselves: one statement, hence one view of both.</summary>
internal sealed class ServiceDirectory(ReadModel<ServiceEntry> model, NpgsqlDataSource database) : IServiceDirectory
{
    public async Task<IReadOnlyList<(TenantId Tenant, ServiceName Service)>> ListAsync(CancellationToken ct)
    {
        try
        {
            await using var command = database.CreateCommand(
                """
                select tenant_id, id from sluice_service
                union
                select tenant_id, data ->> 'name' from mt_events
                where type = $2 and seq_id > coalesce((select position from sluice_cursor where name = $1), 0)
                order by 1, 2
                """);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = model.CursorName });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = EventNames.AliasOf(typeof(ServiceEvent.ServiceDeclared)) });
            await using var reader = await command.ExecuteReaderAsync(ct);
            var services = new List<(TenantId, ServiceName)>();
            while (await reader.ReadAsync(ct))
            {
                services.Add((new(reader.GetString(0)), ServiceName.From(reader.GetString(1))));
            }

            return services;
        }
        catch (Exception ex) when (StoreFailure.IsUnavailable(ex))
        {
            throw StoreFailure.Unavailable(ex);
        }
    }
}
