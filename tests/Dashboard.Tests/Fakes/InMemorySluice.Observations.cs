using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Engine.Live;
using Sluice.Engine.Metrics;

namespace Sluice.Dashboard.Tests.Fakes;

/// <summary>What the engine would have seen; a test says it with <see cref="See"/>, <see cref="Sampled"/> and <see cref="Report"/>.</summary>
internal sealed partial class InMemorySluice : IPlaceStatuses, ISampleFeed, IMetricSightings, ISystemHealth
{
    private readonly Dictionary<PlaceKey, PlaceStatus> _places = [];
    private readonly List<SampleTick> _ticks = [];
    private readonly List<ComponentHealth> _components =
        [.. new[] { "store", "gateway", "metrics", "engine" }.Select(name => new ComponentHealth(name, IsWell: true, DateTimeOffset.UnixEpoch, Detail: null))];

    private event Action<PlaceStatus>? PlaceSeen;

    private event Action<SampleTick>? TickSeen;

    private event Action? HealthChanged;

    public SourceOutage? Outage { get; set; }

    /// <summary>The same for every place; requests at all times unless a test says otherwise.</summary>
    public Dictionary<string, DateTimeOffset> Sightings { get; } = new(StringComparer.Ordinal) { [MissingData.Requests] = DateTimeOffset.MaxValue };

    public IReadOnlyDictionary<string, DateTimeOffset> LastSeen(PlaceKey place) => Sightings;

    public IReadOnlyList<ComponentHealth> Components
    {
        get
        {
            lock (_lock)
            {
                return [.. _components];
            }
        }
    }

    /// <summary>A controller looked at a place.</summary>
    public void See(PlaceStatus status)
    {
        lock (_lock)
        {
            _places[status.Place] = status;
        }

        PlaceSeen?.Invoke(status);
    }

    /// <summary>The sampler counted.</summary>
    public void Sampled(SampleTick tick)
    {
        lock (_lock)
        {
            _ticks.Add(tick);
        }

        TickSeen?.Invoke(tick);
    }

    /// <summary>A part went down, or came back (without detail).</summary>
    public void Report(string component, string? detail)
    {
        lock (_lock)
        {
            _components[_components.FindIndex(c => c.Name == component)] = new(component, detail is null, clock.GetUtcNow(), detail);
        }

        HealthChanged?.Invoke();
    }

    public PlaceStatus? Find(PlaceKey place)
    {
        lock (_lock)
        {
            return _places.GetValueOrDefault(place);
        }
    }

    public IReadOnlyCollection<PlaceStatus> All(TenantId tenant)
    {
        lock (_lock)
        {
            return [.. _places.Values.Where(status => status.Place.Tenant == tenant)];
        }
    }

    public IReadOnlyList<SampleTick> Since(PlaceKey place, DateTimeOffset after)
    {
        lock (_lock)
        {
            return [.. _ticks.Where(tick => tick.Place == place && tick.At > after)];
        }
    }

    public IDisposable Subscribe(Action<PlaceStatus> handler)
    {
        PlaceSeen += handler;
        return new Leave(() => PlaceSeen -= handler);
    }

    public IDisposable Subscribe(Action<SampleTick> handler)
    {
        TickSeen += handler;
        return new Leave(() => TickSeen -= handler);
    }

    public IDisposable Subscribe(Action handler)
    {
        HealthChanged += handler;
        return new Leave(() => HealthChanged -= handler);
    }
}
