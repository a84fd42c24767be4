using Sluice.Domain;
using Sluice.Domain.Applications;
using Sluice.Domain.Deployments;
using Sluice.Domain.Freezes;
using Sluice.Domain.Incidents;
using Sluice.Domain.Services;
using Sluice.Domain.PlanTemplates;
using Sluice.Domain.Settings;
using Sluice.Engine.Live;
using Sluice.Engine.Store;

namespace Sluice.Engine.Tests.Notifications;

/// <summary>Services with their teams, and nothing else.</summary>
internal sealed class ServicesOf(TenantId tenant) : ILiveStates
{
    private readonly Dictionary<ServiceName, Service> _services = [];

    public void Add(ServiceName name, string team) => _services[name] = new Service(name, [], [], 0) { Profile = new() { Team = team } };

    /// <summary>One whose history cannot be read.</summary>
    public ServiceName? Broken { get; set; }

    public ValueTask<Versioned<Service>?> FindServiceAsync(TenantId of, ServiceName name, CancellationToken ct) => name == Broken
        ? throw new InvalidDataException($"{name} has a history that is not understood.")
        : new(of == tenant && _services.TryGetValue(name, out var service) ? new Versioned<Service>(service, 1) : null);

    public ValueTask<Versioned<Deployment>?> FindDeploymentAsync(TenantId of, DeploymentId id, CancellationToken ct) => throw new NotSupportedException();

    public IReadOnlyList<Versioned<Service>> Services(TenantId of) => throw new NotSupportedException();

    public ValueTask<Versioned<FreezeBook>> FindFreezesAsync(TenantId of, CancellationToken ct) => throw new NotSupportedException();

    public ValueTask<Versioned<IncidentBook>> FindIncidentsAsync(TenantId of, CancellationToken ct) => throw new NotSupportedException();

    public ValueTask<Versioned<ApplicationBook>> FindApplicationsAsync(TenantId of, CancellationToken ct) => throw new NotSupportedException();

    public ValueTask<Versioned<PlanBook>> FindPlansAsync(TenantId of, CancellationToken ct) => throw new NotSupportedException();

    public ValueTask<Versioned<SettingsBook>> FindSettingsAsync(TenantId of, CancellationToken ct) => throw new NotSupportedException();

    public IDisposable Subscribe(Action<Recorded> handler) => throw new NotSupportedException();
}
