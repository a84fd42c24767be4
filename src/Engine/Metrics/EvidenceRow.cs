using Npgsql;
using Sluice.Domain;
using Sluice.Domain.Deployments;

namespace Sluice.Engine.Metrics;

/// <summary>One row per deployment: the ledger as it stands after the last stored stratum.</summary>
internal static class EvidenceRow
{
    /// <summary>Never back to an earlier instant: of two nodes the later one is right.</summary>
    public static NpgsqlBatchCommand Upsert(Stratum about, EvidenceState state)
    {
        var command = new NpgsqlBatchCommand(
            """
            insert into sluice_evidence as had (tenant_id, deployment, through, hash, state) values ($1, $2, $3, $4, $5)
            on conflict (tenant_id, deployment) do update set through = excluded.through, hash = excluded.hash, state = excluded.state where had.through < excluded.through
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = about.Place.Tenant.Value });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = about.Deployment.Value });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = state.Through.ToUniversalTime() });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = state.Hash });
        command.Parameters.Add(new NpgsqlParameter<double[]> { TypedValue = [.. state.Values] });
        return command;
    }

    public static async Task<EvidenceState?> FindAsync(NpgsqlDataSource database, TenantId tenant, DeploymentId deployment, CancellationToken ct)
    {
        await using var command = database.CreateCommand("select through, hash, state from sluice_evidence where tenant_id = $1 and deployment = $2");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant.Value });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = deployment.Value });
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? new(reader.GetFieldValue<DateTimeOffset>(0), reader.GetString(1), reader.GetFieldValue<double[]>(2))
            : null;
    }
}
