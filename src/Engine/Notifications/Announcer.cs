using System.Text.Json;
using Npgsql;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Notifications;
using Sluice.Engine.Access;
using Sluice.Engine.Live;
using static Sluice.Engine.Access.AccessStatement;

namespace Sluice.Engine.Notifications;

/// <summary>Makes messages of notifications, in the transaction of whoever found them: each is made once, whatever fails in between.</summary>
internal sealed class Announcer(ILiveStates live, IMessageText text, TimeProvider time)
{
    /// <summary>The channels of the tenants that are on.</summary>
    public static async Task<ILookup<TenantId, Channel>> ChannelsAsync(IEnumerable<TenantId> tenants, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"select {ChannelReader.Columns} from sluice_channel c where c.tenant_id = any($1) and c.is_on", connection);
        command.With(Value(tenants.Select(tenant => tenant.Value).Distinct().ToArray()));
        await using var reader = await command.ExecuteReaderAsync(ct);
        var channels = new List<Channel>();
        while (await reader.ReadAsync(ct))
        {
            channels.Add(ChannelReader.Read(reader));
        }

        return channels.ToLookup(channel => channel.Tenant);
    }

    /// <param name="since">When the matter was recorded: a channel that is younger is not told.</param>
    public async Task TellAsync(Notification told, Deployment state, IEnumerable<Channel> channels, DateTimeOffset since, NpgsqlConnection connection, CancellationToken ct)
    {
        var concerned = channels.Where(channel => channel.CreatedAt <= since).ToList();
        if (concerned.Count == 0)
        {
            return;
        }

        var team = (await live.FindServiceAsync(concerned[0].Tenant, told.Service, ct))?.State.Profile.Team;
        var notice = JsonSerializer.Serialize(Notice.Of(told, state, team, text), MessageJson.Options);
        foreach (var channel in concerned.Where(channel => channel.Spec.Wants(told, team)))
        {
            await PlaceAsync(channel, told, notice, connection, ct);
        }
    }

    private async Task PlaceAsync(Channel channel, Notification told, string notice, NpgsqlConnection connection, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var (open, last) = await LookAsync(channel, told, connection, ct);
        switch (Bundling.Place(told.Kind, open, last, now))
        {
            case Placing.Join { Message: var message }:
                await ExecuteAsync("update sluice_delivery set notices = notices || $3::jsonb where tenant_id = $1 and id = $2", connection, ct, Value(channel.Tenant.Value), Value(message), Value(notice));
                break;
            case Placing.Apart { DueAt: var due }:
                await ExecuteAsync(
                    """
                    insert into sluice_delivery (tenant_id, id, channel, deployment, notices, prompt, status, created_at, due_at, ends_at)
                    values ($1, $2, $3, $4, jsonb_build_array($5::jsonb), $6, 'waiting', $7, $8, $9)
                    """,
                    connection,
                    ct,
                    Value(channel.Tenant.Value),
                    Value(Guid.CreateVersion7(now).ToString("N")),
                    Value(channel.Id),
                    Value(told.Deployment.Value),
                    Value(notice),
                    Value(told.Kind == NotificationKind.Returned),
                    Value(now.ToUniversalTime()),
                    Value(due.ToUniversalTime()),
                    Value((due + RetryPlan.GivesUpAfter).ToUniversalTime()));
                break;
        }
    }

    /// <summary>Locked, so that a message is either added to or sent.</summary>
    private static async Task<(OpenMessage? Open, DateTimeOffset? Last)> LookAsync(Channel channel, Notification told, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            select id, due_at, status = 'waiting' and attempts = 0, coalesce(last_attempt_at, due_at) from sluice_delivery
            where tenant_id = $1 and channel = $2 and deployment = $3 and not prompt order by created_at desc, id desc limit 1 for update
            """,
            connection);
        command.With(Value(channel.Tenant.Value), Value(channel.Id), Value(told.Deployment.Value));
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
        {
            return (null, null);
        }

        return (reader.GetBoolean(2) ? new(reader.GetString(0), reader.GetFieldValue<DateTimeOffset>(1)) : null, reader.GetFieldValue<DateTimeOffset>(3));
    }

    private static async Task ExecuteAsync(string sql, NpgsqlConnection connection, CancellationToken ct, params NpgsqlParameter[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.With(values);
        await command.ExecuteNonQueryAsync(ct);
    }
}
