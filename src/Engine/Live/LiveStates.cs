using Microsoft.Extensions.Logging;
using Sluice.Domain;
using Sluice.Domain.Applications;
using Sluice.Domain.Deployments;
using Sluice.Domain.Freezes;
using Sluice.Domain.Incidents;
using Sluice.Domain.PlanTemplates;
using Sluice.Domain.Services;
using Sluice.Domain.Settings;
using Sluice.Engine.Store;

namespace Sluice.Engine.Live;

/// <inheritdoc cref="ILiveStates"/>
internal sealed class LiveStates(StateCache cache, TimeProvider time, ILogger<LiveStates> logger) : ILiveStates
{
    private readonly Subscribers<Recorded> _subscribers = new(logger);

    public ValueTask<Versioned<Deployment>?> FindDeploymentAsync(TenantId tenant, DeploymentId id, CancellationToken ct) => cache.FindDeploymentAsync(tenant, id, ct);

    public async ValueTask<Versioned<Service>?> FindServiceAsync(TenantId tenant, ServiceName name, CancellationToken ct)
    {
        var book = await cache.FindFreezesAsync(tenant, ct);
        return await cache.FindServiceAsync(tenant, name, ct) is { } service ? Under(service, book.State, time.GetUtcNow()) : null;
    }

    public IReadOnlyList<Versioned<Service>> Services(TenantId tenant)
    {
        var (book, now) = (cache.Freezes(tenant), time.GetUtcNow());
        return [.. cache.Services().Where(x => x.Tenant == tenant).Select(x => Under(x.Service, book, now)).OrderBy(s => s.State.Name.Value, StringComparer.Ordinal)];
    }

    public ValueTask<Versioned<FreezeBook>> FindFreezesAsync(TenantId tenant, CancellationToken ct) => cache.FindFreezesAsync(tenant, ct);

    public ValueTask<Versioned<IncidentBook>> FindIncidentsAsync(TenantId tenant, CancellationToken ct) => cache.FindIncidentsAsync(tenant, ct);

    public ValueTask<Versioned<ApplicationBook>> FindApplicationsAsync(TenantId tenant, CancellationToken ct) => cache.FindApplicationsAsync(tenant, ct);

    public ValueTask<Versioned<SettingsBook>> FindSettingsAsync(TenantId tenant, CancellationToken ct) => cache.FindSettingsAsync(tenant, ct);

    public ValueTask<Versioned<PlanBook>> FindPlansAsync(TenantId tenant, CancellationToken ct) => cache.FindPlansAsync(tenant, ct);

    /// <summary>As they are in memory.</summary>
    public IReadOnlyList<(TenantId Tenant, ApplicationBook Book)> AllApplications() => [.. cache.Applications()];

    public IReadOnlyList<(TenantId Tenant, Versioned<Service> Service)> AllServices() => [.. cache.Services()];

    /// <summary>A service as it is in memory, freezes left aside.</summary>
    public Service? Known(TenantId tenant, ServiceName name) => cache.KnownService(tenant, name);

    public IDisposable Subscribe(Action<Recorded> handler) => _subscribers.Add(handler);

    public void Publish(Recorded recorded) => _subscribers.Publish(recorded);

    private static Versioned<Service> Under(Versioned<Service> service, FreezeBook book, DateTimeOffset now) =>
        book.Freezes.Count == 0 ? service : service with { State = service.State.Under(book, now) };
}
