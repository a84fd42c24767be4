using System.Text.Json;
using Sluice.Domain;
using Sluice.Domain.Applications;
using Sluice.Domain.Deployments;
using Sluice.Domain.Freezes;
using Sluice.Domain.Incidents;
using Sluice.Domain.PlanTemplates;
using Sluice.Domain.Services;
using Sluice.Domain.Settings;
using Sluice.Engine.Live;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Tests.Fakes;

/// <summary>
/// The engine's inner seams over lists: the real deciders and folds, no database, no processes, no router.
/// This part keeps the events and what is folded from them; the others answer commands, lists and observations.
/// </summary>
internal sealed partial class InMemorySluice(TimeProvider clock) : IEventStore, ILiveStates
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(TenantId Tenant, string Stream), List<Recorded>> _streams = [];
    private readonly Dictionary<(TenantId Tenant, string Stream), List<RawEvent>> _foreign = [];
    private readonly Dictionary<(TenantId Tenant, string Id), string> _commands = [];
    private readonly List<Recorded> _all = [];
    private readonly List<Action<Recorded>> _watchers = [];

    public InMemoryAudit Audit { get; } = new();

    public InMemorySluice()
        : this(TimeProvider.System)
    {
    }

    /// <summary>While set, everything that would ask the database fails as if it were down.</summary>
    public bool StoreIsDown { get; set; }

    /// <summary>The next order is stored, and the store is gone before anybody is told.</summary>
    public bool LosesNextAnswer { get; set; }

    /// <summary>Orders about settings are given when it is done.</summary>
    public Task Until { get; set; } = Task.CompletedTask;

    /// <summary>Events as stored that are still there; the others are a gap.</summary>
    public Func<RawEvent, bool> IsThere { get; set; } = _ => true;

    /// <summary>While set, states are not in memory: they come from the database, or not at all.</summary>
    public bool RemembersNothing { get; set; }

    /// <summary>Puts an event of a kind that nobody knows behind those of a stream.</summary>
    public void AddForeign(TenantId tenant, string stream, string type, string data)
    {
        lock (_lock)
        {
            var foreign = Foreign(tenant, stream);
            foreign.Add(new RawEvent(stream, Read(tenant, stream).Count + foreign.Count + 1, clock.GetUtcNow(), type, data));
        }
    }

    public Task AppendAsync(AppendRequest request, CancellationToken ct)
    {
        IReadOnlyList<Recorded> added;
        lock (_lock)
        {
            RequireStore();
            added = Append(request);
        }

        Tell(added);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<Recorded>> ReadStreamAsync(TenantId tenant, string stream, long afterVersion, long? toVersion, CancellationToken ct)
    {
        lock (_lock)
        {
            RequireStore();
            RequireKnown(tenant, stream);
            return Task.FromResult<IReadOnlyList<Recorded>>([.. Read(tenant, stream).Where(e => e.Version > afterVersion && e.Version <= (toVersion ?? long.MaxValue))]);
        }
    }

    /// <summary>Awaited by each read of events as stored, with the version that it reads after.</summary>
    public Func<long, Task> BeforeRawRead { get; set; } = _ => Task.CompletedTask;

    public async Task<IReadOnlyList<RawEvent>> ReadRawAsync(TenantId tenant, string stream, long afterVersion, int limit, CancellationToken ct)
    {
        await BeforeRawRead(afterVersion);
        lock (_lock)
        {
            RequireStore();
            return [.. Read(tenant, stream).Select(Raw).Concat(Foreign(tenant, stream)).Where(e => e.Version > afterVersion && IsThere(e)).Take(limit)];
        }
    }

    public Task<AllEventsPage> ReadAllAsync(long afterPosition, int limit, CancellationToken ct)
    {
        lock (_lock)
        {
            RequireStore();
            Recorded[] events = [.. _all.Where(e => e.Position > afterPosition).Take(limit)];
            return Task.FromResult(new AllEventsPage(events, events is [.., var last] ? last.Position : afterPosition));
        }
    }

    public async Task WaitForAppendAsync(CancellationToken ct)
    {
        var appended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = Subscribe((Recorded _) => appended.TrySetResult());
        await appended.Task.WaitAsync(ct);
    }

    public Task<string?> FindCommandAsync(TenantId tenant, string commandId, CancellationToken ct)
    {
        lock (_lock)
        {
            RequireStore();
            return Task.FromResult(_commands.GetValueOrDefault((tenant, commandId)));
        }
    }

    public ValueTask<Versioned<Deployment>?> FindDeploymentAsync(TenantId tenant, DeploymentId id, CancellationToken ct)
    {
        lock (_lock)
        {
            RequireMemory();
            RequireKnown(tenant, id.Stream);
            return ValueTask.FromResult(Load(tenant, id));
        }
    }

    public ValueTask<Versioned<Service>?> FindServiceAsync(TenantId tenant, ServiceName name, CancellationToken ct)
    {
        lock (_lock)
        {
            RequireMemory();
            RequireKnown(tenant, name.Stream);
            return ValueTask.FromResult(Load(tenant, name));
        }
    }

    public IReadOnlyList<Versioned<Service>> Services(TenantId tenant)
    {
        lock (_lock)
        {
            return [.. Names(tenant).Select(name => Load(tenant, name)!)];
        }
    }

    public ValueTask<Versioned<FreezeBook>> FindFreezesAsync(TenantId tenant, CancellationToken ct)
    {
        lock (_lock)
        {
            RequireMemory();
            return ValueTask.FromResult(LoadFreezes(tenant));
        }
    }

    public ValueTask<Versioned<IncidentBook>> FindIncidentsAsync(TenantId tenant, CancellationToken ct)
    {
        lock (_lock)
        {
            RequireMemory();
            return ValueTask.FromResult(LoadIncidents(tenant));
        }
    }

    public ValueTask<Versioned<ApplicationBook>> FindApplicationsAsync(TenantId tenant, CancellationToken ct)
    {
        lock (_lock)
        {
            RequireMemory();
            return ValueTask.FromResult(LoadApplications(tenant));
        }
    }

    public ValueTask<Versioned<SettingsBook>> FindSettingsAsync(TenantId tenant, CancellationToken ct)
    {
        lock (_lock)
        {
            RequireMemory();
            RequireKnown(tenant, SettingsBook.Stream);
            return ValueTask.FromResult(LoadSettings(tenant));
        }
    }

    public ValueTask<Versioned<PlanBook>> FindPlansAsync(TenantId tenant, CancellationToken ct)
    {
        lock (_lock)
        {
            RequireMemory();
            RequireKnown(tenant, PlanBook.Stream);
            return ValueTask.FromResult(LoadPlans(tenant));
        }
    }

    public IDisposable Subscribe(Action<Recorded> handler)
    {
        lock (_lock)
        {
            _watchers.Add(handler);
        }

        return new Leave(() =>
        {
            lock (_lock)
            {
                _watchers.Remove(handler);
            }
        });
    }

    private Versioned<Deployment>? Load(TenantId tenant, DeploymentId id)
    {
        var events = Read(tenant, id.Stream);
        return Deployment.Fold(events.Select(e => (DeploymentEvent)e.Event)) is { } state ? new(state, events.Count) : null;
    }

    private Versioned<Service>? Load(TenantId tenant, ServiceName name)
    {
        var events = Read(tenant, name.Stream);
        return Service.Fold(events.Select(e => (ServiceEvent)e.Event)) is { } state ? new(state.Under(LoadFreezes(tenant).State, clock.GetUtcNow()), events.Count) : null;
    }

    private Versioned<FreezeBook> LoadFreezes(TenantId tenant)
    {
        var events = Read(tenant, FreezeBook.Stream);
        return new(FreezeBook.Fold(events.Select(e => (FreezeEvent)e.Event)), events.Count);
    }

    private Versioned<IncidentBook> LoadIncidents(TenantId tenant)
    {
        var events = Read(tenant, IncidentBook.Stream);
        return new(IncidentBook.Fold(events.Select(e => (IncidentEvent)e.Event)), events.Count);
    }

    private Versioned<SettingsBook> LoadSettings(TenantId tenant)
    {
        var events = Read(tenant, SettingsBook.Stream);
        return new(SettingsBook.Fold(events.Select(e => (SettingsEvent)e.Event)), events.Count);
    }

    private Versioned<PlanBook> LoadPlans(TenantId tenant)
    {
        var events = Read(tenant, PlanBook.Stream);
        return new(PlanBook.Fold(events.Select(e => (PlanEvent)e.Event)), events.Count);
    }

    private Versioned<ApplicationBook> LoadApplications(TenantId tenant)
    {
        var events = Read(tenant, ApplicationBook.Stream);
        return new(ApplicationBook.Fold(events.Select(e => (ApplicationEvent)e.Event)), events.Count);
    }

    private IEnumerable<ServiceName> Names(TenantId tenant) => _all
        .Where(e => e.Tenant == tenant).Select(e => e.Event).OfType<ServiceEvent.ServiceDeclared>().Select(e => e.Name).OrderBy(name => name.Value, StringComparer.Ordinal);

    private List<Recorded> Read(TenantId tenant, string stream) =>
        _streams.TryGetValue((tenant, stream), out var events) ? events : _streams[(tenant, stream)] = [];

    private List<RawEvent> Foreign(TenantId tenant, string stream) =>
        _foreign.TryGetValue((tenant, stream), out var events) ? events : _foreign[(tenant, stream)] = [];

    private List<Recorded> Append(AppendRequest request)
    {
        if (request.CommandId is { } known && _commands.ContainsKey((request.Tenant, known)))
        {
            throw new CommandRepeatedException(known);
        }

        if (request.Streams.FirstOrDefault(s => Read(request.Tenant, s.Stream).Count != s.ExpectedVersion) is { } moved)
        {
            throw new StreamConflictException(moved.Stream, moved.ExpectedVersion);
        }

        List<Recorded> added = [];
        foreach (var append in request.Streams)
        {
            var stream = Read(request.Tenant, append.Stream);
            foreach (var e in append.Events)
            {
                var recorded = new Recorded(request.Tenant, append.Stream, stream.Count + 1, _all.Count + 1, request.At, e);
                stream.Add(recorded);
                _all.Add(recorded);
                added.Add(recorded);
            }
        }

        if (request.CommandId is { } id)
        {
            _commands[(request.Tenant, id)] = request.CommandAnswer ?? string.Empty;
        }

        return added;
    }

    private void Tell(IReadOnlyList<Recorded> added)
    {
        Action<Recorded>[] watchers;
        lock (_lock)
        {
            watchers = [.. _watchers];
        }

        foreach (var recorded in added)
        {
            foreach (var watcher in watchers)
            {
                watcher(recorded);
            }
        }
    }

    private void RequireMemory()
    {
        if (RemembersNothing)
        {
            RequireStore();
        }
    }

    private void RequireStore()
    {
        if (StoreIsDown)
        {
            throw new StoreUnavailableException("The database is stopped.", new IOException("Connection refused"));
        }
    }

    private void RequireKnown(TenantId tenant, string stream)
    {
        if (Foreign(tenant, stream) is [var unknown, ..])
        {
            throw new UnknownEventException(stream, unknown.Version, unknown.Type);
        }
    }

    private static RawEvent Raw(Recorded recorded)
    {
        var type = recorded.Event.GetType();
        return new(recorded.Stream, recorded.Version, recorded.At, EventNames.AliasOf(type), JsonSerializer.Serialize(recorded.Event, type, EventJson.Options));
    }

    private sealed class Leave(Action action) : IDisposable
    {
        public void Dispose() => action();
    }
}
