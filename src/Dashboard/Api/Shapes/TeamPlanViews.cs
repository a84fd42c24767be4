using System.ComponentModel;
using System.Text.Json;

namespace Sluice.Dashboard.Api.Shapes;

/// <summary>A plan of a team, without its versions.</summary>
/// <param name="InForce">The version that new deployments may begin with; null: none.</param>
/// <param name="Proposed">The version that waits for an approval; null: none.</param>
/// <param name="Revision">Grows with each order about it; orders may give it back as <c>seen</c>.</param>
/// <param name="DefaultRevision">The same for the orders about the team's default; 0 while there was none.</param>
public sealed record TeamPlanItem(string Team, string Name, bool IsDefault, bool IsRetired, int? InForce, int? Proposed, int Revision, int DefaultRevision);

/// <summary>A plan of a team with its versions, newest first. Of old ones that are not in force the last are here.</summary>
public sealed record TeamPlanView(string Team, string Name, bool IsDefault, bool IsRetired, int? InForce, int? Proposed, int Revision, int DefaultRevision, IReadOnlyList<TeamPlanVersionView> Versions);

/// <param name="State"><c>proposed</c>, <c>in_force</c>, <c>replaced</c>, <c>rejected</c> or <c>withdrawn</c>.</param>
/// <param name="Body">Strategy, plan and guards as <c>POST /api/deployments</c> takes them.</param>
/// <param name="Decided">Who approved, rejected or withdrew it; null while nobody has.</param>
public sealed record TeamPlanVersionView(int Version, string State, JsonElement Body, string? Note, string ProposedBy, DateTimeOffset ProposedAt, TeamPlanDecisionView? Decided);

public sealed record TeamPlanDecisionView(string By, DateTimeOffset At, string? Reason);

/// <summary>What became of an order about a plan of a team.</summary>
/// <param name="Effect"><c>applied</c>, <c>repeated</c> (the command_id was applied before) or <c>none</c>.</param>
/// <param name="Why">For <c>none</c>: why there was nothing to do.</param>
public sealed record TeamPlanOutcomeView(string Effect, string? Why, TeamPlanView? Plan);

/// <summary>The plan of a team that a deployment began with.</summary>
public sealed record TemplateView(string Team, string Name, int Version);

/// <summary>A new version of a plan, or a new plan. It waits until somebody else approves it.</summary>
public sealed record TeamPlanProposalBody(
    TeamPlanShapeBody Body,
    [property: Description("What is new in it: one line of at most 300 characters.")] string? Note,
    [property: Description("The revision that your view was drawn from: with it, what somebody else changed since is not written over.")] int? Seen,
    string? Reason,
    string? CommandId);

/// <summary>Of the body of a deployment how it is delivered and what guards it. Service, release and time are each deployment's own.</summary>
public sealed record TeamPlanShapeBody(
    string? Strategy,
    PlanBody? Plan,
    IReadOnlyDictionary<string, JsonElement>? Parameters,
    ThresholdsBody? Thresholds,
    AnalysisBody? Analysis,
    RollbackBody? Rollback);

/// <summary>An order about a plan of a team.</summary>
public sealed record TeamPlanOrderBody(
    [property: Description("The revision that your view was drawn from: with it, what somebody else changed since is not written over.")] int? Seen,
    [property: Description("Why, at most 2,000 characters; recorded. To reject takes one.")] string? Reason,
    string? CommandId);
