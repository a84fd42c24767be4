using System.Text.Json.Nodes;

namespace Sluice.Engine.Store;

/// <summary>How an event that was stored under an old name is read today. Stored events are never rewritten.</summary>
/// <param name="From">The alias it was stored under (<c>phase_started</c>).</param>
/// <param name="To">The alias it is read as; may itself be the start of another step (<c>phase_started_v2</c>).</param>
/// <param name="Change">Turns the old payload into the new one; null when only the name changed.</param>
public sealed record Upcast(string From, string To, Func<JsonNode, JsonNode>? Change = null);
