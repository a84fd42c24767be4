using Sluice.Domain;
using Sluice.Domain.Deployments;

namespace Sluice.Dashboard.Replay;

/// <summary>
/// Records that were read to their end, shared by all who look at them: a long deployment costs its memory once, not once per reader.
/// Held only as long as somebody looks, and the last few a little longer.
/// </summary>
internal sealed class ReplayLibrary(ReplayReader reader)
{
    private const int MostRecent = 4;
    private const int MostEvents = 20_000;
    private readonly Lock _lock = new();
    private readonly Dictionary<(TenantId, DeploymentId), WeakReference<ReplayRecord>> _all = [];
    private readonly List<ReplayRecord> _recent = [];

    /// <summary>What is known of it already; it may have grown since, see <see cref="GrowAsync"/>.</summary>
    public ReplayRecord? Find(TenantId tenant, DeploymentId id)
    {
        lock (_lock)
        {
            return _all.TryGetValue((tenant, id), out var known) && known.TryGetTarget(out var record) ? record : null;
        }
    }

    /// <summary>Shares a record that was read to its end. From now on nobody may add to it.</summary>
    public ReplayRecord Add(ReplayRecord record)
    {
        record.Settle();
        lock (_lock)
        {
            _all[(record.Tenant, record.Id)] = new(record);
            _recent.RemoveAll(one => one.Tenant == record.Tenant && one.Id == record.Id);
            _recent.Add(record);
            while (_recent.Count > MostRecent || (_recent.Count > 1 && _recent.Sum(one => one.History.Events.Count) > MostEvents))
            {
                _recent.RemoveAt(0);
            }

            foreach (var (key, known) in _all.ToList())
            {
                if (!known.TryGetTarget(out _))
                {
                    _all.Remove(key);
                }
            }
        }

        return record;
    }

    /// <summary>The same record when nothing was added to it since; otherwise a copy with what was.</summary>
    /// <exception cref="Engine.Store.StoreUnavailableException">It cannot be read now.</exception>
    public async Task<ReplayRecord> GrowAsync(ReplayRecord record, CancellationToken ct)
    {
        var grown = record.Copy();
        while (await reader.ReadMoreAsync(grown, ct))
        {
        }

        var isSame = grown.History.LastVersion == record.History.LastVersion;
        if (grown.History.Last is not { } last || (isSame && last.Status.IsTerminal))
        {
            return isSame ? record : Add(grown);
        }

        // What is measured is no event: while it runs, more may be known without one.
        await reader.ReadServiceAsync(grown, last.Spec.Service, ct);
        await reader.ReadNewIntervalsAsync(grown, ct);
        return isSame && grown.Intervals.Count == record.Intervals.Count ? record : Add(grown);
    }

    /// <summary>All of it as it is now, shared.</summary>
    /// <returns>Null when there is no such deployment.</returns>
    /// <exception cref="Engine.Store.StoreUnavailableException">It cannot be read now.</exception>
    public async Task<ReplayRecord?> ReadAsync(TenantId tenant, DeploymentId id, CancellationToken ct) => Find(tenant, id) is { } known
        ? await GrowAsync(known, ct)
        : await reader.ReadAllAsync(tenant, id, ct) is { } read ? Add(read) : null;
}
