using Microsoft.Extensions.Logging;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Engine.Store;

namespace Sluice.Engine.Live;

/// <inheritdoc cref="ILiveStates"/>
internal sealed class LiveStates(StateCache cache, ILogger<LiveStates> logger) : ILiveStates
{
    private readonly Subscribers<Recorded> _subscribers = new(logger);

    public ValueTask<Versioned<Deployment>?> FindDeploymentAsync(TenantId tenant, DeploymentId id, CancellationToken ct) => cache.FindDeploymentAsync(tenant, id, ct);

    public ValueTask<Versioned<Service>?> FindServiceAsync(TenantId tenant, ServiceName name, CancellationToken ct) => cache.FindServiceAsync(tenant, name, ct);

    public IReadOnlyList<Versioned<Service>> Services(TenantId tenant) =>
        [.. cache.Services().Where(x => x.Tenant == tenant).Select(x => x.Service).OrderBy(s => s.State.Name.Value, StringComparer.Ordinal)];

    public IReadOnlyList<(TenantId Tenant, Versioned<Service> Service)> AllServices() => [.. cache.Services()];

    public IDisposable Subscribe(Action<Recorded> handler) => _subscribers.Add(handler);

    public void Publish(Recorded recorded) => _subscribers.Publish(recorded);
}
