using System.Collections.Concurrent;
using System.Collections.Immutable;
using Sluice.Domain;

namespace Sluice.Dashboard.Deployments;

/// <summary>Who wants to hear that something has changed. Each hears of its own tenant only.</summary>
internal sealed class TenantWatchers
{
    private readonly ConcurrentDictionary<TenantId, ImmutableArray<Action>> _watchers = new();

    /// <summary>Dispose to stop.</summary>
    public IDisposable Add(TenantId tenant, Action changed)
    {
        _watchers.AddOrUpdate(tenant, [changed], (_, watchers) => watchers.Add(changed));
        return new Watcher(() => _watchers.AddOrUpdate(tenant, [], (_, watchers) => watchers.Remove(changed)));
    }

    public void Tell(TenantId tenant)
    {
        foreach (var changed in _watchers.GetValueOrDefault(tenant, []))
        {
            changed();
        }
    }

    private sealed class Watcher(Action stop) : IDisposable
    {
        public void Dispose() => stop();
    }
}
