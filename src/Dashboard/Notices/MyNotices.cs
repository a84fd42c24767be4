using Sluice.Dashboard.Access;
using Sluice.Dashboard.Approvals;
using Sluice.Dashboard.Fleet;
using Sluice.Dashboard.Preferences;
using Sluice.Engine.Live;

namespace Sluice.Dashboard.Notices;

/// <summary>Keys of the notices that a person has seen, as far as there still are such notices.</summary>
internal sealed record SeenNotices(IReadOnlyList<string> Keys)
{
    /// <summary>What they are kept under.</summary>
    public const string Key = "notices.seen";
}

/// <summary>
/// The notices that are about the person at work: questions that wait for them, and what befell a deployment that they made, a service whose people they are among, or a place that they marked.
/// </summary>
internal sealed class MyNotices(NoticeBoard board, GateBoard gates, ILiveStates live, MyPreferences preferences, CurrentActor current)
{
    /// <summary>The newest ones are shown.</summary>
    public const int Most = 30;

    private HashSet<string> _places = [];
    private HashSet<string> _seen = [];

    public bool IsNew(Notice notice) => !_seen.Contains(notice.Key);

    /// <summary>Called on any thread when something may have changed. Dispose to stop.</summary>
    public IDisposable Subscribe(Action changed) => new Both(board.Subscribe(changed), gates.Subscribe(changed));

    /// <summary>Reads what the person has chosen and seen, also elsewhere.</summary>
    /// <exception cref="Engine.Store.StoreUnavailableException">It cannot be read.</exception>
    public async Task LoadAsync(CancellationToken ct)
    {
        await gates.BeginAsync(current.Tenant);
        await board.BeginAsync(current.Tenant);
        _places = [.. await preferences.ReadAsync<List<string>>(Stars.Key, ct) ?? []];
        _seen = [.. (await preferences.ReadAsync<SeenNotices>(SeenNotices.Key, ct))?.Keys ?? []];
    }

    /// <summary>Newest first.</summary>
    /// <exception cref="Engine.Store.StoreUnavailableException">A service is not in memory and cannot be read.</exception>
    public async Task<IReadOnlyList<Notice>> ReadAsync(CancellationToken ct)
    {
        var mine = gates.Open(current.Tenant).Where(gate => gate.WaitsFor(current)).Select(NoticeRules.Of).ToList();
        foreach (var notice in board.Of(current.Tenant))
        {
            if (await IsMineAsync(notice, ct))
            {
                mine.Add(notice);
            }
        }

        return [.. mine.OrderByDescending(notice => notice.At).Take(Most)];
    }

    /// <exception cref="Engine.Store.StoreUnavailableException">Nothing was kept; they count as new again elsewhere and later.</exception>
    public Task SeeAsync(IReadOnlyList<Notice> shown, CancellationToken ct)
    {
        _seen = [.. shown.Select(notice => notice.Key)];
        return preferences.WriteAsync(SeenNotices.Key, new SeenNotices([.. _seen]), ct);
    }

    private async ValueTask<bool> IsMineAsync(Notice notice, CancellationToken ct)
    {
        var me = current.Actor.Name;
        return notice.By != me
            && (notice.CreatedBy == me || _places.Contains($"{notice.Service}/{notice.Environment}")
                || (await live.FindServiceAsync(current.Tenant, notice.Service, ct))?.State.Profile.Owners.Contains(me, StringComparer.OrdinalIgnoreCase) == true);
    }

    private sealed class Both(IDisposable first, IDisposable second) : IDisposable
    {
        public void Dispose()
        {
            first.Dispose();
            second.Dispose();
        }
    }
}
