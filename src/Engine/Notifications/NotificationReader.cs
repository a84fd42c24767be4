using Microsoft.Extensions.Logging;
using Npgsql;
using Sluice.Domain.Deployments;
using Sluice.Domain.Notifications;
using Sluice.Engine.Access;
using Sluice.Engine.Store;
using static Sluice.Engine.Access.AccessStatement;

namespace Sluice.Engine.Notifications;

/// <summary>Reads the events with a cursor of its own and makes messages of what others are told of. Never on the way of an order or of a deployment.</summary>
internal sealed class NotificationReader(Announcer announcer, IEventStore store, NpgsqlDataSource database, TimeProvider time, ILogger<NotificationReader> logger, ILogger<Subscription> reading)
{
    public const string Name = "notifications";

    public Subscription Subscribe() => new(Name, HandleAsync, store, database, time, reading) { Prepare = BeginAsync };

    /// <summary>What happened before anybody could have made a channel is nobody's news.</summary>
    private Task<int> BeginAsync(CancellationToken ct) => RunAsync(async () =>
    {
        await using var command = database.CreateCommand("insert into sluice_cursor (name, position) select $1, coalesce(max(seq_id), 0) from mt_events on conflict (name) do nothing");
        command.With(Value(Name));
        return await command.ExecuteNonQueryAsync(ct);
    });

    private async Task HandleAsync(IReadOnlyList<Recorded> events, NpgsqlConnection connection, CancellationToken ct)
    {
        var worthy = events.Where(recorded => recorded.Event is DeploymentEvent e && NotificationRules.MayTell(e)).ToList();
        if (worthy.Count == 0)
        {
            return;
        }

        var channels = await Announcer.ChannelsAsync(worthy.Select(recorded => recorded.Tenant), connection, ct);
        foreach (var recorded in worthy)
        {
            if (DeploymentId.OfStream(recorded.Stream) is { } id && channels[recorded.Tenant].Where(channel => channel.CreatedAt <= recorded.At).ToList() is { Count: > 0 } concerned)
            {
                await TellAsync(id, recorded, concerned, connection, ct);
            }
        }
    }

    private async Task TellAsync(DeploymentId id, Recorded recorded, List<Channel> channels, NpgsqlConnection connection, CancellationToken ct)
    {
        var @event = (DeploymentEvent)recorded.Event;
        if (NotificationRules.BeginsHold(@event))
        {
            await using var command = new NpgsqlCommand("insert into sluice_hold (tenant_id, deployment, version, due_at) values ($1, $2, $3, $4) on conflict do nothing", connection);
            command.With(Value(recorded.Tenant.Value), Value(id.Value), Value(recorded.Version), Value((@event.Origin.At + NotificationRules.HeldFor).ToUniversalTime()));
            await command.ExecuteNonQueryAsync(ct);
        }

        // As it was then, not as it is now: a reader that comes late says the same.
        if (await Histories.FindAsync(store, recorded.Tenant, id, recorded.Version, logger, ct) is { } state)
        {
            foreach (var told in NotificationRules.Of(state, @event, recorded.Version))
            {
                await announcer.TellAsync(told, state, channels, recorded.At, connection, ct);
            }
        }
    }
}
