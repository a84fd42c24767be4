using Npgsql;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Engine.Store;

namespace Sluice.Engine.Metrics;

/// <summary>Turns strata past their time into hours, and drops hours past theirs.</summary>
internal static class StratumTrim
{
    /// <summary>Deployments at a time: who was away for long catches up over minutes, beside the samples.</summary>
    private const int Most = 50;

    /// <summary>Of each deployment at a time: so many strata are in memory at once.</summary>
    private static readonly TimeSpan s_stretch = TimeSpan.FromHours(6);

    /// <param name="before">Strata that ended by then, of hours that were over, are turned; evidence that ended before goes.</param>
    /// <param name="hoursBefore">Hours that ended before go.</param>
    /// <exception cref="AggregateException">Strata of some deployments cannot be turned and stay; all others were.</exception>
    public static async Task RunAsync(NpgsqlDataSource database, DateTimeOffset before, DateTimeOffset hoursBefore, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using (var command = new NpgsqlCommand($"with old as (delete from sluice_evidence where through < $1) delete from {StratumStore.Hours} where ends < $2", connection))
        {
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = before.ToUniversalTime() });
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = hoursBefore.ToUniversalTime() });
            await command.ExecuteNonQueryAsync(ct);
        }

        var (over, failures) = (StratumHours.HourOf(before), new List<Exception>());
        foreach (var (tenant, deployment, oldest) in await DueAsync(connection, before, over, ct))
        {
            var until = StratumHours.HourOf(oldest) + s_stretch;
            try
            {
                await TurnAsync(connection, tenant, deployment, before, until < over ? until : over, ct);
            }
            catch (Exception ex) when (ex is not OperationCanceledException && !StoreFailure.IsUnavailable(ex))
            {
                // One that cannot be understood must not keep the others for ever.
                failures.Add(new InvalidOperationException($"{deployment} of {tenant}: {ex.Message}", ex));
            }
        }

        if (failures.Count > 0)
        {
            throw new AggregateException(failures);
        }
    }

    private static async Task<List<(TenantId, DeploymentId, DateTimeOffset Oldest)>> DueAsync(NpgsqlConnection connection, DateTimeOffset before, DateTimeOffset over, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"select tenant_id, deployment, min(starts) from {StratumStore.Table} where ends < $1 and starts < $2 group by tenant_id, deployment order by min(starts) limit {Most}", connection);
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = before.ToUniversalTime() });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = over });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var due = new List<(TenantId, DeploymentId, DateTimeOffset)>();
        while (await reader.ReadAsync(ct))
        {
            due.Add((new TenantId(reader.GetString(0)), DeploymentId.From(reader.GetString(1)), reader.GetFieldValue<DateTimeOffset>(2)));
        }

        return due;
    }

    /// <summary>All or nothing. Of two nodes that do it at once, the second finds nothing left. A stratum that comes late is added to its hour.</summary>
    private static async Task TurnAsync(NpgsqlConnection connection, TenantId tenant, DeploymentId deployment, DateTimeOffset before, DateTimeOffset over, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var strata = await TakeAsync(connection, transaction, $"{StratumStore.Table} where tenant_id = $1 and deployment = $2 and starts < $3 and ends < $4", tenant, deployment, [over, before.ToUniversalTime()], ct);
        if (strata.Count > 0)
        {
            var first = StratumHours.HourOf(strata.Min(stratum => stratum.From));
            strata.AddRange(await TakeAsync(connection, transaction, $"{StratumStore.Hours} where tenant_id = $1 and deployment = $2 and starts >= $3 and starts < $4", tenant, deployment, [first, over], ct));
            await using var batch = new NpgsqlBatch(connection, transaction);
            foreach (var hour in StratumHours.Of(strata))
            {
                batch.BatchCommands.Add(StratumRow.Insert(StratumStore.Hours, hour));
            }

            if (batch.BatchCommands.Count > 0)
            {
                await batch.ExecuteNonQueryAsync(ct);
            }
        }

        await transaction.CommitAsync(ct);
    }

    private static async Task<List<Stratum>> TakeAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, string which, TenantId tenant, DeploymentId deployment, DateTimeOffset[] limits, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"delete from {which} returning {StratumRow.Columns}", connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant.Value });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = deployment.Value });
        foreach (var limit in limits)
        {
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = limit });
        }

        return await StratumRow.ReadAsync(command, tenant, deployment, ct);
    }
}
