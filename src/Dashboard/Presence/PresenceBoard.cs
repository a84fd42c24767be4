using System.Collections.Immutable;

namespace Sluice.Dashboard.Presence;

/// <summary>Who looks at what: on this node, and on others as far as they tell. In memory only: it ends with the circuits that it tells of.</summary>
internal sealed class PresenceBoard
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Sight, ImmutableArray<Visit>> _visits = [];
    private readonly Dictionary<(Sight Page, string Node), Elsewhere> _elsewhere = [];
    private Action<Sight>? _watcher;

    /// <summary>Where somebody looks on this node.</summary>
    public IReadOnlyList<Sight> Pages
    {
        get
        {
            lock (_lock)
            {
                return [.. _visits.Keys];
            }
        }
    }

    /// <param name="changed">Called on any thread after who looks at a page on this node has changed. There is one watcher.</param>
    public void Watch(Action<Sight> changed) => _watcher = changed;

    /// <summary>Who is seen on this node, each person once. By name.</summary>
    public IReadOnlyList<Onlooker> Here(Sight page) => OneEach(Visits(page).Where(visit => !visit.IsAway).Select(visit => visit.Who).OfType<Onlooker>());

    /// <summary>Takes over what another node says about a page.</summary>
    /// <returns>Whether it said anything about the page for the first time in a while.</returns>
    public bool Hear(Sight page, string node, ImmutableArray<Onlooker> there, DateTimeOffset at)
    {
        Elsewhere? before;
        lock (_lock)
        {
            before = _elsewhere.GetValueOrDefault((page, node));
            if (there.IsEmpty)
            {
                _elsewhere.Remove((page, node));
            }
            else
            {
                _elsewhere[(page, node)] = new(there, at);
            }
        }

        if (!(before?.There ?? []).SequenceEqual(there))
        {
            TellAll(page);
        }

        return before is null && !there.IsEmpty;
    }

    /// <summary>Forgets what was said before the instant and not since.</summary>
    public void Forget(DateTimeOffset before)
    {
        List<Sight> gone;
        lock (_lock)
        {
            var old = _elsewhere.Where(said => said.Value.At < before).Select(said => said.Key).ToList();
            old.ForEach(said => _elsewhere.Remove(said));
            gone = [.. old.Select(said => said.Page).Distinct()];
        }

        gone.ForEach(TellAll);
    }

    public void Add(Visit visit)
    {
        lock (_lock)
        {
            _visits[visit.Page] = At(visit.Page).Add(visit);
        }

        Tell(visit);
    }

    public void Remove(Visit visit)
    {
        lock (_lock)
        {
            var rest = At(visit.Page).Remove(visit);
            if (rest.IsEmpty)
            {
                _visits.Remove(visit.Page);
            }
            else
            {
                _visits[visit.Page] = rest;
            }
        }

        Tell(visit);
    }

    /// <summary>Tells the other visits of the page that this one has changed.</summary>
    public void Tell(Visit visit)
    {
        _watcher?.Invoke(visit.Page);
        foreach (var other in Visits(visit.Page))
        {
            if (other != visit)
            {
                other.Changed();
            }
        }
    }

    /// <summary>Each person once, however many windows they have open; never the visitor. By name.</summary>
    public IReadOnlyList<Onlooker> Others(Visit visit)
    {
        if (visit.Who is not { } me)
        {
            return [];
        }

        return [.. OneEach(Here(visit.Page).Concat(There(visit.Page))).Where(other => !string.Equals(other.Name, me.Name, StringComparison.Ordinal))];
    }

    private static List<Onlooker> OneEach(IEnumerable<Onlooker> windows) =>
        [.. windows.GroupBy(window => window.Name, StringComparer.Ordinal).Select(same => same.FirstOrDefault(window => window.Asks is not null) ?? same.First()).OrderBy(who => who.Name, StringComparer.Ordinal)];

    private List<Onlooker> There(Sight page)
    {
        lock (_lock)
        {
            return [.. _elsewhere.Where(said => said.Key.Page == page).SelectMany(said => said.Value.There)];
        }
    }

    private void TellAll(Sight page)
    {
        foreach (var visit in Visits(page))
        {
            visit.Changed();
        }
    }

    private ImmutableArray<Visit> Visits(Sight page)
    {
        lock (_lock)
        {
            return At(page);
        }
    }

    private ImmutableArray<Visit> At(Sight page) => _visits.GetValueOrDefault(page, []);

    private sealed record Elsewhere(ImmutableArray<Onlooker> There, DateTimeOffset At);
}
