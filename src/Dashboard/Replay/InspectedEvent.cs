using Sluice.Domain;
using Sluice.Domain.Events;
using Sluice.Domain.Replay;

namespace Sluice.Dashboard.Replay;

/// <summary>One event with everything that is recorded about it.</summary>
/// <param name="Cause">Version of the event that led to it; null when none is recorded.</param>
public sealed record InspectedEvent(
    long Version, string Kind, string Sentence, Origin? Origin, DateTimeOffset RecordedAt, Lane Lane, long? Cause, ValueList<long> Effects)
{
    public static InspectedEvent None { get; } = new(0, string.Empty, string.Empty, null, default, Lane.Platform, null, []);

    internal static InspectedEvent Of(ReplayRecord record, int index, string sentence)
    {
        var e = record.History.Events[index];
        return new(
            e.Version, e.Kind, sentence, e.Event?.Origin, e.RecordedAt, Lanes.Of(e.Event), Causes.Of(record.History.Events, index),
            Causes.EffectsOf(record.History.Events, index).ToValueList());
    }
}

/// <summary>What differs between two states.</summary>
/// <param name="From">The pinned version; null for the state before <paramref name="To"/>.</param>
public sealed record StateChanges(long? From, long To, IReadOnlyList<FieldChange> Fields)
{
    public static StateChanges None { get; } = new(null, 0, []);
}
