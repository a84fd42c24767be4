using Sluice.Domain.Traffic;
using Sluice.Engine.Traffic;
using Sluice.Engine.Workloads;

namespace Sluice.Engine.Control;

/// <summary>Drain first, always: which instances may be stopped now.</summary>
internal sealed class Drains(TimeProvider time)
{
    private readonly Dictionary<string, DateTimeOffset> _since = new(StringComparer.Ordinal);

    /// <summary>Instances that are not wanted, get no traffic, and are empty or have had their time. None while the router cannot be asked.</summary>
    public IReadOnlyList<Instance> Finished(PlaceView view, IReadOnlyList<Instance> instances, RouteReading? reading, TimeSpan limit)
    {
        if (reading is null)
        {
            return [];
        }

        var leaving = instances.Where(i => !view.Wanted.Running.Contains(i.Release)).ToList();
        foreach (var gone in _since.Keys.Where(id => leaving.All(i => i.Id != id)).ToList())
        {
            _since.Remove(gone);
        }

        return [.. leaving.Where(i => IsFinished(i, reading, limit))];
    }

    private bool IsFinished(Instance instance, RouteReading reading, TimeSpan limit)
    {
        if (reading.ShareOf(instance.Release) > Share.None)
        {
            return false;
        }

        if (reading.Instances.FirstOrDefault(i => i.Id == instance.Id) is not { } routed)
        {
            return true;
        }

        var now = time.GetUtcNow();
        if (!_since.TryGetValue(instance.Id, out var since))
        {
            _since[instance.Id] = since = now;
        }

        return (routed.Draining && routed.Open == 0) || now - since >= limit;
    }
}
