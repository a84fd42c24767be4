using System.Text.Json.Serialization;

namespace Sluice.Domain.Deployments;

/// <summary>What a note is about: an event, an instant, or a range of time.</summary>
/// <param name="Event">Version of the event; null for a note about a time.</param>
/// <param name="From">The instant, or where the range begins, UTC; null for a note about an event.</param>
/// <param name="To">Where the range ends; null for one instant.</param>
public sealed record NoteAnchor(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Event,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? From = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? To = null)
{
    /// <summary>Either an event or a time, and a range does not end before it begins.</summary>
    [JsonIgnore]
    public bool IsValid => Event is { } version ? version >= 1 && From is null && To is null : From is { } from && (To is null || To >= from);
}
