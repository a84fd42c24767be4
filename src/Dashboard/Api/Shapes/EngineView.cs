using System.ComponentModel;

namespace Sluice.Dashboard.Api.Shapes;

/// <summary>Whether the engine works.</summary>
/// <param name="State"><c>working</c> or <c>paused</c>; all else is null unless it is paused.</param>
public sealed record EngineView(string State, string? By, DateTimeOffset? Since, string? Reason, string? Sentence);

/// <summary>What became of an order about the engine.</summary>
/// <param name="Effect"><c>applied</c>, <c>repeated</c> (the command_id was applied before) or <c>none</c>.</param>
/// <param name="Why">For <c>none</c>: why there was nothing to do.</param>
public sealed record EngineOutcomeView(string Effect, string? Why, EngineView Engine);

/// <summary>Stops the engine for all services.</summary>
public sealed record EnginePauseBody([property: Description("1 to 500 characters; shown on every page while it lasts.")] string Reason, string? CommandId);
