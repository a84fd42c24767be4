using Sluice.Dashboard.Access;
using Sluice.Dashboard.Approvals;
using Sluice.Dashboard.Fleet;
using Sluice.Dashboard.Preferences;
using Sluice.Domain.Services;
using Sluice.Engine.Live;
using Sluice.Engine.Store;

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
internal sealed class MyNotices(NoticeBoard board, GateBoard gates, ILiveStates live, MyPreferences preferences, Stars stars, CurrentActor current)
{
    /// <summary>The newest ones are shown.</summary>
    public const int Most = 30;

    /// <summary>With the longest keys they still fit into one preference. More than are shown: one that is none any more makes room for an older one.</summary>
    public const int MostSeen = 120;

    private IReadOnlySet<string> _places = new HashSet<string>();
    private HashSet<string> _seen = [];

    public bool IsNew(Notice notice) => !_seen.Contains(notice.Key);

    /// <summary>Called on any thread when something may have changed. Dispose to stop.</summary>
    public IDisposable Subscribe(Action changed)
    {
        stars.Marked += Mark;
        return new All([board.Subscribe(current.Tenant, changed), gates.SubscribeToQuestions(current.Tenant, changed), new Leave(() => stars.Marked -= Mark)]);

        void Mark(IReadOnlySet<string> places)
        {
            _places = places;
            changed();
        }
    }

    /// <summary>Reads what the person has chosen and seen, also elsewhere.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be read.</exception>
    public async Task LoadAsync(CancellationToken ct)
    {
        await gates.BeginAsync(current.Tenant);
        await board.BeginAsync(current.Tenant);
        _places = new HashSet<string>(await preferences.ReadAsync<List<string>>(Stars.Key, ct) ?? []);
        _seen = [.. (await preferences.ReadAsync<SeenNotices>(SeenNotices.Key, ct))?.Keys ?? []];
    }

    /// <summary>Newest first.</summary>
    /// <exception cref="StoreUnavailableException">A service is not in memory and cannot be read.</exception>
    public async Task<IReadOnlyList<Notice>> ReadAsync(CancellationToken ct)
    {
        var mine = Questions().ToList();
        var (people, me, room) = (new Dictionary<ServiceName, bool>(), current.Actor.Name, Most);
        foreach (var notice in board.Of(current.Tenant).Where(notice => notice.By != me))
        {
            if (notice.CreatedBy == me || _places.Contains($"{notice.Service}/{notice.Environment}") || await IsOfMineAsync(people, notice.Service, ct))
            {
                mine.Add(notice);
                if (--room == 0)
                {
                    break;
                }
            }
        }

        return [.. mine.OrderByDescending(notice => notice.At).Take(Most)];
    }

    /// <summary>What was seen before stays seen, here and elsewhere, as long as there is such a notice.</summary>
    /// <exception cref="StoreUnavailableException">Nothing was kept; they count as new again elsewhere and later.</exception>
    public Task SeeAsync(IEnumerable<Notice> shown, CancellationToken ct)
    {
        _seen.UnionWith(shown.Select(notice => notice.Key));
        _seen = [.. Questions().Concat(board.Of(current.Tenant)).Select(notice => notice.Key).Where(_seen.Contains).Take(MostSeen)];
        return preferences.WriteAsync(SeenNotices.Key, new SeenNotices([.. _seen]), ct);
    }

    private IEnumerable<Notice> Questions() => gates.Open(current.Tenant).Where(gate => gate.WaitsFor(current)).Select(NoticeRules.Of);

    /// <param name="known">Each service is asked for once, however much befell it.</param>
    private async ValueTask<bool> IsOfMineAsync(Dictionary<ServiceName, bool> known, ServiceName service, CancellationToken ct)
    {
        if (!known.TryGetValue(service, out var isMine))
        {
            isMine = (await FindAsync(service, ct))?.Profile.Owners.Contains(current.Actor.Name, StringComparer.OrdinalIgnoreCase) == true;
            known.Add(service, isMine);
        }

        return isMine;
    }

    private async ValueTask<Service?> FindAsync(ServiceName service, CancellationToken ct)
    {
        try
        {
            return (await live.FindServiceAsync(current.Tenant, service, ct))?.State;
        }
        catch (Exception ex) when (ex is UnknownEventException or InvalidDataException)
        {
            // The pages of the service say so. Nobody is known to be among its people.
            return null;
        }
    }

    private sealed class All(IReadOnlyList<IDisposable> parts) : IDisposable
    {
        public void Dispose()
        {
            foreach (var part in parts)
            {
                part.Dispose();
            }
        }
    }

    private sealed class Leave(Action stop) : IDisposable
    {
        public void Dispose() => stop();
    }
}
