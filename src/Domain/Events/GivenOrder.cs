using System.Text.Json.Serialization;

namespace Sluice.Domain.Events;

/// <summary>The order that events follow from. Only the first event of an order carries it, so there is one per order.</summary>
/// <param name="Command">Wire name: <c>promote</c>, <c>declare_service</c>.</param>
/// <param name="From">Where it was given: <c>ui</c>, <c>api</c>, <c>cli</c>, <c>engine</c>.</param>
/// <param name="Seen">The version that the giver's view was drawn from; null when the order does not depend on one.</param>
/// <param name="Version">The version of the stream after the order.</param>
/// <param name="Against">The verdict or question that the order overrides, in wire words; null when it overrides nothing.</param>
public sealed record GivenOrder(
    string Command,
    string From,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Seen,
    long Version,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Against = null)
{
    /// <summary>The role that the giver's right rested on, in wire words; null where that was not noted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Role { get; init; }
}
