using Sluice.Domain.Analysis;
using Sluice.Domain.Freezes;
using Sluice.Domain.Gates;
using Sluice.Domain.Rolling;
using Sluice.Domain.Services;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Domain.Deployments;

/// <summary>Which action is legal when, and with how much friction. The one place: decider, API and console all ask here.</summary>
public static class Legality
{
    /// <summary>Every action, legal or not, in the order of the action bar.</summary>
    public static ValueList<AllowedAction> Of(Deployment deployment, ServiceEnvironment place) =>
        Enum.GetValues<DeploymentAction>().Select(action => Of(deployment, place, action)).ToValueList();

    public static AllowedAction Of(Deployment deployment, ServiceEnvironment place, DeploymentAction action)
    {
        var reason = ReasonAgainst(deployment, place, action);
        return new(action, Level(deployment, place, action), reason) { NeedsSecondPerson = SecondPerson.RuleFor(deployment, place, action) is not null };
    }

    private static string? ReasonAgainst(Deployment d, ServiceEnvironment place, DeploymentAction action) => (action, d.Status) switch
    {
        (DeploymentAction.AddNote, _) => null,
        (DeploymentAction.Review, _) => d.BrokenGate is { ReviewedBy: null } || d.OwedReasons.Count > 0 ? null : "No review is owed.",
        (DeploymentAction.Explain, _) => d.OwedReasons.Count > 0 ? null : "No reason is owed.",

        (DeploymentAction.Start, Pending { Reason: PendingReason.Draft or PendingReason.Scheduled }) => Frozen(d, place) ?? Taken(d, place) ?? Outdated(d.Spec, place),
        (DeploymentAction.Start, Pending) => Frozen(d, place) ?? (place.Holder is { } holder ? $"It waits for its place: {holder} is active." : "It waits for its turn."),
        (DeploymentAction.Start, _) => "It has been started already.",

        (DeploymentAction.Retry, Ended { Outcome: Outcome.Succeeded }) => "It succeeded; there is nothing to repeat.",
        (DeploymentAction.Retry, Ended) => Taken(d, place) ?? Outdated(d.Spec, place),
        (DeploymentAction.Retry, _) => "It has not ended yet.",

        (DeploymentAction.RollBack, Ended { Outcome: Outcome.Succeeded }) => GoingBack(d, place),
        (DeploymentAction.RollBack, Ended) => d.RollbackOutcome == RollbackOutcome.Failed
            ? "Traffic goes on being returned to what is live until it is."
            : "Stable already serves.",

        (_, Ended e) => $"It has ended: {Words.Of(e.Outcome)}.",

        (DeploymentAction.Abort or DeploymentAction.Cancel, _) => null,
        (DeploymentAction.ChangePlan, _) => PlanChange.ReasonAgainst(d),

        (DeploymentAction.RollBack, Pending) => "Nothing has changed yet; abort it instead.",
        (_, Pending) => "It has not been started.",
        (DeploymentAction.RollBack, RollingBack) => "Traffic is already returning to stable.",
        (_, RollingBack) => "Traffic is returning to stable.",
        (DeploymentAction.RollBack, Running { Stage: RunStage.Gate }) => "Nothing has changed yet; abort it instead.",
        (DeploymentAction.RollBack, _) => null,

        (DeploymentAction.Approve or DeploymentAction.Reject or DeploymentAction.Remind or DeploymentAction.Delegate or DeploymentAction.Inquire, _) => d.OpenGate switch
        {
            null => "No question is open.",
            { Lapse: GateLapse.Expired } => "The question has expired; ask again.",
            { Lapse: GateLapse.Rejected } => "The question was answered with no; ask again.",
            { Kind: GateKind.Override } when action == DeploymentAction.Approve && !d.IsInForce => "The split is not read back from the router.",
            { IsComplete: true } when action == DeploymentAction.Approve => "All approvals are given; it goes on by itself when the freeze is over.",
            _ => null,
        },
        (DeploymentAction.Reply, _) => d.OpenGate is { Unanswered: not null } ? null : "Nobody asked anything.",
        (DeploymentAction.AskAgain, _) => d.OpenGate is { Lapse: not null } ? null : "No question has to be asked again.",
        (DeploymentAction.Withdraw, _) => d.OpenGate is { Kind: GateKind.Override } ? null : "No order waits for a second person.",
        (DeploymentAction.BreakGlass, _) => d.OpenGate switch
        {
            { Kind: GateKind.Override } when !d.IsInForce => "The split is not read back from the router.",
            { GoesOn: true } => Frozen(d, place),
            _ => "No gate is in the way.",
        },

        (DeploymentAction.Pause, Running { Stage: RunStage.Apply }) when RollingPace.HasGivenUp(d) => "Instances are being replaced and others may be missing; pause it when they serve, or abort it.",
        (DeploymentAction.Pause, Running { Stage: not RunStage.Gate }) => null,
        (DeploymentAction.Pause, Paused { Reason: PauseReason.Freeze }) => null,
        (DeploymentAction.Pause, Paused) when d.OpenGate is { Kind: GateKind.Override } => null,
        (DeploymentAction.Pause, Paused) => "It is paused already.",
        (DeploymentAction.Pause, Promoting) => "The promotion is under way.",
        (DeploymentAction.Pause, _) => "Nothing has changed yet; there is nothing to pause.",

        (DeploymentAction.Resume, Paused { Reason: PauseReason.Approval }) => "A question is open: approve or reject.",
        (DeploymentAction.Resume, Paused { Reason: PauseReason.Step or PauseReason.Freeze }) => Frozen(d, place),
        (DeploymentAction.Resume, Paused) => null,
        (DeploymentAction.Resume, _) => "It is not paused.",

        (DeploymentAction.RunHookAgain, _) => d is { Status: Paused, HookInDoubt: not null } ? null : "No command is in doubt.",

        (DeploymentAction.Extend, _) => d.Stage is RunStage.Hold && d.OpenGate is null && d.Status is not Paused { Reason: PauseReason.Step } ? null : "No hold is under way.",

        (DeploymentAction.Promote or DeploymentAction.PromoteFully, Promoting) => "The promotion is under way.",
        (DeploymentAction.Promote or DeploymentAction.PromoteFully, _) when d.OpenGate is not null => "A question is open: approve or reject.",
        (DeploymentAction.Promote or DeploymentAction.PromoteFully, _) when Frozen(d, place) is { } frozen => frozen,
        (DeploymentAction.PromoteFully, _) when d.Spec.Plan.BeforePromotion is not null => "The promotion needs an approval, which cannot be skipped.",
        (DeploymentAction.PromoteFully, _) when GateAhead(d) is { } phase => $"Phase {phase + 1} needs an approval, which cannot be skipped.",
        (DeploymentAction.Promote or DeploymentAction.PromoteFully, _) => d.Stage switch
        {
            RunStage.Hold or RunStage.Waiting => d.IsInForce ? null : "The split is not read back from the router.",
            RunStage.Shift => "The share is still being set.",
            _ => "The canary is not ready yet.",
        },

        _ => "Not now.",
    };

    internal static int Level(Deployment d, ServiceEnvironment place, DeploymentAction action)
    {
        var against = d.Verdict is { HasFailingCheck: true } || d.Status is Paused { Reason: PauseReason.Inconclusive or PauseReason.Failure } || SecondPerson.IsMissed(d, place);
        return action switch
        {
            DeploymentAction.Pause or DeploymentAction.Extend or DeploymentAction.AddNote => 0,
            // Between phases it promotes.
            DeploymentAction.Resume when against => d.Status is Paused { Reason: PauseReason.Step } ? 3 : 1,
            DeploymentAction.Resume => 0,
            DeploymentAction.Start or DeploymentAction.Retry => 1,
            // What it changed already, it may change a second time.
            DeploymentAction.RunHookAgain => 2,
            DeploymentAction.Approve => d.OpenGate is { Kind: GateKind.Override } || (d.OpenGate is { GoesOn: true } && (d.Verdict is { HasFailingCheck: true } || d.LacksData)) ? 3 : 1,
            DeploymentAction.Remind or DeploymentAction.Delegate or DeploymentAction.Withdraw => 0,
            DeploymentAction.AskAgain or DeploymentAction.Review or DeploymentAction.Inquire or DeploymentAction.Reply or DeploymentAction.Explain => 1,
            DeploymentAction.BreakGlass => 3,
            DeploymentAction.Reject => d.OpenGate is { Kind: GateKind.RollbackQuestion } ? 3 : 1,
            DeploymentAction.Promote => against ? 3 : 1,
            DeploymentAction.PromoteFully => against ? 3 : 2,
            _ => 2,
        };
    }

    /// <summary>The freeze that holds it there; null when none does. What goes back to an earlier release is never frozen.</summary>
    public static FreezeNotice? Freeze(DeploymentSpec spec, ServiceEnvironment place) => spec.Kind == DeploymentKind.Rollback ? null : place.Frozen;

    private static string? Frozen(Deployment d, ServiceEnvironment place) => Freeze(d.Spec, place)?.Sentence;

    /// <summary>Null while the plan still fits what is live; otherwise why it has to be made anew.</summary>
    public static string? Outdated(DeploymentSpec spec, ServiceEnvironment place) => spec switch
    {
        { Kind: DeploymentKind.Deployment, Plan.Kind: PlanKind.Instant } when place.Live is not null =>
            "It was planned before anything was live here and would switch at once; create it anew.",
        { Kind: DeploymentKind.Deployment, Plan.Rolling: not null } when spec.FromRelease != place.Live =>
            "Another release is live than when its batches were planned; create it anew.",
        { Kind: DeploymentKind.Rollback, Supersedes: { } undone } when place.LiveBy != undone =>
            "A later deployment has replaced what it was to undo.",
        _ => null,
    };

    private static string? Taken(Deployment d, ServiceEnvironment place) => place switch
    {
        { Holder: { } holder } => $"{holder} is active here.",
        _ => place.InTheWayOf(d.Spec.Kind) is { } first ? $"{first} is next here." : null,
    };

    private static string? GoingBack(Deployment d, ServiceEnvironment place) => (d, place) switch
    {
        ({ Status: Ended { NoOp: true } }, _) => "It changed nothing.",
        ({ Stable: null }, _) => "There was no release before it.",
        (_, { Holder: { } holder }) => $"{holder} is active here.",
        _ when place.LiveBy != d.Id => "A later deployment has replaced what it brought.",
        _ => null,
    };

    private static int? GateAhead(Deployment d)
    {
        for (var i = d.Phase + 1; i < d.Spec.Plan.Phases.Count; i++)
        {
            if (d.Spec.Plan.Phases[i].NeedsApproval)
            {
                return i;
            }
        }

        return null;
    }
}
