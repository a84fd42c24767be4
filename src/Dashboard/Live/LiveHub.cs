using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Vitals.Beacons;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Engine.Live;
using Sluice.Engine.Metrics;

namespace Sluice.Dashboard.Live;

/// <summary>Feeds charts and freshness in the browser, past the circuit. Everyone sees their own tenant only.</summary>
[Authorize(Policies.View)]
internal sealed partial class LiveHub(
    LiveAudience audience, LiveSessions sessions, ILiveStates states, ISampleFeed samples, IHubContext<LiveHub> hub, BeaconBook beacons, TimeProvider time, ILogger<LiveHub> logger) : Hub
{
    private Viewer Viewer
    {
        get => (Viewer)Context.Items[nameof(Viewer)]!;
        set => Context.Items[nameof(Viewer)] = value;
    }

    private BeaconDoor Door
    {
        get => (BeaconDoor)Context.Items[nameof(Door)]!;
        set => Context.Items[nameof(Door)] = value;
    }

    public override Task OnConnectedAsync()
    {
        Door = new(beacons, time);
        Viewer = new(Context.User!.ToTenant(), hub.Clients.Client(Context.ConnectionId));
        audience.Enter(Viewer);
        sessions.Enter(Context);
        _ = PumpAsync(Viewer, Context);
        return Task.CompletedTask;
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        sessions.Leave(Context);
        audience.Leave(Viewer);
        return Task.CompletedTask;
    }

    /// <summary>From now on <c>tick</c> and <c>event</c> come for this deployment.</summary>
    public async Task<Watching> WatchDeployment(string id)
    {
        var deployment = DeploymentId.From(id ?? string.Empty);
        var group = audience.Join(Viewer, deployment);
        var joined = false;
        try
        {
            // State and samples are looked up after joining: what comes in between waits in the group.
            var found = await states.FindDeploymentAsync(Viewer.Tenant, deployment, Context.ConnectionAborted)
                ?? throw new HubException($"There is no deployment '{id}'.");
            var place = new PlaceKey(Viewer.Tenant, found.State.Spec.Service, found.State.Spec.Environment);
            audience.Locate(group, place);
            var now = time.GetUtcNow();
            var version = group.Begin(found, samples.Since(place, now - ChartPoints.Window));
            joined = true;
            return new(version, now);
        }
        finally
        {
            if (!joined)
            {
                audience.Leave(Viewer, deployment);
            }
        }
    }

    public void UnwatchDeployment(string id) => audience.Leave(Viewer, DeploymentId.From(id ?? string.Empty));

    /// <summary>From now on <c>event</c> comes for every deployment of the tenant.</summary>
    public void WatchFleet() => audience.JoinFleet(Viewer);

    public void UnwatchFleet() => audience.LeaveFleet(Viewer);

    /// <summary>Takes times that this browser measured, for the page of health.</summary>
    /// <returns>The server's clock: with half of the way there and back, the browser knows what it is on its own.</returns>
    public DateTimeOffset Report(JsonElement told)
    {
        Door.Take(told);
        return time.GetUtcNow();
    }

    private async Task PumpAsync(Viewer viewer, HubCallerContext connection)
    {
        try
        {
            await viewer.PumpAsync(connection.ConnectionAborted);
        }
        catch (Exception ex)
        {
            // A silent connection would look like a quiet system; a closed one is opened anew.
            Log.PumpFailed(logger, ex);
            connection.Abort();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1040, LogLevel.Error, "A live connection failed and was closed")]
        public static partial void PumpFailed(ILogger logger, Exception exception);
    }
}
