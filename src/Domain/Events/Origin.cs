using System.Text.Json.Serialization;

namespace Sluice.Domain.Events;

/// <summary>Who, when, why and because of what. Kept inside the payload: the event tables have no columns for it.</summary>
/// <param name="At">UTC. The instant that the decision was taken; replay never needs a clock.</param>
/// <param name="CommandId">The client-made id of the command, when a client gave one.</param>
public sealed record Origin(DateTimeOffset At, Actor By, string? Reason = null, string? CommandId = null)
{
    /// <summary>What an event carries between being decided and being stamped by the command bus.</summary>
    public static Origin Unstamped { get; } = new(default, Actor.Engine);

    /// <summary>Set on the first event of an order, null on the others and on what the engine saw.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GivenOrder? Order { get; init; }
}
