using Npgsql;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Engine.Store;

namespace Sluice.Engine.Metrics;

/// <summary>Strata in a table of their own, and what is left of them after their time in another.</summary>
internal sealed class StratumStore(NpgsqlDataSource database) : ISchemaPart, IStratumStore
{
    public const string Table = "sluice_stratum";
    public const string Hours = "sluice_stratum_hour";

    private const string Where = " where tenant_id = $1 and deployment = $2";

    private const string FromNewOnes =
        " and starts >= (select min(starts) from sluice_stratum where tenant_id = $1 and deployment = $2 and coalesce(recorded, ends) >= $3)";

    public string Name => "strata";

    public string Sql =>
        $"""
        {StratumRow.Create(Table)}
        {StratumRow.Create(Hours)}
        create table if not exists sluice_evidence (
            tenant_id text not null,
            deployment text not null,
            through timestamptz not null,
            hash text not null,
            state double precision[] not null,
            constraint sluice_evidence_pkey primary key (tenant_id, deployment));
        """;

    public async Task AppendAsync(IReadOnlyList<Stratum> strata, EvidenceState? state, CancellationToken ct)
    {
        if (strata.Count == 0)
        {
            return;
        }

        try
        {
            await using var connection = await database.OpenConnectionAsync(ct);
            await using var transaction = await connection.BeginTransactionAsync(ct);
            await using var batch = new NpgsqlBatch(connection, transaction);
            foreach (var stratum in strata)
            {
                batch.BatchCommands.Add(StratumRow.Insert(Table, stratum));
            }

            if (state is not null)
            {
                batch.BatchCommands.Add(EvidenceRow.Upsert(strata[0], state));
            }

            await batch.ExecuteNonQueryAsync(ct);
            await transaction.CommitAsync(ct);
        }
        catch (Exception ex) when (StoreFailure.IsUnavailable(ex))
        {
            throw StoreFailure.Unavailable(ex);
        }
    }

    public Task<IReadOnlyList<Stratum>> ReadAsync(TenantId tenant, DeploymentId deployment, CancellationToken ct) => ReadAsync(Table, tenant, deployment, since: null, ct);

    public Task<IReadOnlyList<Stratum>> ReadSinceAsync(TenantId tenant, DeploymentId deployment, DateTimeOffset since, CancellationToken ct) =>
        ReadAsync(Table, tenant, deployment, since.ToUniversalTime(), ct);

    public Task<IReadOnlyList<Stratum>> ReadHoursAsync(TenantId tenant, DeploymentId deployment, CancellationToken ct) => ReadAsync(Hours, tenant, deployment, since: null, ct);

    private async Task<IReadOnlyList<Stratum>> ReadAsync(string table, TenantId tenant, DeploymentId deployment, DateTimeOffset? since, CancellationToken ct)
    {
        try
        {
            await using var command = database.CreateCommand($"select {StratumRow.Columns} from {table}{Where}{(since is null ? null : FromNewOnes)} order by starts, release");
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant.Value });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = deployment.Value });
            if (since is { } from)
            {
                command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = from });
            }

            return await StratumRow.ReadAsync(command, tenant, deployment, ct);
        }
        catch (Exception ex) when (StoreFailure.IsUnavailable(ex))
        {
            throw StoreFailure.Unavailable(ex);
        }
    }

    public async Task<EvidenceState?> FindStateAsync(TenantId tenant, DeploymentId deployment, CancellationToken ct)
    {
        try
        {
            return await EvidenceRow.FindAsync(database, tenant, deployment, ct);
        }
        catch (Exception ex) when (StoreFailure.IsUnavailable(ex))
        {
            throw StoreFailure.Unavailable(ex);
        }
    }

    /// <summary>Strata that ended before become hours; hours past <see cref="IStratumStore.KeptHours"/> go.</summary>
    /// <param name="now">UTC.</param>
    public Task TrimAsync(DateTimeOffset now, CancellationToken ct) => StratumTrim.RunAsync(database, now - IStratumStore.Kept, now - IStratumStore.KeptHours, ct);
}
