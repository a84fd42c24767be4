using Sluice.Domain.Events;

namespace Sluice.Domain.Replay;

/// <summary>
/// The states of a stream after each of its events, by the fold that everything else uses. Keeps a state every <see cref="SnapshotEvery"/> events, so that any of them is a short fold away.
/// What cannot be read or cannot be true is left out of the fold and named; it is never skipped in silence. Not safe for several threads.
/// </summary>
public sealed class FoldHistory<TState, TEvent>(Func<TState?, TEvent, TState?> evolve)
    where TState : class
    where TEvent : DomainEvent
{
    public const int SnapshotEvery = 200;

    private readonly List<HistoryEvent<TEvent>> _events = [];
    private readonly List<HistoryFault> _faults = [];
    private readonly List<TState?> _snapshots = [null];
    private TState? _last;

    public IReadOnlyList<HistoryEvent<TEvent>> Events => _events;

    public IReadOnlyList<HistoryFault> Faults => _faults;

    public long LastVersion => _events.Count > 0 ? _events[^1].Version : 0;

    /// <summary>The state after the last event; null before the first one that could be read.</summary>
    public TState? Last => _last;

    /// <exception cref="ArgumentException">It does not come after the last one.</exception>
    public void Append(HistoryEvent<TEvent> @event)
    {
        if (@event.Version <= LastVersion)
        {
            throw new ArgumentException($"Event {@event.Version} does not come after {LastVersion}.", nameof(@event));
        }

        if (@event.Version > LastVersion + 1)
        {
            _faults.Add(new(HistoryFaultKind.Gap, LastVersion + 1, @event.Version - 1, string.Empty));
        }

        _events.Add(@event);
        if (@event.Event is { } known)
        {
            try
            {
                _last = evolve(_last, known);
            }
            catch (Exception ex)
            {
                // Whatever the fold says of a history that is not whole belongs to the finding.
                _faults.Add(new(HistoryFaultKind.Impossible, @event.Version, @event.Version, ex.Message));
            }
        }
        else
        {
            _faults.Add(new(HistoryFaultKind.Unreadable, @event.Version, @event.Version, @event.Problem ?? @event.Kind));
        }

        if (_events.Count % SnapshotEvery == 0)
        {
            _snapshots.Add(_last);
        }
    }

    /// <summary>The state after the first <paramref name="count"/> events.</summary>
    /// <param name="count">0 to the number of events.</param>
    public TState? At(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _events.Count);
        var from = count / SnapshotEvery;
        var state = _snapshots[from];
        for (var i = from * SnapshotEvery; i < count; i++)
        {
            state = After(state, _events[i]);
        }

        return state;
    }

    /// <summary>The states after the first so many events, for each number from that of a kept state to that of the next.</summary>
    /// <param name="count">0 to the number of events; one of the numbers.</param>
    public (int From, IReadOnlyList<TState?> States) Around(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _events.Count);
        var from = count / SnapshotEvery * SnapshotEvery;
        var states = new List<TState?>(SnapshotEvery + 1) { _snapshots[count / SnapshotEvery] };
        for (var i = from; i < _events.Count && states.Count <= SnapshotEvery; i++)
        {
            states.Add(After(states[^1], _events[i]));
        }

        return (from, states);
    }

    /// <summary>The same history, to be added to. Events and states are shared.</summary>
    public FoldHistory<TState, TEvent> Copy()
    {
        var copy = new FoldHistory<TState, TEvent>(evolve) { _last = _last };
        copy._events.AddRange(_events);
        copy._faults.AddRange(_faults);
        copy._snapshots.Clear();
        copy._snapshots.AddRange(_snapshots);
        return copy;
    }

    /// <summary>Every event with the state after it, in one pass.</summary>
    public IEnumerable<(HistoryEvent<TEvent> Event, TState? State)> Walk()
    {
        TState? state = null;
        foreach (var one in _events)
        {
            state = After(state, one);
            yield return (one, state);
        }
    }

    /// <summary>How many events there are up to a version; one within a gap counts what came before it.</summary>
    public int CountAt(long version)
    {
        var (low, high) = (0, _events.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _events[middle].Version <= version ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private TState? After(TState? state, HistoryEvent<TEvent> one) => one.Event is { } known && !IsImpossible(one.Version) ? evolve(state, known) : state;

    private bool IsImpossible(long version) => _faults.Exists(fault => fault.Kind == HistoryFaultKind.Impossible && fault.From == version);
}
