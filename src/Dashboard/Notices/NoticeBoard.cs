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

    /// <summary>Of one tenant: the noise of one must not drive out what others have to hear.</summary>
    public const int MostKept = 500;

    private const int MostRead = 100;
    private static readonly ValueList<string> s_bad = ["failed", "rolled_back"];
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(2);
    private readonly OncePerTenant _begin;
    private readonly ConcurrentDictionary<(TenantId Tenant, string Key), Notice> _notices = new();
    private readonly ConcurrentDictionary<(TenantId Tenant, DeploymentId Id), ImmutableArray<Origin>> _dirty = new();
    private readonly TenantWatchers _watchers = new();
    private readonly ILiveStates _live;
    private readonly IDeploymentQueries _queries;
    private readonly IAuditLog _log;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Coalescer _coalescer;
    private readonly ITimer _timer;
    private readonly IDisposable _subscription;

    public NoticeBoard(ILiveStates live, IDeploymentQueries queries, IAuditLog log, TimeProvider time, ILogger<NoticeBoard> logger)
    {
        (_live, _queries, _log, _time, _logger) = (live, queries, log, time, logger);
        _begin = new(LoadAsync);
        _coalescer = new(time, s_period, UpdateAsync);
        _timer = time.CreateTimer(_ => TellOfHeld(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
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
    public Task BeginAsync(TenantId tenant) => _begin.RunAsync(tenant);

    /// <summary>Called on any thread after the tenant's board has changed, also by time alone. Dispose to stop.</summary>
    public IDisposable Subscribe(TenantId tenant, Action changed) => _watchers.Add(tenant, changed);

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
            await TryLookAsync(tenant, holder, []);
        }

        await LoadEndedAsync(tenant);
        await LoadOverridesAsync(tenant);
        Arm();
    }

    /// <summary>The list is in the order of creation: what was made long before the notices begin has hardly ended since.</summary>
    private async Task LoadEndedAsync(TenantId tenant)
    {
        var (oldest, filter, cursor, read) = (_time.GetUtcNow() - Lasts, new DeploymentFilter(Statuses: s_bad, Active: false), (string?)null, 0);
        do
        {
            var page = await _queries.ListAsync(tenant, filter, cursor, MostRead, CancellationToken.None);
            foreach (var row in page.Items.Where(row => row.EndedAt > oldest))
            {
                Add(tenant, NoticeRules.Of(row));
                read++;
            }

            cursor = page.Items is [.., { CreatedAt: var made }] && made > oldest - Lasts ? page.NextCursor : null;
        }
        while (cursor is not null && read < MostKept);
    }

    private async Task LoadOverridesAsync(TenantId tenant)
    {
        var (filter, before, read) = (new AuditFilter(From: _time.GetUtcNow() - Lasts, View: AuditView.Overrides), (long?)null, 0);
        do
        {
            var page = await _log.ListAsync(tenant, filter, before, MostRead, CancellationToken.None);
            foreach (var line in page.Lines)
            {
                await AddOverrideAsync(tenant, line);
            }

            (before, read) = (page.Before, read + page.Lines.Count);
        }
        while (before is not null && read < MostKept);
    }

    private async Task AddOverrideAsync(TenantId tenant, AuditLine line)
    {
        try
        {
            if (line is { Against: not null, Deployment: { } id, Version: { } version } && await _live.FindDeploymentAsync(tenant, DeploymentId.From(id), CancellationToken.None) is { State: var state })
            {
                Add(tenant, NoticeRules.Overridden(state, line.Actor, line.At, version, line.Reason));
            }
        }
        catch (Exception ex) when (ex is not StoreUnavailableException)
        {
            Unreadable.LeaveOut(_logger, ex, line.Subject);
        }
    }

    private void Hear(Recorded recorded)
    {
        if (recorded.Event is not DeploymentEvent e || e is EvidenceRecorded or NoteAdded or VerdictChanged || !_begin.HasBegun(recorded.Tenant) || DeploymentId.OfStream(recorded.Stream) is not { } id)
        {
            return;
        }

        ImmutableArray<Origin> overriding = e.Origin.Order is { Against: not null } ? [e.Origin] : [];
        _dirty.AddOrUpdate((recorded.Tenant, id), overriding, (_, before) => before.AddRange(overriding));
        _coalescer.Signal();
    }

    private async Task UpdateAsync()
    {
        var changed = new HashSet<TenantId>();
        foreach (var key in _dirty.Keys)
        {
            if (!_dirty.TryRemove(key, out var overriding))
            {
                continue;
            }

            try
            {
                // Most of what happens is no news, and everybody of the tenant who has a page open would look.
                if (await TryLookAsync(key.Tenant, key.Id, overriding))
                {
                    changed.Add(key.Tenant);
                }
            }
            catch (StoreUnavailableException)
            {
                _dirty.AddOrUpdate(key, overriding, (_, since) => overriding.AddRange(since));
                _coalescer.SignalAfter(s_again);
            }
        }

        Tell(changed);
    }

    /// <inheritdoc cref="LookAsync"/>
    private async Task<bool> TryLookAsync(TenantId tenant, DeploymentId id, ImmutableArray<Origin> overriding)
    {
        try
        {
            return await LookAsync(tenant, id, overriding);
        }
        catch (Exception ex) when (ex is not StoreUnavailableException)
        {
            Unreadable.LeaveOut(_logger, ex, id.Value);
            return false;
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

    private void TellOfHeld() => Tell([.. _notices.Where(pair => pair.Value.Kind == NoticeKind.Held).Select(pair => pair.Key.Tenant)]);

    private void Tell(HashSet<TenantId> changed)
    {
        foreach (var tenant in changed)
        {
            Prune(tenant);
        }

        Arm();
        foreach (var tenant in changed)
        {
            _watchers.Tell(tenant);
        }
    }

    private void Prune(TenantId tenant)
    {
        var oldest = _time.GetUtcNow() - Lasts;
        foreach (var old in _notices.Where(pair => pair.Key.Tenant == tenant).OrderByDescending(pair => pair.Value.At).Where((pair, i) => i >= MostKept || pair.Value.At <= oldest).ToList())
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
}
