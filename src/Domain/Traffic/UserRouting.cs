using System.Text.Json.Serialization;

namespace Sluice.Domain.Traffic;

/// <summary>Who takes part in a deployment, and whether users stay with the release that they got.</summary>
/// <param name="Sticky">Null: each request is shared out for itself.</param>
/// <param name="Match">Who takes part: requests for which any of these holds. All others go to what was live, uncounted in the comparison. Empty: everybody takes part.</param>
public sealed record UserRouting([property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Stickiness? Sticky, ValueList<UserMatch> Match);
