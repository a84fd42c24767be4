using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Npgsql;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Notifications;
using Sluice.Domain.Services;
using Sluice.Engine.Access;
using Sluice.Engine.Live;
using Sluice.Engine.Store;
using static Sluice.Engine.Access.AccessStatement;

namespace Sluice.Engine.Notifications;

/// <summary>Makes messages of notifications, in the transaction of whoever found them: each is made once, whatever fails in between.</summary>
internal sealed partial class Announcer(ILiveStates live, IMessageText text, TimeProvider time, ILogger<Announcer> logger)
{
    /// <summary>Any number that nothing else locks.</summary>
    private const long Making = 0x534C5543_4E4F5445;

    /// <summary>The channels of the tenants that are on.</summary>
    /// <remarks>
    /// One transaction at a time makes messages: two that look at once for what a message may join would each make one. One lock for all, not one per deployment, as a transaction makes
    /// many and two would wait for each other. The channels are locked before anything of theirs, as who deletes one does it.
    /// </remarks>
    public static async Task<ILookup<TenantId, Channel>> ChannelsAsync(IEnumerable<TenantId> tenants, NpgsqlConnection connection, CancellationToken ct)
    {
        await ExecuteAsync("select pg_advisory_xact_lock($1)", connection, ct, Value(Making));
        await using var command = new NpgsqlCommand($"select {ChannelReader.Columns} from sluice_channel c where c.tenant_id = any($1) and c.is_on order by c.tenant_id, c.id for key share of c", connection);
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

        var team = await FindTeamAsync(concerned[0].Tenant, told.Service, ct);
        var notice = JsonSerializer.Serialize(Notice.Of(told, state, team, text), MessageJson.Options);
        foreach (var channel in concerned.Where(channel => channel.Spec.Wants(told, team)))
        {
            await PlaceAsync(channel, told, notice, connection, ct);
        }
    }

    /// <returns>Null also for a service whose history this program does not understand: one such must not keep all others from being told of.</returns>
    private async Task<string?> FindTeamAsync(TenantId tenant, ServiceName service, CancellationToken ct)
    {
        try
        {
            return (await live.FindServiceAsync(tenant, service, ct))?.State.Profile.Team;
        }
        catch (Exception ex) when (ex is UnknownEventException or InvalidDataException or UnreachableException)
        {
            Log.TeamNotKnown(logger, service, ex);
            return null;
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

    private static partial class Log
    {
        [LoggerMessage(EventIds.TeamNotKnown, LogLevel.Warning, "Channels of one team are not told of {Service}: its history is not understood")]
        public static partial void TeamNotKnown(ILogger logger, ServiceName service, Exception exception);
    }
}
