namespace Sluice.Domain.Deployments;

public enum PendingReason
{
    Draft,
    Queued,

    /// <summary>Waits for its time, and holds no place meanwhile.</summary>
    Scheduled,
}

/// <summary>Where a running deployment is.</summary>
public enum RunStage
{
    /// <summary>Looking at what runs; nothing was changed yet.</summary>
    Gate,

    /// <summary>Starting the canary's instances.</summary>
    Apply,

    /// <summary>A share was asked for and is not read back yet.</summary>
    Shift,

    /// <summary>The share is in force; evidence is collected.</summary>
    Hold,

    /// <summary>The timed gap after a phase.</summary>
    Waiting,
}

public enum PauseReason
{
    Person,
    Approval,
    Step,
    Inconclusive,
    Failure,

    /// <summary>It is ready to go on, and a freeze is in force. It goes on by itself when the freeze ends.</summary>
    Freeze,
}

public enum PromoteStage
{
    CutOver,
    Smoke,
    Record,
}

/// <summary>What a return of traffic will be called when it is done.</summary>
public enum EndsAs
{
    RolledBack,
    Aborted,
    Cancelled,
    Failed,
}

public enum Outcome
{
    Succeeded,
    RolledBack,
    Failed,
    Aborted,
    Cancelled,
}

/// <summary>Closed family: what a deployment is doing. The terminal one never changes.</summary>
public abstract record DeploymentStatus
{
    private DeploymentStatus()
    {
    }

    public bool IsTerminal => this is Ended;

    public sealed record Pending(PendingReason Reason) : DeploymentStatus;

    public sealed record Running(RunStage Stage) : DeploymentStatus;

    /// <param name="At">The stage that goes on after a resume.</param>
    public sealed record Paused(PauseReason Reason, RunStage At, Actor By, DateTimeOffset Since, string? Why) : DeploymentStatus;

    public sealed record Promoting(PromoteStage Stage) : DeploymentStatus;

    /// <param name="Deadline">The return's own time budget.</param>
    public sealed record RollingBack(EndsAs EndsAs, string Reason, Actor By, DateTimeOffset Since, DateTimeOffset Deadline) : DeploymentStatus;

    /// <param name="NoOp">Succeeded without having had to change anything.</param>
    public sealed record Ended(Outcome Outcome, string? Reason, DateTimeOffset At, bool NoOp = false) : DeploymentStatus;
}
