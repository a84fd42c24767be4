using Npgsql;
using NpgsqlTypes;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Domain.Traffic;

namespace Sluice.Engine.Metrics;

/// <summary>One arm of an interval, or of an hour, as a row. Both tables have the same columns.</summary>
internal static class StratumRow
{
    /// <summary>In the order in which <see cref="Read"/> takes them.</summary>
    public const string Columns = "service, environment, phase, starts, ends, release, role, weight, requests, errors, client_errors, open, latency_first, latency, detail, recorded";

    /// <summary>What makes a table of them, if there is none.</summary>
    public static string Create(string table) =>
        $"""
        create table if not exists {table} (
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
            constraint {table}_pkey primary key (tenant_id, deployment, phase, release, starts));
        alter table {table} add column if not exists detail jsonb;
        alter table {table} add column if not exists recorded timestamptz;
        create index if not exists {table}_ends on {table} (ends);
        """;

    /// <summary>One that is there already is left as it is.</summary>
    public static NpgsqlBatchCommand Insert(string table, Stratum s)
    {
        var latency = PackedBuckets.Pack(s.Latency.Span);
        var command = new NpgsqlBatchCommand(
            $"insert into {table} (tenant_id, deployment, {Columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) on conflict do nothing");
        Add(s.Place.Tenant.Value);
        Add(s.Deployment.Value);
        Add(s.Place.Service.Value);
        Add(s.Place.Environment.Value);
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

    /// <summary>Runs the command and takes every row; the columns are <see cref="Columns"/>.</summary>
    public static async Task<List<Stratum>> ReadAsync(NpgsqlCommand command, TenantId tenant, DeploymentId deployment, CancellationToken ct)
    {
        await using var reader = await command.ExecuteReaderAsync(ct);
        var strata = new List<Stratum>();
        while (await reader.ReadAsync(ct))
        {
            strata.Add(Read(tenant, deployment, reader));
        }

        return strata;
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
