using System.Collections.Concurrent;
using Sluice.Domain;
using Sluice.Domain.Applications;
using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Domain.Freezes;
using Sluice.Domain.Incidents;
using Sluice.Domain.PlanTemplates;
using Sluice.Domain.Services;
using Sluice.Domain.Settings;
using Sluice.Engine.Store;

namespace Sluice.Engine.Live;

/// <summary>
/// Folds of streams, kept in memory and brought up to date by version: by reading the tail of a stream, by what the command bus
/// appended, or by the feed of all events. The three may overlap; a version is folded once.
/// </summary>
internal sealed class StateCache(IEventStore store)
{
    /// <summary>Above this many beside those that must stay, ended deployments and what does not exist are let go; they are read again when somebody asks.</summary>
    private const int MostKept = 5_000;

    private readonly ConcurrentDictionary<(TenantId Tenant, string Stream), StreamState> _streams = new();
    private volatile int _most = MostKept;

    /// <summary>Streams in memory.</summary>
    public int Count => _streams.Count;

    public async ValueTask<Versioned<Deployment>?> FindDeploymentAsync(TenantId tenant, DeploymentId id, CancellationToken ct) =>
        (await LoadedAsync(tenant, id.Stream, ct)).As<Deployment>();

    public async ValueTask<Versioned<Service>?> FindServiceAsync(TenantId tenant, ServiceName name, CancellationToken ct) =>
        (await LoadedAsync(tenant, name.Stream, ct)).As<Service>();

    /// <summary>Version 0 while nobody has declared any.</summary>
    public async ValueTask<Versioned<FreezeBook>> FindFreezesAsync(TenantId tenant, CancellationToken ct) =>
        (await LoadedAsync(tenant, FreezeBook.Stream, ct)).As<FreezeBook>() ?? new(FreezeBook.Empty, 0);

    /// <summary>Version 0 while nobody has opened any.</summary>
    public async ValueTask<Versioned<IncidentBook>> FindIncidentsAsync(TenantId tenant, CancellationToken ct) =>
        (await LoadedAsync(tenant, IncidentBook.Stream, ct)).As<IncidentBook>() ?? new(IncidentBook.Empty, 0);

    /// <summary>Version 0 while there are none.</summary>
    public async ValueTask<Versioned<ApplicationBook>> FindApplicationsAsync(TenantId tenant, CancellationToken ct) =>
        (await LoadedAsync(tenant, ApplicationBook.Stream, ct)).As<ApplicationBook>() ?? new(ApplicationBook.Empty, 0);

    /// <summary>Version 0 while nobody has set anything.</summary>
    public async ValueTask<Versioned<SettingsBook>> FindSettingsAsync(TenantId tenant, CancellationToken ct) =>
        (await LoadedAsync(tenant, SettingsBook.Stream, ct)).As<SettingsBook>() ?? new(SettingsBook.Empty, 0);

    /// <summary>Version 0 while nobody has proposed any.</summary>
    public async ValueTask<Versioned<PlanBook>> FindPlansAsync(TenantId tenant, CancellationToken ct) =>
        (await LoadedAsync(tenant, PlanBook.Stream, ct)).As<PlanBook>() ?? new(PlanBook.Empty, 0);

    /// <summary>As they are in memory.</summary>
    public FreezeBook Freezes(TenantId tenant) =>
        _streams.TryGetValue((tenant, FreezeBook.Stream), out var state) && state.As<FreezeBook>() is { State: var book } ? book : FreezeBook.Empty;

    /// <summary>As it is in memory.</summary>
    public Service? KnownService(TenantId tenant, ServiceName name) => _streams.TryGetValue((tenant, name.Stream), out var state) ? state.As<Service>()?.State : null;

    /// <summary>Whether a state in memory has this version, or a later one.</summary>
    public bool Has(TenantId tenant, string stream, long version) => _streams.TryGetValue((tenant, stream), out var state) && state.Version >= version;

    public IEnumerable<(TenantId Tenant, ApplicationBook Book)> Applications() =>
        from entry in _streams
        let book = entry.Value.As<ApplicationBook>()?.State
        where book is not null
        select (entry.Key.Tenant, book);

    public IEnumerable<(TenantId Tenant, Versioned<Service> Service)> Services() =>
        from entry in _streams
        let service = entry.Value.As<Service>()
        where service is not null
        select (entry.Key.Tenant, service);

    /// <summary>Reads what was stored since.</summary>
    public async Task RefreshAsync(TenantId tenant, string stream, CancellationToken ct)
    {
        Load(tenant, stream, await store.ReadStreamAsync(tenant, stream, Entry(tenant, stream).Version, toVersion: null, ct));
    }

    /// <summary>What was stored of a stream until a moment ago, at least what is not known yet.</summary>
    public void Load(TenantId tenant, string stream, IReadOnlyList<Recorded> events)
    {
        var state = Entry(tenant, stream);
        foreach (var recorded in events)
        {
            state.Include(recorded.Version, recorded.Event);
        }

        state.MarkLoaded();
    }

    /// <summary>What was just appended.</summary>
    public void Include(TenantId tenant, StreamAppend appended)
    {
        var state = Entry(tenant, appended.Stream);
        for (var i = 0; i < appended.Events.Count; i++)
        {
            state.Include(appended.ExpectedVersion + i + 1, appended.Events[i]);
        }

        if (appended.ExpectedVersion == 0)
        {
            state.MarkLoaded();
        }
    }

    /// <summary>What the feed brought. Streams that nobody asked for stay unread.</summary>
    public void Include(Recorded recorded)
    {
        if (_streams.TryGetValue((recorded.Tenant, recorded.Stream), out var state))
        {
            state.Include(recorded.Version, recorded.Event);
        }
    }

    private async ValueTask<StreamState> LoadedAsync(TenantId tenant, string stream, CancellationToken ct)
    {
        var state = Entry(tenant, stream);
        if (!state.IsCurrent)
        {
            await RefreshAsync(tenant, stream, ct);
        }

        return state;
    }

    private StreamState Entry(TenantId tenant, string stream)
    {
        if (_streams.TryGetValue((tenant, stream), out var known))
        {
            return known;
        }

        if (_streams.Count > _most)
        {
            foreach (var (key, state) in _streams)
            {
                if (state.CanGo)
                {
                    _streams.TryRemove(key, out _);
                }
            }

            // With thousands of services most stay: to look through all of them at each new one would let every ended deployment go at once.
            _most = _streams.Count + MostKept;
        }

        return _streams.GetOrAdd((tenant, stream), key => new StreamState(key.Stream));
    }

    /// <summary>One stream's fold. The lock is held for folds only, never across I/O.</summary>
    private sealed class StreamState(string stream)
    {
        private readonly Lock _lock = new();
        private object? _state;
        private bool _isLoaded;
        private long _newest;

        public long Version
        {
            get
            {
                lock (_lock)
                {
                    return field;
                }
            }

            private set;
        }

        /// <summary>Nobody can miss it: it does not exist, or has ended.</summary>
        public bool CanGo
        {
            get
            {
                lock (_lock)
                {
                    return _state is null or Deployment { Status.IsTerminal: true };
                }
            }
        }

        public bool IsCurrent
        {
            get
            {
                lock (_lock)
                {
                    return _isLoaded && Version >= _newest;
                }
            }
        }

        public void MarkLoaded()
        {
            lock (_lock)
            {
                _isLoaded = true;
            }
        }

        public void Include(long version, DomainEvent @event)
        {
            lock (_lock)
            {
                // Heard of before its predecessors were read: what is missing is read when somebody asks.
                _newest = Math.Max(_newest, version);
                if (version == Version + 1)
                {
                    _state = (@event, _state) switch
                    {
                        (DeploymentEvent e, var s) => Deployment.Evolve((Deployment?)s, e),
                        (ServiceEvent e, var s) => Service.Evolve((Service?)s, e),
                        (FreezeEvent e, var s) => FreezeBook.Evolve((FreezeBook?)s ?? FreezeBook.Empty, e),
                        (IncidentEvent e, var s) => IncidentBook.Evolve((IncidentBook?)s ?? IncidentBook.Empty, e),
                        (SettingsEvent e, var s) => SettingsBook.Evolve((SettingsBook?)s ?? SettingsBook.Empty, e),
                        (PlanEvent e, var s) => PlanBook.Evolve((PlanBook?)s ?? PlanBook.Empty, e),
                        (ApplicationEvent e, var s) => ApplicationBook.Evolve((ApplicationBook?)s ?? ApplicationBook.Empty, e),
                        _ => throw new InvalidDataException($"{stream} holds a {@event.GetType().Name}, which is not one of its kind."),
                    };
                    Version = version;
                }
            }
        }

        public Versioned<T>? As<T>()
            where T : class
        {
            lock (_lock)
            {
                return _state is T state ? new(state, Version) : null;
            }
        }
    }
}
