using Sluice.Dashboard.Kit;
using Sluice.Domain.Deployments;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Dashboard.Deployments;

/// <summary>The state that people see, from the domain's status. The one mapping: every page shows the same word.</summary>
public static class StateOf
{
    public static ConsoleState Of(Deployment deployment) => deployment.Status switch
    {
        Pending { Reason: PendingReason.Draft } => ConsoleState.Draft,
        Pending { Reason: PendingReason.Scheduled } => ConsoleState.Scheduled,
        Pending => ConsoleState.Queued,
        Running { Stage: RunStage.Hold or RunStage.Waiting } => ConsoleState.Baking,
        Running or Promoting => ConsoleState.Shifting,
        Paused { Reason: PauseReason.Approval } => ConsoleState.AwaitingApproval,
        Paused { Reason: PauseReason.Inconclusive } => ConsoleState.HeldByVerdict,
        Paused { Reason: PauseReason.Freeze } => ConsoleState.Frozen,
        Paused => ConsoleState.HeldByPerson,
        RollingBack => ConsoleState.Returning,
        Ended e => Of(e.Outcome),
        _ => throw new ArgumentOutOfRangeException(nameof(deployment), deployment.Status, "An unknown status."),
    };

    private static ConsoleState Of(Outcome outcome) => outcome switch
    {
        Outcome.Succeeded => ConsoleState.Promoted,
        Outcome.RolledBack => ConsoleState.RolledBack,
        Outcome.Aborted or Outcome.Cancelled => ConsoleState.Aborted,
        Outcome.Failed => ConsoleState.Failed,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "An unknown outcome."),
    };
}
