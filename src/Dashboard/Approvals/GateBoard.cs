using System.Collections.Concurrent;
using Sluice.Dashboard.Deployments;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Gates;
using Sluice.Domain.Services;
using Sluice.Engine.Live;
using Sluice.Engine.Store;
using static Sluice.Domain.Deployments.DeploymentEvent;

namespace Sluice.Dashboard.Approvals;

/// <summary>
/// The questions that wait for people, per tenant, kept by the live feed: one for all circuits, so that a badge costs nobody a query.
/// A question that was answered stays for a while, for those who have it on screen.
/// </summary>
internal sealed class GateBoard : IDisposable
{
    private const int MostClosed = 200;
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(2);
    private readonly OncePerTenant _begin;
    private readonly ConcurrentDictionary<(TenantId, DeploymentId), WaitingGate> _open = new();
    private readonly ConcurrentDictionary<(TenantId, DeploymentId), GateClosing> _ends = new();
    private readonly ConcurrentDictionary<(TenantId, DeploymentId), bool> _dirty = new();
    private readonly ConcurrentQueue<(TenantId Tenant, WaitingGate Gate)> _closed = new();
    private readonly TenantWatchers _watchers = new();
    private readonly TenantWatchers _askers = new();
    private readonly ILiveStates _live;
    private readonly RiskBook _risks;
    private readonly ILogger _logger;
    private readonly Coalescer _coalescer;
    private readonly IDisposable _subscription;

    public GateBoard(ILiveStates live, RiskBook risks, TimeProvider time, ILogger<GateBoard> logger)
    {
        (_live, _risks, _logger) = (live, risks, logger);
        _begin = new(LoadAsync);
        _coalescer = new(time, s_period, UpdateAsync);
        _subscription = live.Subscribe(Hear);
    }

    /// <summary>Oldest first. Empty until <see cref="BeginAsync"/> has run once for the tenant.</summary>
    public IReadOnlyList<WaitingGate> Open(TenantId tenant) =>
        [.. _open.Where(pair => pair.Key.Item1 == tenant).Select(pair => pair.Value).OrderBy(gate => gate.Gate.AskedAt).ThenBy(gate => gate.Key, StringComparer.Ordinal)];

    /// <summary>Those that were answered a while ago at most.</summary>
    public IEnumerable<WaitingGate> Closed(TenantId tenant) => _closed.Where(closed => closed.Tenant == tenant).Select(closed => closed.Gate);

    /// <summary>Looks once at everything that is on its way; later changes come by themselves.</summary>
    /// <exception cref="StoreUnavailableException">A state is not in memory and cannot be read.</exception>
    public Task BeginAsync(TenantId tenant) => _begin.RunAsync(tenant);

    /// <summary>Called on any thread after the tenant's board has changed, the evidence beside a question too. Dispose to stop.</summary>
    public IDisposable Subscribe(TenantId tenant, Action changed) => _watchers.Add(tenant, changed);

    /// <summary>Called on any thread after a question of the tenant came, went or moved to other people. Dispose to stop.</summary>
    public IDisposable SubscribeToQuestions(TenantId tenant, Action changed) => _askers.Add(tenant, changed);

    public void Dispose()
    {
        _subscription.Dispose();
        _coalescer.Dispose();
    }

    private async Task LoadAsync(TenantId tenant)
    {
        foreach (var place in _live.Services(tenant).SelectMany(service => service.State.Environments))
        {
            if (place.Holder is { } holder)
            {
                await TryLookAsync(tenant, holder);
            }
        }
    }

    private void Hear(Recorded recorded)
    {
        if (recorded.Event is not DeploymentEvent e || e is EvidenceRecorded or NoteAdded or SnapshotTaken || DeploymentId.OfStream(recorded.Stream) is not { } id)
        {
            return;
        }

        var key = (recorded.Tenant, id);
        if (e is GateOpened || _open.ContainsKey(key))
        {
            if (WordOf(e) is { } word)
            {
                _ends.TryAdd(key, new(word, e.Origin.By.Name, e.Origin.At));
            }

            _dirty[key] = true;
            _coalescer.Signal();
        }
    }

    private static string? WordOf(DeploymentEvent e) => e switch
    {
        GateAnswered answer => answer.Approved ? "approved" : "rejected",
        GateBroken => "broken",
        GateLapsed lapsed => lapsed.Why == GateLapse.Rejected ? "rejected" : "closed",
        GateOpened opened => opened.Gate.IsOfThePlan ? "closed" : null,
        ReturnStarted or DeploymentAborted or DeploymentCancelled or DeploymentFailed => "closed",
        _ => null,
    };

    private async Task UpdateAsync()
    {
        var (changed, asked) = (new HashSet<TenantId>(), new HashSet<TenantId>());
        foreach (var key in _dirty.Keys)
        {
            _dirty.TryRemove(key, out _);
            try
            {
                if (await TryLookAsync(key.Item1, key.Item2))
                {
                    asked.Add(key.Item1);
                }

                changed.Add(key.Item1);
            }
            catch (StoreUnavailableException)
            {
                _dirty[key] = true;
                _coalescer.SignalAfter(s_again);
            }
        }

        foreach (var tenant in changed)
        {
            _watchers.Tell(tenant);
        }

        foreach (var tenant in asked)
        {
            _askers.Tell(tenant);
        }
    }

    /// <inheritdoc cref="LookAsync"/>
    private async Task<bool> TryLookAsync(TenantId tenant, DeploymentId id)
    {
        try
        {
            return await LookAsync(tenant, id);
        }
        catch (Exception ex) when (ex is not StoreUnavailableException)
        {
            Unreadable.LeaveOut(_logger, ex, id.Value);
            return false;
        }
    }

    /// <returns>Whether the question is another one, or stands differently: not only what is known beside it.</returns>
    private async Task<bool> LookAsync(TenantId tenant, DeploymentId id)
    {
        var (key, found) = ((tenant, id), await _live.FindDeploymentAsync(tenant, id, CancellationToken.None));
        var service = found is null ? null : await _live.FindServiceAsync(tenant, found.State.Spec.Service, CancellationToken.None);
        var before = _open.GetValueOrDefault(key);
        var now = found?.State is { OpenGate: { } gate } state ? await WaitingAsync(tenant, state, gate, service?.State) : null;
        _ends.TryRemove(key, out var end);
        if (before is not null && before.Gate.Id != now?.Gate.Id && end is not null)
        {
            _closed.Enqueue((tenant, before with { Closed = end }));
            while (_closed.Count > MostClosed)
            {
                _closed.TryDequeue(out _);
            }
        }

        if (now is null)
        {
            _open.TryRemove(key, out _);
        }
        else
        {
            _open[key] = now;
        }

        return !Equals(before?.Standing, now?.Standing);
    }

    private async ValueTask<WaitingGate> WaitingAsync(TenantId tenant, Deployment state, Gate gate, Service? service)
    {
        var place = service?.Environment(state.Spec.Environment);
        return new(state, gate, service?.Release(state.Spec.ToRelease), place) { Service = service, Before = await _risks.BeforeAsync(tenant, place, CancellationToken.None) };
    }
}
