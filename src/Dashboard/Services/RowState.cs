using Sluice.Dashboard.Kit;
using Sluice.Engine.Projections;

namespace Sluice.Dashboard.Services;

/// <summary>The state that people see, from a row's wire names: as <see cref="Deployments.StateOf"/> from the state itself.</summary>
public static class RowState
{
    public static ConsoleState Of(DeploymentRow row) => (row.Status, row.Stage, row.PauseReason) switch
    {
        ("pending", _, _) => row.Reason switch { "draft" => ConsoleState.Draft, "scheduled" => ConsoleState.Scheduled, _ => ConsoleState.Queued },
        ("running", "hold" or "waiting", _) => ConsoleState.Baking,
        ("running" or "promoting", _, _) => ConsoleState.Shifting,
        ("paused", _, "approval") => ConsoleState.AwaitingApproval,
        ("paused", _, "inconclusive") => ConsoleState.HeldByVerdict,
        ("paused", _, "freeze") => ConsoleState.Frozen,
        ("paused", _, _) => ConsoleState.HeldByPerson,
        ("rolling_back", _, _) => ConsoleState.Returning,
        ("succeeded", _, _) => ConsoleState.Promoted,
        ("rolled_back", _, _) => ConsoleState.RolledBack,
        ("aborted" or "cancelled", _, _) => ConsoleState.Aborted,
        ("failed", _, _) => ConsoleState.Failed,
        _ => throw new ArgumentOutOfRangeException(nameof(row), row.Status, "An unknown status."),
    };
}
