using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Freezes;
using Sluice.Domain.Services;
using Sluice.Engine.Live;
using Sluice.Engine.Metrics;
using Sluice.Engine.Projections;
using Sluice.Engine.Store;
using EnvironmentName = Sluice.Domain.Services.EnvironmentName;

namespace Sluice.Dashboard.Fleet;

/// <summary>
/// The lines of one tenant, kept current. Hears changes on any thread and only remembers which; its owner asks for the rest
/// from one thread at a time.
/// </summary>
internal sealed class FleetBoard : IDisposable
{
    private const int MostFailures = 200;
    private readonly Lock _lock = new();
    private readonly ILiveStates _live;
    private readonly IPlaceStatuses _places;
    private readonly ISampleFeed? _samples;
    private readonly TenantId _tenant;
    private readonly IDisposable _subscription;
    private readonly HashSet<ServiceName> _dirty = [];
    private readonly HashSet<DeploymentId> _ended = [];
    private bool _allDirty;
    private readonly SortedDictionary<ServiceName, FleetLine[]> _lines = new(Comparer<ServiceName>.Create((a, b) => string.CompareOrdinal(a.Value, b.Value)));
    private readonly Dictionary<(ServiceName, EnvironmentName), DeploymentId> _failed = [];

    /// <param name="changed">Called on any thread; <see cref="UpdateAsync"/> then has something to do.</param>
    public FleetBoard(ILiveStates live, IPlaceStatuses places, ISampleFeed? samples, TenantId tenant, Action changed)
    {
        (_live, _places, _samples, _tenant) = (live, places, samples, tenant);
        _subscription = live.Subscribe(recorded =>
        {
            if (recorded.Tenant == tenant && Note(recorded))
            {
                changed();
            }
        });
    }

    /// <summary>By name of service.</summary>
    public IEnumerable<FleetLine> Lines => _lines.Values.SelectMany(lines => lines);

    public int Services => _lines.Count;

    /// <summary>Draws every line once. Failures that nothing has replaced come from the lists.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached; the lines are drawn without failures.</exception>
    public async Task LoadAsync(IDeploymentQueries queries, CancellationToken ct)
    {
        foreach (var service in _live.Services(_tenant))
        {
            _lines[service.State.Name] = await DrawAsync(service.State, ct);
        }

        var page = await queries.ListAsync(_tenant, new DeploymentFilter(Statuses: ["failed"], Active: false), cursor: null, MostFailures, ct);
        foreach (var row in page.Items.Reverse())
        {
            _failed[(row.Service, row.Environment)] = row.Id;
        }

        await RedrawAsync(page.Items.Select(row => row.Service).ToHashSet(), ct);
    }

    /// <summary>Draws what has changed since the last time. What could not be read is tried again with the next change.</summary>
    /// <exception cref="StoreUnavailableException">Something that is not in memory could not be read.</exception>
    public async Task UpdateAsync(CancellationToken ct)
    {
        var (dirty, ended) = Take();
        try
        {
            foreach (var id in ended)
            {
                if (await _live.FindDeploymentAsync(_tenant, id, ct) is { State.Status: DeploymentStatus.Ended { Outcome: Outcome.Failed } } found)
                {
                    _failed[(found.State.Spec.Service, found.State.Spec.Environment)] = id;
                }
            }

            await RedrawAsync(dirty, ct);
        }
        catch (StoreUnavailableException)
        {
            lock (_lock)
            {
                _dirty.UnionWith(dirty);
                _ended.UnionWith(ended);
            }

            throw;
        }
    }

    /// <summary>Draws the moving lines again with the numbers of this moment.</summary>
    public Task RefreshAsync(CancellationToken ct) =>
        RedrawAsync([.. _lines.Where(pair => pair.Value.Any(line => !line.IsCalm)).Select(pair => pair.Key)], ct);

    public void Dispose() => _subscription.Dispose();

    private bool Note(Recorded recorded)
    {
        lock (_lock)
        {
            switch (recorded.Event)
            {
                case DeploymentEvent.EvidenceRecorded or DeploymentEvent.NoteAdded or DeploymentEvent.SnapshotTaken:
                    return false;
                case DeploymentEvent when DeploymentId.OfStream(recorded.Stream) is { Service: { } owner } id:
                    if (recorded.Event is DeploymentEvent.DeploymentFailed)
                    {
                        _ended.Add(id);
                    }

                    _dirty.Add(owner);
                    return true;
                case ServiceEvent when ServiceName.OfStream(recorded.Stream) is { } service:
                    _dirty.Add(service);
                    return true;
                case FreezeEvent:
                    _allDirty = true;
                    return true;
                default:
                    return false;
            }
        }
    }

    private (HashSet<ServiceName> Dirty, HashSet<DeploymentId> Ended) Take()
    {
        lock (_lock)
        {
            var taken = (_allDirty ? [.. _lines.Keys, .. _dirty] : _dirty.ToHashSet(), _ended.ToHashSet());
            _allDirty = false;
            _dirty.Clear();
            _ended.Clear();
            return taken;
        }
    }

    private async Task RedrawAsync(IReadOnlyCollection<ServiceName> names, CancellationToken ct)
    {
        foreach (var name in names)
        {
            if (await _live.FindServiceAsync(_tenant, name, ct) is { } service)
            {
                _lines[name] = Kept(_lines.GetValueOrDefault(name, []), await DrawAsync(service.State, ct));
            }
        }
    }

    /// <summary>A line that says the same stays the same, so that nobody draws it again.</summary>
    private static FleetLine[] Kept(FleetLine[] before, FleetLine[] now)
    {
        for (var i = 0; i < now.Length; i++)
        {
            now[i] = Array.Find(before, line => line.Equals(now[i])) ?? now[i];
        }

        return now;
    }

    private async Task<FleetLine[]> DrawAsync(Service service, CancellationToken ct)
    {
        var lines = new List<FleetLine>();
        foreach (var place in service.Environments)
        {
            lines.Add(await DrawAsync(service, place, ct));
            foreach (var queued in place.Queue.Concat(place.Scheduled.Select(one => one.Deployment)))
            {
                var found = await _live.FindDeploymentAsync(_tenant, queued, ct);
                lines.Add(FleetLines.Queued(service, place, queued, found?.State) with { Version = found?.Version ?? 0 });
            }
        }

        return [.. lines];
    }

    private async Task<FleetLine> DrawAsync(Service service, ServiceEnvironment place, CancellationToken ct)
    {
        var shown = place.Holder ?? Unreplaced(service.Name, place);
        var deployment = shown is { } id ? await _live.FindDeploymentAsync(_tenant, id, ct) : null;
        var status = _places.Find(new PlaceKey(_tenant, service.Name, place.Spec.Name));
        return FleetLines.Of(service, place, deployment?.State, status, _samples?.Outage is not null) with { Version = deployment?.Version ?? 0 };
    }

    private DeploymentId? Unreplaced(ServiceName service, ServiceEnvironment place) =>
        _failed.TryGetValue((service, place.Spec.Name), out var failed) && (place.LiveBy is not { } by || Number(by) < Number(failed)) ? failed : null;

    private static int Number(DeploymentId id) =>
        int.Parse(id.Value.AsSpan(id.Value.LastIndexOf('-') + 1), System.Globalization.CultureInfo.InvariantCulture);
}
