using Microsoft.Extensions.Logging;

namespace Sluice.Engine.Live;

/// <inheritdoc cref="ISystemHealth"/>
internal sealed class SystemHealth : ISystemHealth, IDisposable
{
    private readonly IReadOnlyList<IComponentWatch> _watches;
    private readonly Subscribers<bool> _subscribers;

    public SystemHealth(IEnumerable<IComponentWatch> watches, ILogger<SystemHealth> logger)
    {
        (_watches, _subscribers) = ([.. watches], new(logger));
        foreach (var watch in _watches)
        {
            watch.Changed += Tell;
        }
    }

    public IReadOnlyList<ComponentHealth> Components => [.. _watches.Select(w => w.Health)];

    public IDisposable Subscribe(Action handler) => _subscribers.Add(_ => handler());

    public void Dispose()
    {
        foreach (var watch in _watches)
        {
            watch.Changed -= Tell;
        }
    }

    private void Tell() => _subscribers.Publish(change: true);
}

/// <summary>One part that everything stands on, seen by the feature that uses it.</summary>
public interface IComponentWatch
{
    ComponentHealth Health { get; }

    event Action? Changed;
}
