using System.Collections.Concurrent;
using System.Collections.Immutable;
using Sluice.Dashboard.Deployments;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Engine.Audit;
using Sluice.Engine.Live;
using Sluice.Engine.Projections;
using Sluice.Engine.Store;
using static Sluice.Domain.Deployments.DeploymentEvent;

namespace Sluice.Dashboard.Notices;

/// <summary>
/// What went wrong, is held or was overridden lately, per tenant, for everybody: one for all circuits, kept by the live feed.
/// What was before the program began comes from the lists and the log.
/// </summary>
internal sealed class NoticeBoard : IDisposable
{
    /// <summary>After that it is history, and stands in the log.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromDays(7);

    private const int MostRead = 100;
    private const int MostKept = 500;
    private static readonly ValueList<string> s_bad = ["failed", "rolled_back"];
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<TenantId, Lazy<Task>> _begun = new();
    private readonly ConcurrentDictionary<(TenantId Tenant, string Key), Notice> _notices = new();
    private readonly ConcurrentDictionary<(TenantId Tenant, DeploymentId Id), ImmutableArray<Origin>> _dirty = new();
    private readonly ILiveStates _live;
    private readonly IDeploymentQueries _queries;
    private readonly IAuditLog _log;
    private readonly TimeProvider _time;
    private readonly Coalescer _coalescer;
    private readonly ITimer _timer;
    private readonly IDisposable _subscription;
    private ImmutableArray<Action> _watchers = [];

    public NoticeBoard(ILiveStates live, IDeploymentQueries queries, IAuditLog log, TimeProvider time)
    {
        (_live, _queries, _log, _time) = (live, queries, log, time);
        _coalescer = new(time, s_period, UpdateAsync);
        _timer = time.CreateTimer(_ => Tell(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _subscription = live.Subscribe(Hear);
    }

    /// <summary>Newest first. Empty until <see cref="BeginAsync"/> has run once for the tenant.</summary>
    public IReadOnlyList<Notice> Of(TenantId tenant)
    {
        var now = _time.GetUtcNow();
        return [.. _notices.Where(pair => pair.Key.Tenant == tenant).Select(pair => pair.Value).Where(notice => notice.At <= now && notice.At > now - Lasts).OrderByDescending(notice => notice.At)];
    }

    /// <summary>Looks once at what was before; later changes come by themselves.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be read.</exception>
    public async Task BeginAsync(TenantId tenant)
    {
        var begun = _begun.GetOrAdd(tenant, key => new(() => LoadAsync(key)));
        try
        {
            await begun.Value;
        }
        catch (StoreUnavailableException)
        {
            _begun.TryRemove(new(tenant, begun));
            throw;
        }
    }

    /// <summary>Called on any thread after the board has changed, also by time alone. Dispose to stop.</summary>
    public IDisposable Subscribe(Action changed)
    {
        ImmutableInterlocked.Update(ref _watchers, watchers => watchers.Add(changed));
        return new Watcher(() => ImmutableInterlocked.Update(ref _watchers, watchers => watchers.Remove(changed)));
    }

    public void Dispose()
    {
        _subscription.Dispose();
        _timer.Dispose();
        _coalescer.Dispose();
    }

    private async Task LoadAsync(TenantId tenant)
    {
        foreach (var holder in _live.Services(tenant).SelectMany(service => service.State.Environments).Select(place => place.Holder).OfType<DeploymentId>())
        {
            await LookAsync(tenant, holder, []);
        }

        foreach (var row in (await _queries.ListAsync(tenant, new DeploymentFilter(Statuses: s_bad, Active: false), cursor: null, MostRead, CancellationToken.None)).Items)
        {
            Add(tenant, NoticeRules.Of(row));
        }

        var lines = await _log.ListAsync(tenant, new AuditFilter(From: _time.GetUtcNow() - Lasts, View: AuditView.Overrides), before: null, MostRead, CancellationToken.None);
        foreach (var line in lines.Lines)
        {
            if (line is { Against: not null, Deployment: { } id, Version: { } version } && await _live.FindDeploymentAsync(tenant, DeploymentId.From(id), CancellationToken.None) is { State: var state })
            {
                Add(tenant, NoticeRules.Overridden(state, line.Actor, line.At, version, line.Reason));
            }
        }

        Arm();
    }

    private void Hear(Recorded recorded)
    {
        if (recorded.Event is not DeploymentEvent e || e is EvidenceRecorded or NoteAdded or VerdictChanged || !_begun.ContainsKey(recorded.Tenant) || DeploymentId.OfStream(recorded.Stream) is not { } id)
        {
            return;
        }

        ImmutableArray<Origin> overriding = e.Origin.Order is { Against: not null } ? [e.Origin] : [];
        _dirty.AddOrUpdate((recorded.Tenant, id), overriding, (_, before) => before.AddRange(overriding));
        _coalescer.Signal();
    }

    private async Task UpdateAsync()
    {
        var changed = false;
        foreach (var key in _dirty.Keys)
        {
            if (!_dirty.TryRemove(key, out var overriding))
            {
                continue;
            }

            try
            {
                changed |= await LookAsync(key.Tenant, key.Id, overriding);
            }
            catch (StoreUnavailableException)
            {
                _dirty.AddOrUpdate(key, overriding, (_, since) => overriding.AddRange(since));
                _coalescer.SignalAfter(s_again);
            }
        }

        // Most of what happens is no news, and everybody who has a page open would look.
        if (changed)
        {
            Tell();
        }
    }

    /// <returns>Whether there is news, or something is none any more.</returns>
    private async Task<bool> LookAsync(TenantId tenant, DeploymentId id, ImmutableArray<Origin> overriding)
    {
        if (await _live.FindDeploymentAsync(tenant, id, CancellationToken.None) is not { State: var state })
        {
            return false;
        }

        var (now, changed) = (NoticeRules.Of(state), false);
        foreach (var old in _notices.Where(pair => pair.Key.Tenant == tenant && pair.Value is { Kind: NoticeKind.Held } held && held.Deployment == id && held.Key != now?.Key))
        {
            changed |= _notices.TryRemove(old.Key, out _);
        }

        changed |= Add(tenant, now);
        foreach (var origin in overriding)
        {
            changed |= Add(tenant, NoticeRules.Overridden(state, origin.By.Name, origin.At, origin.Order!.Version, origin.Reason));
        }

        return changed;
    }

    /// <summary>The first word on a matter stays: a return is news when it begins.</summary>
    private bool Add(TenantId tenant, Notice? notice) => notice is not null && _notices.TryAdd((tenant, notice.Key), notice);

    private void Tell()
    {
        Prune();
        Arm();
        foreach (var watcher in _watchers)
        {
            watcher();
        }
    }

    private void Prune()
    {
        var oldest = _time.GetUtcNow() - Lasts;
        foreach (var old in _notices.OrderByDescending(pair => pair.Value.At).Where((pair, i) => i >= MostKept || pair.Value.At <= oldest).ToList())
        {
            _notices.TryRemove(old.Key, out _);
        }
    }

    /// <summary>What is held long enough becomes news by time alone.</summary>
    private void Arm()
    {
        var now = _time.GetUtcNow();
        var ahead = _notices.Values.Where(notice => notice.At > now).Select(notice => notice.At - now).DefaultIfEmpty(Timeout.InfiniteTimeSpan).Min();
        _timer.Change(ahead, Timeout.InfiniteTimeSpan);
    }

    private sealed class Watcher(Action stop) : IDisposable
    {
        public void Dispose() => stop();
    }
}
