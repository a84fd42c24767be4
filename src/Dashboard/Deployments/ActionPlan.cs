using Sluice.Dashboard.Kit;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Dashboard.Deployments;

/// <summary>How one action stands in the bar.</summary>
internal sealed record BarAction(AllowedAction Allowed, ButtonTone Tone)
{
    public DeploymentAction Action => Allowed.Action;
}

/// <summary>Which buttons the bar shows and which of them is the loud one. What is legal is decided by the domain alone.</summary>
internal sealed record ActionPlan(IReadOnlyList<BarAction> Forward, IReadOnlyList<BarAction> Back)
{
    /// <param name="limit">Takes away what the viewer lacks the role for.</param>
    public static ActionPlan For(Deployment d, ServiceEnvironment place, Func<AllowedAction, AllowedAction> limit)
    {
        var primary = Primary(d);
        var forward = Shown(d).Select(action => Bar(action, action == primary ? ButtonTone.Primary : ButtonTone.Secondary)).ToList();
        var back = GoingBack(d).Select(action => Bar(action, action is DeploymentAction.Abort ? ButtonTone.Danger : ButtonTone.Secondary)).ToList();
        return new(forward, back);

        BarAction Bar(DeploymentAction action, ButtonTone tone) => new(limit(Legality.Of(d, place, action)), tone);
    }

    /// <summary>A stop must take two keystrokes: its dialog opens with the focus on the red button and asks for no reason.</summary>
    public static bool IsFast(DeploymentAction action) => action is DeploymentAction.Abort or DeploymentAction.Cancel;

    private static DeploymentAction? Primary(Deployment d) => d.Status switch
    {
        Pending { Reason: PendingReason.Draft or PendingReason.Scheduled } => DeploymentAction.Start,
        Running { Stage: RunStage.Hold or RunStage.Waiting } => DeploymentAction.Promote,
        Paused { Reason: PauseReason.Approval or PauseReason.Freeze } => null,
        Paused when d.HookInDoubt is not null => null,
        Paused => DeploymentAction.Resume,
        Ended { Outcome: not Outcome.Succeeded } => DeploymentAction.Retry,
        _ => null,
    };

    private static DeploymentAction[] Shown(Deployment d) => d.Status switch
    {
        Pending { Reason: PendingReason.Draft or PendingReason.Scheduled } => [DeploymentAction.Start],
        Pending => [DeploymentAction.Start],
        // The question's own banner has the two answers.
        Paused { Reason: PauseReason.Approval } => [],
        Paused { Reason: PauseReason.Freeze } => [DeploymentAction.Promote, DeploymentAction.PromoteFully, DeploymentAction.Pause, DeploymentAction.Extend],
        Paused when d.HookInDoubt is not null => [DeploymentAction.RunHookAgain, DeploymentAction.Resume],
        Paused => [DeploymentAction.Resume, DeploymentAction.Promote, DeploymentAction.PromoteFully, DeploymentAction.Extend],
        Ended { Outcome: Outcome.Succeeded } => [],
        Ended => [DeploymentAction.Retry],
        _ => [DeploymentAction.Promote, DeploymentAction.PromoteFully, DeploymentAction.Pause, DeploymentAction.Extend],
    };

    private static DeploymentAction[] GoingBack(Deployment d) => d.Status switch
    {
        Pending => [DeploymentAction.Abort],
        Ended { Outcome: Outcome.Succeeded } => [DeploymentAction.RollBack],
        Ended => [],
        _ => [DeploymentAction.RollBack, DeploymentAction.Abort],
    };
}
