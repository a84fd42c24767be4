namespace Sluice.Dashboard.Api.Shapes;

/// <summary>An application with its newest rollout.</summary>
/// <param name="Rollout">Its number, from 1.</param>
/// <param name="Status"><c>running</c>, <c>held</c>, <c>succeeded</c>, <c>failed</c>, <c>cancelled</c> or <c>superseded</c>.</param>
/// <param name="Why">Why it is held, or how it ended.</param>
/// <param name="StartedBy">In whose name its deployments are made.</param>
public sealed record ApplicationView(string Name, string Environment, int Rollout, string Status, string? Why, string StartedBy, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string? Reason, IReadOnlyList<RolloutStepView> Steps);

/// <param name="State"><c>waiting</c>, <c>deploying</c>, <c>done</c> or <c>failed</c>.</param>
/// <param name="WaitsFor">Of one that waits, what is missing, in sentences.</param>
/// <param name="Why">Of one that failed.</param>
public sealed record RolloutStepView(string Key, string Service, int Release, string State, string? Deployment, IReadOnlyList<ComposeAfterView> After, IReadOnlyList<string> WaitsFor, string? Why);

/// <param name="Outcome"><c>applied</c>, <c>repeated</c> or <c>none</c>.</param>
/// <param name="Why">Why there was nothing to do.</param>
public sealed record ApplicationOutcomeView(string Outcome, string? Why, ApplicationView? Application, IReadOnlyList<string> Warnings);
