using System.Text.Json;

namespace Sluice.Dashboard.Api.Shapes;

/// <summary>One recorded fact, as stored.</summary>
/// <param name="Version">Its number in the deployment's history: 1, 2, 3 …</param>
/// <param name="Type">Its stored name, in lower snake case.</param>
/// <param name="Data">The payload as stored; names are in camel case.</param>
public sealed record EventView(long Version, DateTimeOffset At, string Type, JsonElement Data);
