using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Engine.Live;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Deployments;

/// <summary>Follows one deployment: subscribes first, then reads, so that nothing is missed. Signals changes; the owner asks for the next snapshot when it wants to draw.</summary>
internal sealed class DeploymentWatch : IDisposable
{
    private readonly ILiveStates _live;
    private readonly IPlaceStatuses _places;
    private readonly DeploymentHistories _histories;
    private readonly DeploymentHistory _history;
    private readonly TenantId _tenant;
    private readonly DeploymentId _id;
    private readonly IDisposable[] _subscriptions;
    private bool _isOver;

    public DeploymentWatch(ILiveStates live, IPlaceStatuses places, DeploymentHistories histories, TenantId tenant, ServiceName service, DeploymentId id, Action changed)
    {
        (_live, _places, _histories, _tenant, _id) = (live, places, histories, tenant, id);

        // First, so that it has heard of what is signalled below.
        _history = histories.Enter(tenant, id);
        _subscriptions =
        [
            live.Subscribe(recorded =>
            {
                if (recorded.Tenant == tenant && (recorded.Stream == id.Stream || recorded.Stream == service.Stream))
                {
                    changed();
                }
            }),
            places.Subscribe(status =>
            {
                if (status.Place.Tenant == tenant && status.Place.Service == service)
                {
                    changed();
                }
            }),
        ];
    }

    /// <returns>Null when there is no such deployment.</returns>
    /// <exception cref="StoreUnavailableException">The state is not in memory and cannot be read.</exception>
    public async Task<DeploymentSnapshot?> ReadAsync(CancellationToken ct)
    {
        if (await _live.FindDeploymentAsync(_tenant, _id, ct) is not { } found
            || await _live.FindServiceAsync(_tenant, found.State.Spec.Service, ct) is not { } service
            || service.State.Environment(found.State.Spec.Environment) is not { } place)
        {
            return null;
        }

        var (events, isPartial) = await _history.ReadAsync(ct);
        var status = _places.Find(new PlaceKey(_tenant, found.State.Spec.Service, found.State.Spec.Environment));
        return new(found.State, found.Version, service.State, place, status, events) { IsPartial = isPartial };
    }

    public void Dispose()
    {
        if (_isOver)
        {
            return;
        }

        _isOver = true;
        _histories.Leave(_tenant, _id);
        foreach (var subscription in _subscriptions)
        {
            subscription.Dispose();
        }
    }
}
