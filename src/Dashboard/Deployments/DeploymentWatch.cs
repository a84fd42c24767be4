using System.Collections.Concurrent;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Engine.Commands;
using Sluice.Engine.Live;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Deployments;

/// <summary>Follows one deployment: subscribes first, then reads, so that nothing is missed. Signals changes; the owner asks for the next snapshot when it wants to draw.</summary>
internal sealed class DeploymentWatch : IDisposable
{
    private readonly ConcurrentQueue<Recorded> _fresh = new();
    private readonly List<VersionedEvent> _events = [];
    private readonly ILiveStates _live;
    private readonly IPlaceStatuses _places;
    private readonly IEventStore _store;
    private readonly TenantId _tenant;
    private readonly DeploymentId _id;
    private readonly IDisposable[] _subscriptions;
    private VersionedEvent[] _published = [];
    private volatile bool _missing = true;

    public DeploymentWatch(ILiveStates live, IPlaceStatuses places, IEventStore store, TenantId tenant, ServiceName service, DeploymentId id, Action changed)
    {
        (_live, _places, _store, _tenant, _id) = (live, places, store, tenant, id);
        _subscriptions =
        [
            live.Subscribe(recorded =>
            {
                if (recorded.Tenant != tenant || (recorded.Stream != id.Stream && recorded.Stream != service.Stream))
                {
                    return;
                }

                if (recorded.Stream == id.Stream)
                {
                    _fresh.Enqueue(recorded);
                }

                changed();
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

        await FollowAsync(ct);
        var status = _places.Find(new PlaceKey(_tenant, found.State.Spec.Service, found.State.Spec.Environment));
        return new(found.State, found.Version, service.State, place, status, _published) { IsPartial = _missing };
    }

    /// <summary>The history grows by what was heard; it is read again when something was missed.</summary>
    private async Task FollowAsync(CancellationToken ct)
    {
        var before = _events.Count;
        while (_fresh.TryDequeue(out var recorded))
        {
            var last = _events.Count > 0 ? _events[^1].Version : 0;
            if (recorded.Version == last + 1)
            {
                _events.Add(new(recorded.Version, recorded.At, recorded.Event));
            }
            else
            {
                _missing |= recorded.Version > last + 1;
            }
        }

        if (_missing)
        {
            try
            {
                var last = _events.Count > 0 ? _events[^1].Version : 0;
                var rest = await _store.ReadStreamAsync(_tenant, _id.Stream, last, toVersion: null, ct);
                _events.AddRange(rest.Select(r => new VersionedEvent(r.Version, r.At, r.Event)));
                _missing = false;
            }
            catch (StoreUnavailableException)
            {
                // What is known stays on screen; the page says that it is not all, and reads again.
            }
        }

        if (_events.Count != before)
        {
            _published = [.. _events];
        }
    }

    public void Dispose()
    {
        foreach (var subscription in _subscriptions)
        {
            subscription.Dispose();
        }
    }
}
