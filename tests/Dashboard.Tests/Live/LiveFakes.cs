using System.Collections.Concurrent;
using Sluice.Domain;
using Sluice.Domain.Applications;
using Sluice.Domain.Deployments;
using Sluice.Domain.Freezes;
using Sluice.Domain.Incidents;
using Sluice.Domain.Services;
using Sluice.Engine.Live;
using Sluice.Engine.Metrics;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Tests.Live;

internal sealed class FakeStates : ILiveStates
{
    private readonly ConcurrentDictionary<(TenantId, DeploymentId), Versioned<Deployment>> _deployments = new();
    private readonly List<Action<Recorded>> _handlers = [];

    /// <summary>Runs inside a look-up, between reading and answering.</summary>
    public Action? WhileFinding { get; set; }

    public void Record(TenantId tenant, DeploymentId id, params DeploymentEvent[] events)
    {
        foreach (var @event in events)
        {
            var before = _deployments.GetValueOrDefault((tenant, id));
            var after = new Versioned<Deployment>(Deployment.Evolve(before?.State, @event), (before?.Version ?? 0) + 1);
            _deployments[(tenant, id)] = after;
            foreach (var handler in _handlers.ToList())
            {
                handler(new(tenant, id.Stream, after.Version, Position: 0, @event.Origin.At, @event));
            }
        }
    }

    public ValueTask<Versioned<Deployment>?> FindDeploymentAsync(TenantId tenant, DeploymentId id, CancellationToken ct)
    {
        var found = _deployments.GetValueOrDefault((tenant, id));
        WhileFinding?.Invoke();
        return ValueTask.FromResult(found);
    }

    public ValueTask<Versioned<Service>?> FindServiceAsync(TenantId tenant, ServiceName name, CancellationToken ct) => ValueTask.FromResult<Versioned<Service>?>(null);

    public IReadOnlyList<Versioned<Service>> Services(TenantId tenant) => [];

    public ValueTask<Versioned<FreezeBook>> FindFreezesAsync(TenantId tenant, CancellationToken ct) => ValueTask.FromResult(new Versioned<FreezeBook>(FreezeBook.Empty, 0));

    public ValueTask<Versioned<ApplicationBook>> FindApplicationsAsync(TenantId tenant, CancellationToken ct) => ValueTask.FromResult(new Versioned<ApplicationBook>(ApplicationBook.Empty, 0));

    public ValueTask<Versioned<Domain.Settings.SettingsBook>> FindSettingsAsync(TenantId tenant, CancellationToken ct) => ValueTask.FromResult(new Versioned<Domain.Settings.SettingsBook>(Domain.Settings.SettingsBook.Empty, 0));

    public ValueTask<Versioned<Domain.PlanTemplates.PlanBook>> FindPlansAsync(TenantId tenant, CancellationToken ct) => ValueTask.FromResult(new Versioned<Domain.PlanTemplates.PlanBook>(Domain.PlanTemplates.PlanBook.Empty, 0));

    public ValueTask<Versioned<IncidentBook>> FindIncidentsAsync(TenantId tenant, CancellationToken ct) => ValueTask.FromResult(new Versioned<IncidentBook>(IncidentBook.Empty, 0));

    public IDisposable Subscribe(Action<Recorded> handler)
    {
        _handlers.Add(handler);
        return new Ending(() => _handlers.Remove(handler));
    }
}

internal sealed class FakeFeed : ISampleFeed
{
    private readonly List<Action<SampleTick>> _handlers = [];
    private readonly ConcurrentQueue<SampleTick> _ticks = new();

    public SourceOutage? Outage => null;

    public void Add(SampleTick tick)
    {
        _ticks.Enqueue(tick);
        foreach (var handler in _handlers.ToList())
        {
            handler(tick);
        }
    }

    public IReadOnlyList<SampleTick> Since(PlaceKey place, DateTimeOffset after) => [.. _ticks.Where(tick => tick.Place == place && tick.At > after)];

    public IDisposable Subscribe(Action<SampleTick> handler)
    {
        _handlers.Add(handler);
        return new Ending(() => _handlers.Remove(handler));
    }
}

internal sealed class Ending(Action end) : IDisposable
{
    public void Dispose() => end();
}
