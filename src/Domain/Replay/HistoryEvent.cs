using Sluice.Domain.Events;

namespace Sluice.Domain.Replay;

/// <summary>One recorded fact as replay meets it.</summary>
/// <param name="Version">Its number in the stream.</param>
/// <param name="RecordedAt">When it was stored; when it happened is in its origin.</param>
/// <param name="Kind">The stored name.</param>
/// <param name="Event">Null when this program cannot read it: it is shown raw.</param>
/// <param name="Problem">Why it cannot be read; null when it can.</param>
public sealed record HistoryEvent<TEvent>(long Version, DateTimeOffset RecordedAt, string Kind, TEvent? Event, string? Problem = null)
    where TEvent : DomainEvent;

public enum HistoryFaultKind
{
    /// <summary>Versions are missing.</summary>
    Gap,

    /// <summary>An event that this program does not know or cannot read.</summary>
    Unreadable,

    /// <summary>An event that cannot follow what came before it.</summary>
    Impossible,
}

/// <summary>A stretch of a history after which the state may be wrong.</summary>
/// <param name="From">First version concerned.</param>
/// <param name="To">Last version concerned.</param>
/// <param name="Detail">The stored name, or what the fold said; empty for a gap.</param>
public sealed record HistoryFault(HistoryFaultKind Kind, long From, long To, string Detail);
