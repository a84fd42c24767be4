namespace Sluice.Domain.PlanTemplates;

/// <summary>Where a version of a plan template stands. The wire name is lower snake case.</summary>
public enum PlanVersionState
{
    /// <summary>Waits for somebody else to approve it.</summary>
    Proposed,

    /// <summary>New deployments may begin with it. One at a time.</summary>
    InForce,

    /// <summary>Was in force; a later one is, or the template was retired.</summary>
    Replaced,
    Rejected,

    /// <summary>Taken back before anybody decided, or proposed anew by the same person.</summary>
    Withdrawn,
}

/// <summary>One version of a plan template: never changed, only decided.</summary>
/// <param name="Body">Strategy, plan and guards as <c>POST /api/deployments</c> takes them: JSON, checked before it came here.</param>
/// <param name="By">Who proposed it.</param>
public sealed record PlanVersion(int Number, string Body, string? Note, Actor By, DateTimeOffset At, PlanVersionState State)
{
    /// <summary>What became of the proposal; null while nobody has said.</summary>
    public PlanDecision? Decided { get; init; }
}

/// <summary>Who approved, rejected or withdrew it.</summary>
public sealed record PlanDecision(Actor By, DateTimeOffset At, string? Reason);
