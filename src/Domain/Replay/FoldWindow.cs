using Sluice.Domain.Events;

namespace Sluice.Domain.Replay;

/// <summary>
/// The states of a history around where somebody looks. The first one that is asked for costs a fold up to the next kept state; its neighbours on either side cost nothing then.
/// One for each reader; not safe for several threads.
/// </summary>
public sealed class FoldWindow<TState, TEvent>(FoldHistory<TState, TEvent> history)
    where TState : class
    where TEvent : DomainEvent
{
    private (int From, IReadOnlyList<TState?> States) _known = (0, []);

    /// <summary>The state after the first <paramref name="count"/> events.</summary>
    /// <param name="count">0 to the number of events.</param>
    public TState? At(int count)
    {
        if (count < _known.From || count >= _known.From + _known.States.Count)
        {
            _known = history.Around(count);
        }

        return _known.States[count - _known.From];
    }
}
