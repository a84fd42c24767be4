using System.Collections.Concurrent;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Engine.Commands;
using Sluice.Engine.Live;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Deployments;

/// <summary>The events of one deployment as far as they are known, for everyone who looks at it. Grows by what is heard, and is read when something was missed.</summary>
internal sealed class DeploymentHistory : IDisposable
{
    private readonly Lock _lock = new();
    private readonly ConcurrentQueue<Recorded> _fresh = new();
    private readonly IEventStore _store;
    private readonly TenantId _tenant;
    private readonly DeploymentId _id;
    private readonly IDisposable _subscription;
    private VersionedEvent[] _events = [];
    private bool _missing = true;
    private Task? _reading;

    public DeploymentHistory(ILiveStates live, IEventStore store, TenantId tenant, DeploymentId id)
    {
        (_store, _tenant, _id) = (store, tenant, id);
        _subscription = live.Subscribe(recorded =>
        {
            if (recorded.Tenant == tenant && recorded.Stream == id.Stream)
            {
                _fresh.Enqueue(recorded);
            }
        });
    }

    private long Last => _events.Length > 0 ? _events[^1].Version : 0;

    /// <returns>The same list as long as nothing was added, and whether some are missing because the store is away.</returns>
    /// <exception cref="UnknownEventException">A stored event that this program does not know.</exception>
    public async Task<(IReadOnlyList<VersionedEvent> Events, bool IsPartial)> ReadAsync(CancellationToken ct)
    {
        Task reading;
        lock (_lock)
        {
            Follow();
            if (!_missing)
            {
                return (_events, false);
            }

            // One reads for all who wait, so that none who leaves ends it.
            reading = _reading is { IsCompleted: false } under ? under : (_reading = FillAsync(Last));
        }

        await reading.WaitAsync(ct);
        lock (_lock)
        {
            Follow();
            return (_events, _missing);
        }
    }

    public void Dispose() => _subscription.Dispose();

    private void Follow()
    {
        var heard = new List<VersionedEvent>();
        while (_fresh.TryDequeue(out var recorded))
        {
            var last = heard.Count > 0 ? heard[^1].Version : Last;
            if (recorded.Version == last + 1)
            {
                heard.Add(new(recorded.Version, recorded.At, recorded.Event));
            }
            else
            {
                _missing |= recorded.Version > last + 1;
            }
        }

        if (heard.Count > 0)
        {
            _events = [.. _events, .. heard];
        }
    }

    private async Task FillAsync(long after)
    {
        try
        {
            var rest = await _store.ReadStreamAsync(_tenant, _id.Stream, after, toVersion: null, CancellationToken.None);
            lock (_lock)
            {
                _events = [.. _events, .. rest.Where(r => r.Version > Last).Select(r => new VersionedEvent(r.Version, r.At, r.Event))];
                _missing = false;
            }
        }
        catch (StoreUnavailableException)
        {
            // What is known stays on screen; the page says that it is not all, and reads again.
        }
    }
}
