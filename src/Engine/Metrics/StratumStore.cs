using Npgsql;
using NpgsqlTypes;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Domain.Traffic;
using Sluice.Engine.Store;

namespace Sluice.Engine.Metrics;

/// <summary>Strata in a table of their own.</summary>
internal sealed class StratumStore(NpgsqlDataSource database) : ISchemaPart, IStratumStore
{
    private const string Select =
        """
        select service, environment, phase, starts, ends, release, role, weight, requests, errors, client_errors, open, latency_first, latency, detail, recorded
        from sluice_stratum where tenant_id = $1 and deployment = $2
        """;

    private const string FromNewOnes =
        " and starts >= (select min(starts) from sluice_stratum where tenant_id = $1 and deployment = $2 and coalesce(recorded, ends) >= $3)";

    private const string Order = " order by starts, release";

    public string Name => "strata";

    public string Sql => """
        create table if not exists sluice_stratum (
            tenant_id text not null,
            deployment text not null,
            phase integer not null,
            release integer not null,
            starts timestamptz not null,
            ends timestamptz not null,
            service text not null,
            environment text not null,
            role text not null,
            weight smallint not null,
            requests bigint not null,
            errors bigint not null,
            client_errors bigint not null,
            open bigint not null,
            latency_first smallint not null,
            latency integer[] not null,
            constraint sluice_stratum_pkey primary key (tenant_id, deployment, phase, release, starts));
        alter table sluice_stratum add column if not exists detail jsonb;
        alter table sluice_stratum add column if not exists recorded timestamptz;
        create index if not exists sluice_stratum_ends on sluice_stratum (ends);
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
                batch.BatchCommands.Add(Insert(stratum));
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

    public Task<IReadOnlyList<Stratum>> ReadAsync(TenantId tenant, DeploymentId deployment, CancellationToken ct) => ReadAsync(tenant, deployment, since: null, ct);

    public Task<IReadOnlyList<Stratum>> ReadSinceAsync(TenantId tenant, DeploymentId deployment, DateTimeOffset since, CancellationToken ct) =>
        ReadAsync(tenant, deployment, since.ToUniversalTime(), ct);

    private async Task<IReadOnlyList<Stratum>> ReadAsync(TenantId tenant, DeploymentId deployment, DateTimeOffset? since, CancellationToken ct)
    {
        try
        {
            await using var command = database.CreateCommand(since is null ? Select + Order : Select + FromNewOnes + Order);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant.Value });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = deployment.Value });
            if (since is { } from)
            {
                command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = from });
            }

            await using var reader = await command.ExecuteReaderAsync(ct);
            var strata = new List<Stratum>();
            while (await reader.ReadAsync(ct))
            {
                strata.Add(Read(tenant, deployment, reader));
            }

            return strata;
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

    public async Task TrimAsync(DateTimeOffset before, CancellationToken ct)
    {
        await using var command = database.CreateCommand("with old as (delete from sluice_evidence where through < $1) delete from sluice_stratum where ends < $1");
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = before.ToUniversalTime() });
        await command.ExecuteNonQueryAsync(ct);
    }

    private static NpgsqlBatchCommand Insert(Stratum s)
    {
        var latency = PackedBuckets.Pack(s.Latency.Span);
        var command = new NpgsqlBatchCommand(
            """
            insert into sluice_stratum (tenant_id, service, environment, deployment, phase, starts, ends, release, role, weight, requests, errors, client_errors, open, latency_first, latency, detail,
                recorded)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) on conflict do nothing
            """);
        Add(s.Place.Tenant.Value);
        Add(s.Place.Service.Value);
        Add(s.Place.Environment.Value);
        Add(s.Deployment.Value);
        Add(s.Phase);
        Add(s.From.ToUniversalTime());
        Add(s.To.ToUniversalTime());
        Add(s.Release);
        Add(Words.Of(s.Role));
        Add((short)s.Share.Tenths);
        Add(s.Requests);
        Add(s.Errors);
        Add(s.ClientErrors);
        Add(s.Open);
        Add((short)latency.First);
        Add(latency.Counts);
        command.Parameters.Add(new NpgsqlParameter { Value = StoredDetail.ToJson(s.Detail) ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Jsonb });
        command.Parameters.Add(new NpgsqlParameter { Value = s.RecordedAt?.ToUniversalTime() ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        return command;

        void Add<T>(T value) => command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
    }

    private static Stratum Read(TenantId tenant, DeploymentId deployment, NpgsqlDataReader reader) => new(
        new PlaceKey(tenant, ServiceName.From(reader.GetString(0)), EnvironmentName.From(reader.GetString(1))),
        deployment,
        reader.GetInt32(2),
        reader.GetFieldValue<DateTimeOffset>(3),
        reader.GetFieldValue<DateTimeOffset>(4),
        reader.GetInt32(5),
        Enum.Parse<ArmRole>(reader.GetString(6), ignoreCase: true),
        Share.FromTenths(reader.GetInt16(7)),
        reader.GetInt64(8),
        reader.GetInt64(9),
        reader.GetInt64(10),
        reader.GetInt64(11),
        new PackedBuckets(reader.GetInt16(12), reader.GetFieldValue<int[]>(13)).Unpack())
    {
        Detail = StoredDetail.FromJson(reader.IsDBNull(14) ? null : reader.GetString(14)),
        RecordedAt = reader.IsDBNull(15) ? null : reader.GetFieldValue<DateTimeOffset>(15),
    };
}
