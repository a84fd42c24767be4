using Npgsql;
using NpgsqlTypes;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Engine.Store;

namespace Sluice.Engine.Projections;

/// <summary>Answers from the read models' tables, each question in one round trip.</summary>
internal sealed class DeploymentQueries(NpgsqlDataSource database) : IDeploymentQueries
{
    private const string Columns =
        """
        tenant_id, id, number, service, environment, kind, strategy, status, stage, pause_reason, reason, from_release, to_release, phase, phase_count,
        asked_canary, set_canary, progress, open_gate, superseded, created_by, created_at, started_at, ended_at, changed_at, version, course
        """;

    public async Task<Page<DeploymentRow>> ListAsync(TenantId tenant, DeploymentFilter filter, string? cursor, int limit, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var rows = new ListStatement("select " + Columns, tenant, filter);
        if (cursor is not null)
        {
            var (createdAt, id) = PageCursor.Parse(cursor);
            rows.And($"(created_at, id) < ({rows.Value(createdAt)}, {rows.Value(id)})");
        }

        // One more than asked for tells whether there is a next page.
        rows.End($" order by created_at desc, id desc limit {rows.Value((long)limit + 1)}");
        var total = new ListStatement("select count(*)", tenant, filter);
        return await AskAsync(
            async connection =>
            {
                await using var batch = new NpgsqlBatch(connection) { BatchCommands = { total.ToCommand(), rows.ToCommand() } };
                await using var reader = await batch.ExecuteReaderAsync(ct);
                await reader.ReadAsync(ct);
                var count = reader.GetInt64(0);
                await reader.NextResultAsync(ct);
                return PageOf(await ReadAllAsync(reader, ReadRow, ct), limit, count);
            },
            ct);
    }

    public Task<IReadOnlyList<MetricRow>> MetricsAsync(TenantId tenant, DeploymentId deployment, CancellationToken ct) => AskAsync<IReadOnlyList<MetricRow>>(
        async connection =>
        {
            await using var command = new NpgsqlCommand(
                """
                select version, at, phase, verdict, reason, stable_requests, stable_errors, stable_p50, stable_p95, stable_p99,
                    canary_requests, canary_errors, canary_p50, canary_p95, canary_p99
                from sluice_metric where tenant_id = $1 and deployment = $2 order by version
                """,
                connection) { Parameters = { Text(tenant.Value), Text(deployment.Value) } };
            await using var reader = await command.ExecuteReaderAsync(ct);
            return await ReadAllAsync(reader, row => MetricReadModel.ReadRow(row, 0), ct);
        },
        ct);

    public Task<IReadOnlyList<PhaseRow>> PhasesAsync(TenantId tenant, DeploymentId deployment, CancellationToken ct) => AskAsync<IReadOnlyList<PhaseRow>>(
        async connection =>
        {
            await using var command = new NpgsqlCommand("select phases from sluice_phase where tenant_id = $1 and id = $2", connection)
            {
                Parameters = { Text(tenant.Value), Text(deployment.Value) },
            };
            await using var reader = await command.ExecuteReaderAsync(ct);
            return await reader.ReadAsync(ct) ? PhaseReadModel.ReadPhases(reader.GetFieldValue<byte[]>(0)) : [];
        },
        ct);

    private static Page<DeploymentRow> PageOf(List<DeploymentRow> rows, int limit, long total)
    {
        if (rows.Count <= limit)
        {
            return new(rows, NextCursor: null, total);
        }

        rows.RemoveAt(limit);
        return new(rows, new PageCursor(rows[^1].CreatedAt, rows[^1].Id.Value).ToString(), total);
    }

    private async Task<T> AskAsync<T>(Func<NpgsqlConnection, Task<T>> ask, CancellationToken ct)
    {
        try
        {
            await using var connection = await database.OpenConnectionAsync(ct);
            return await ask(connection);
        }
        catch (Exception ex) when (StoreFailure.IsUnavailable(ex))
        {
            throw StoreFailure.Unavailable(ex);
        }
    }

    private static async Task<List<T>> ReadAllAsync<T>(NpgsqlDataReader reader, Func<NpgsqlDataReader, T> read, CancellationToken ct)
    {
        var rows = new List<T>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private static DeploymentRow ReadRow(NpgsqlDataReader row) => new(
        new TenantId(row.GetString(0)),
        DeploymentId.From(row.GetString(1)),
        row.GetInt32(2),
        ServiceName.From(row.GetString(3)),
        EnvironmentName.From(row.GetString(4)),
        row.GetString(5),
        row.GetString(6),
        row.GetString(7),
        TextOf(row, 8),
        TextOf(row, 9),
        TextOf(row, 10),
        row.GetFieldValue<int?>(11),
        row.GetInt32(12),
        row.GetInt32(13),
        row.GetInt32(14),
        row.GetDecimal(15),
        row.GetFieldValue<decimal?>(16),
        row.GetInt32(17),
        TextOf(row, 18),
        row.GetBoolean(19),
        row.GetString(20),
        row.GetFieldValue<DateTimeOffset>(21),
        row.GetFieldValue<DateTimeOffset?>(22),
        row.GetFieldValue<DateTimeOffset?>(23),
        row.GetFieldValue<DateTimeOffset>(24),
        row.GetInt64(25))
    {
        Course = DeploymentEntry.ReadCourse(row.GetFieldValue<byte[]>(26)),
    };

    private static string? TextOf(NpgsqlDataReader row, int ordinal) => row.IsDBNull(ordinal) ? null : row.GetString(ordinal);

    private static NpgsqlParameter<string> Text(string value) => new() { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Text };
}
