using Microsoft.Extensions.Logging;
using Npgsql;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Notifications;
using Sluice.Engine.Access;
using Sluice.Engine.Store;
using static Sluice.Engine.Access.AccessStatement;

namespace Sluice.Engine.Notifications;

/// <summary>Tells of what has been held for long enough, and forgets what no longer is. Of several nodes one does it.</summary>
internal sealed class HoldTurn(Announcer announcer, IEventStore store, NpgsqlDataSource database, TimeProvider time, ILogger<HoldTurn> logger)
{
    private const int Most = 50;

    /// <returns>Whether there may be more.</returns>
    public async Task<bool> LookAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var due = await TakeAsync(connection, ct);
        if (due.Count > 0)
        {
            var channels = await Announcer.ChannelsAsync(due.Select(hold => hold.Tenant), connection, ct);
            foreach (var hold in due)
            {
                await TellAsync(hold, channels[hold.Tenant], connection, ct);
            }
        }

        await transaction.CommitAsync(ct);
        return due.Count == Most;
    }

    private async Task<List<Hold>> TakeAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            delete from sluice_hold h using (select tenant_id, deployment, version from sluice_hold where due_at <= $1 order by due_at limit $2 for update skip locked) due
            where (h.tenant_id, h.deployment, h.version) = (due.tenant_id, due.deployment, due.version) returning h.tenant_id, h.deployment, h.version, h.due_at
            """,
            connection);
        command.With(Value(time.GetUtcNow()), Value(Most));
        await using var reader = await command.ExecuteReaderAsync(ct);
        var holds = new List<Hold>();
        while (await reader.ReadAsync(ct))
        {
            holds.Add(new(new TenantId(reader.GetString(0)), DeploymentId.From(reader.GetString(1)), reader.GetInt64(2), reader.GetFieldValue<DateTimeOffset>(3) - NotificationRules.HeldFor));
        }

        return holds;
    }

    private async Task TellAsync(Hold hold, IEnumerable<Channel> channels, NpgsqlConnection connection, CancellationToken ct)
    {
        if (await Histories.FindAsync(store, hold.Tenant, hold.Deployment, hold.Version, logger, ct) is { } then
            && await Histories.FindAsync(store, hold.Tenant, hold.Deployment, version: null, logger, ct) is { } now
            && NotificationRules.StillHeld(then, now, hold.Version) is { } told)
        {
            await announcer.TellAsync(told, now, channels, hold.Since, connection, ct);
        }
    }

    private sealed record Hold(TenantId Tenant, DeploymentId Deployment, long Version, DateTimeOffset Since);
}
