using Microsoft.Extensions.Options;
using Sluice.Engine.Live;

namespace Sluice.Engine.Workloads.Containers;

/// <summary>Whether the container engine answers, as seen by whoever talks to it.</summary>
internal sealed class ContainersWatch(IOptions<ContainerOptions> options, TimeProvider time) : IComponentWatch
{
    public const string Name = "containers";

    private volatile ComponentHealth _health = new(Name, IsWell: true, time.GetUtcNow(), Detail: null);

    public ComponentHealth Health => _health;

    public bool IsPresent => options.Value.IsSet;

    public void Reached()
    {
        if (!_health.IsWell)
        {
            _health = new(Name, IsWell: true, time.GetUtcNow(), Detail: null);
        }
    }

    public void Lost(string why)
    {
        var since = _health.IsWell ? time.GetUtcNow() : _health.Since;
        _health = new(Name, IsWell: false, since, $"{why.TrimEnd('.')}. Containers go on serving; their deployments hold until it answers.");
    }
}
