using System.Collections.Immutable;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Sluice.Dashboard.Access;
using Sluice.Domain.Access;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Engine.Access;

namespace Sluice.Dashboard.Presence;

/// <summary>What the person of this circuit looks at. Hidden while the connection is lost, over with the circuit.</summary>
internal sealed class Attendance(PresenceBoard board, CurrentActor current, AccessDirectory directory) : CircuitHandler
{
    private ImmutableArray<Visit> _visits = [];
    private volatile Open? _open;

    /// <summary>Dispose it to leave.</summary>
    public Visit Enter(DeploymentId deployment, Action changed) => Enter(Sight.Of(current.Tenant, deployment), changed);

    /// <summary>The form of a new deployment. Dispose it to leave.</summary>
    public Visit EnterForm(ServiceName service, Action changed) => Enter(Sight.OfForm(current.Tenant, service), changed);

    private Visit Enter(Sight sight, Action changed)
    {
        var visit = new Visit(board, sight, () => Me(sight), changed, gone => ImmutableInterlocked.Update(ref _visits, visits => visits.Remove(gone)));
        ImmutableInterlocked.Update(ref _visits, visits => visits.Add(visit));
        board.Add(visit);
        return visit;
    }

    /// <summary>Says which dialog is open; null: none.</summary>
    public void Asks(DeploymentId deployment, DeploymentAction? action)
    {
        if (action is null ? _open?.Deployment != deployment : _open == new Open(deployment, action.Value))
        {
            return;
        }

        _open = action is { } asked ? new(deployment, asked) : null;
        foreach (var visit in _visits.Where(visit => visit.Page == Sight.Of(current.Tenant, deployment)))
        {
            visit.Tell();
        }
    }

    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken) => AwayAsync(true);

    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken) => AwayAsync(false);

    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        foreach (var visit in _visits)
        {
            visit.Dispose();
        }

        return Task.CompletedTask;
    }

    private Task AwayAsync(bool isAway)
    {
        foreach (var visit in _visits.Where(visit => visit.IsAway != isAway))
        {
            visit.IsAway = isAway;
        }

        return Task.CompletedTask;
    }

    /// <summary>Null for those who turned it off, and for those who may not look any more.</summary>
    private Onlooker? Me(Sight sight)
    {
        var account = current.Account is { } name ? directory.Now.Find(current.Tenant, name) : null;
        return account is { ShowsPresence: false } || !Permissions.AllowsSomewhere(current.Grants, Right.View)
            ? null
            : new(current.Actor.Name, account?.DisplayName ?? current.Actor.Name, _open is { } open && Sight.Of(current.Tenant, open.Deployment) == sight ? open.Action : null);
    }

    private sealed record Open(DeploymentId Deployment, DeploymentAction Action);
}
