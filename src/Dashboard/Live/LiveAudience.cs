using System.Collections.Concurrent;
using System.Collections.Immutable;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Engine.Metrics;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Live;

/// <summary>Who watches what. A group exists while somebody is in it; for all else nothing is worked out and nothing is kept.</summary>
internal sealed class LiveAudience
{
    private readonly Lock _membership = new();
    private readonly ConcurrentDictionary<(TenantId, DeploymentId), DeploymentGroup> _deployments = new();
    private readonly ConcurrentDictionary<PlaceKey, ImmutableArray<DeploymentGroup>> _places = new();
    private readonly ConcurrentDictionary<TenantId, ImmutableArray<Viewer>> _fleets = new();
    private ImmutableArray<Viewer> _viewers = [];

    public void Enter(Viewer viewer)
    {
        lock (_membership)
        {
            _viewers = _viewers.Add(viewer);
        }
    }

    public void Leave(Viewer viewer)
    {
        lock (_membership)
        {
            _viewers = _viewers.Remove(viewer);
            RemoveFrom(_fleets, viewer.Tenant, viewer);
            foreach (var ((tenant, id), _) in _deployments.Where(pair => pair.Key.Item1 == viewer.Tenant))
            {
                Leave(viewer, tenant, id);
            }
        }
    }

    public DeploymentGroup Join(Viewer viewer, DeploymentId id)
    {
        lock (_membership)
        {
            var group = _deployments.GetOrAdd((viewer.Tenant, id), key => new(key.Item2));
            group.Add(viewer);
            return group;
        }
    }

    /// <summary>From now on the group gets the samples of the place.</summary>
    public void Locate(DeploymentGroup group, PlaceKey place)
    {
        lock (_membership)
        {
            var groups = _places.GetValueOrDefault(place, []);
            if (!group.IsEmpty && !groups.Contains(group))
            {
                group.Place = place;
                _places[place] = groups.Add(group);
            }
        }
    }

    public void Leave(Viewer viewer, DeploymentId id)
    {
        lock (_membership)
        {
            Leave(viewer, viewer.Tenant, id);
        }
    }

    public void JoinFleet(Viewer viewer)
    {
        lock (_membership)
        {
            var fleet = _fleets.GetValueOrDefault(viewer.Tenant, []);
            _fleets[viewer.Tenant] = fleet.Contains(viewer) ? fleet : fleet.Add(viewer);
        }
    }

    public void LeaveFleet(Viewer viewer)
    {
        lock (_membership)
        {
            RemoveFrom(_fleets, viewer.Tenant, viewer);
        }
    }

    public void Take(Recorded recorded)
    {
        if (recorded.Event is not DeploymentEvent || DeploymentId.OfStream(recorded.Stream) is not { } id)
        {
            return;
        }

        if (_deployments.TryGetValue((recorded.Tenant, id), out var group))
        {
            group.Take(recorded);
        }

        if (_fleets.TryGetValue(recorded.Tenant, out var fleet))
        {
            var message = LiveMessage.Of(
                LiveMethods.Event, new FleetEventMessage(id.Value, recorded.Version, EventKinds.NameOf(recorded.Event), recorded.Event.Origin.At));
            foreach (var viewer in fleet)
            {
                viewer.Event(message);
            }
        }
    }

    public void Take(SampleTick tick)
    {
        foreach (var group in _places.GetValueOrDefault(tick.Place, []))
        {
            group.Take(tick);
        }
    }

    public void Flush()
    {
        foreach (var (_, group) in _deployments)
        {
            group.Flush();
        }
    }

    public void Beat(DateTimeOffset now, long seq)
    {
        var viewers = _viewers;
        if (viewers.Length > 0)
        {
            var message = LiveMessage.Of(LiveMethods.Beat, new BeatMessage(now, seq));
            foreach (var viewer in viewers)
            {
                viewer.Beat(message);
            }
        }
    }

    private void Leave(Viewer viewer, TenantId tenant, DeploymentId id)
    {
        if (!_deployments.TryGetValue((tenant, id), out var group))
        {
            return;
        }

        group.Remove(viewer);
        if (group.IsEmpty)
        {
            _deployments.TryRemove((tenant, id), out _);
            if (group.Place is { } place)
            {
                RemoveFrom(_places, place, group);
            }
        }
    }

    private static void RemoveFrom<TKey, T>(ConcurrentDictionary<TKey, ImmutableArray<T>> all, TKey key, T item)
        where TKey : notnull
    {
        if (all.TryGetValue(key, out var items))
        {
            items = items.Remove(item);
            if (items.IsEmpty)
            {
                all.TryRemove(key, out _);
            }
            else
            {
                all[key] = items;
            }
        }
    }
}
