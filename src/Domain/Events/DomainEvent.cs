namespace Sluice.Domain.Events;

/// <summary>
/// A recorded fact, past tense; once stored it is never changed. The simple name of a concrete event is its stored
/// name (in Marten's spelling), so it is unique across all families.
/// </summary>
public abstract record DomainEvent
{
    /// <summary>Stamped by the command bus when the event is accepted.</summary>
    public Origin Origin { get; init; } = Origin.Unstamped;
}
