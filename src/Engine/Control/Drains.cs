using Sluice.Domain.Traffic;
using Sluice.Engine.Traffic;
using Sluice.Engine.Workloads;

namespace Sluice.Engine.Control;

/// <summary>Drain first, always: which instances may be stopped now.</summary>
internal sealed class Drains(TimeProvider time)
{
    private readonly Dictionary<string, DateTimeOffset> _since = new(StringComparer.Ordinal);

    /// <summary>Got requests when the router last told of them.</summary>
    private readonly HashSet<string> _busy = new(StringComparer.Ordinal);

    /// <summary>To be called with every reading: what leaves the router while it may have open requests is still waited for.</summary>
    public void See(RouteReading reading)
    {
        _busy.UnionWith(reading.Instances.Select(i => i.Id));
        _busy.ExceptWith(reading.Instances.Where(i => i.IsEmpty).Select(i => i.Id));
    }

    /// <summary>Instances that are not wanted, get no traffic, and are empty or have had their time. None while the router cannot be asked.</summary>
    public IReadOnlyList<Instance> Finished(PlaceView view, IReadOnlyList<Instance> instances, RouteReading? reading, TimeSpan limit)
    {
        if (reading is null)
        {
            return [];
        }

        See(reading);
        _busy.IntersectWith(instances.Select(i => i.Id));
        var leaving = instances.Where(i => !view.Wants(i)).ToList();
        foreach (var gone in _since.Keys.Where(id => leaving.All(i => i.Id != id)).ToList())
        {
            _since.Remove(gone);
        }

        return [.. leaving.Where(i => GetsNothing(i, view, reading) && IsFinished(i, limit))];
    }

    /// <summary>Of a release that serves, only an instance whose place is taken.</summary>
    private static bool GetsNothing(Instance instance, PlaceView view, RouteReading reading) =>
        reading.ShareOf(instance.Release) == Share.None || (view.SlotsOf(instance.Release) is not null && reading.Instances.All(i => i.Id != instance.Id || i.Draining));

    private bool IsFinished(Instance instance, TimeSpan limit)
    {
        if (!_busy.Contains(instance.Id) || instance is { State: InstanceState.Failed, Pid: null })
        {
            return true;
        }

        var now = time.GetUtcNow();
        if (!_since.TryGetValue(instance.Id, out var since))
        {
            _since[instance.Id] = since = now;
        }

        return now - since >= limit;
    }
}
