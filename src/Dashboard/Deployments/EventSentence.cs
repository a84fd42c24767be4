using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Resources;
using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Domain.Gates;
using Sluice.Domain.Hooks;
using Sluice.Domain.Snapshots;
using static Sluice.Domain.Deployments.DeploymentEvent;

namespace Sluice.Dashboard.Deployments;

/// <summary>One recorded fact as a sentence for people. Lists, dialogs and chart markers say the same.</summary>
public sealed class EventSentence(IStringLocalizer<Texts> texts)
{
    public string Of(DomainEvent @event) => @event switch
    {
        DeploymentCreated e => Created(e),
        DeploymentQueued { Behind: { } holder } => Text("Event.Queued", holder),
        DeploymentQueued e => Text("Event.QueuedFrozen", e.Freeze ?? string.Empty),
        DeploymentStarted => Text("Event.Started"),
        StableCaptured { Stable: { } stable } => Text("Event.Captured", stable.Release, stable.Instances.Count),
        StableCaptured => Text("Event.CapturedNothing"),
        SnapshotTaken e => Text(e.Moment == SnapshotMoment.Before ? "Event.SnapshotBefore" : "Event.SnapshotAfter", e.Snapshot.Instances.Count + e.Snapshot.LeftOut),
        HookStarted { Stage: HookStage.Preview, Attempt: > 1 } e => Text("Event.PreviewCheckStartedAgain", e.Attempt),
        HookStarted { Stage: HookStage.Preview } => Text("Event.PreviewCheckStarted"),
        HookStarted { Attempt: > 1 } e => Text("Event.HookStartedAgain", e.Attempt),
        HookStarted => Text("Event.HookStarted"),
        HookEnded { Problem: { } problem } => problem,
        HookEnded { Stage: HookStage.Preview } e => Text(e.Outcome == HookOutcome.Stopped ? "Event.PreviewCheckStopped" : "Event.PreviewCheckSucceeded"),
        HookEnded e => Text(e.Outcome == HookOutcome.Stopped ? "Event.HookStopped" : "Event.HookSucceeded"),
        HookAccepted e => Text(e.Stage == HookStage.Preview ? "Event.PreviewCheckAccepted" : "Event.HookAccepted", e.Origin.By.Name),
        CanaryReady e => Text("Event.CanaryReady", e.Instances),
        PhaseEntered { Mirror: { } copies } e => Text("Event.PhaseEntered", e.Phase + 1, Text("Mirror.Copies", copies)),
        PhaseEntered e => Text("Event.PhaseEntered", e.Phase + 1, e.Share),
        SplitSet { Mirror: { } copies, DueAt: { } due } => Text("Event.MirrorHeld", copies, Times.Clock(due)),
        SplitSet { Mirror: { } copies } => Text("Event.MirrorSet", copies),
        SplitSet { DueAt: { } due } e => Text("Event.SplitHeld", e.Split.Canary, Times.Clock(due)),
        SplitSet e => Text("Event.SplitSet", e.Split.Canary),
        SplitLost e => Text("Event.SplitLost", e.Detail),
        VerdictChanged e => Text("Event.Verdict", texts[$"Verdict.{e.Verdict.Kind}"], e.Verdict.Sentence),
        EvidenceRecorded e => Text("Event.Evidence", e.Verdict.Sentence),
        WaitingBegan e => Text("Event.Waiting", e.Phase + 1, Times.Clock(e.DueAt)),
        PhaseCompleted e => Text("Event.PhaseCompleted", e.Phase + 1),
        PhasesSkipped e when e.First == e.Last => Text("Event.PhaseSkipped", e.First + 1),
        PhasesSkipped e => Text("Event.PhasesSkipped", e.First + 1, e.Last + 1),
        HoldExtended e => Text("Event.Extended", Times.Planned(e.By)),
        DeploymentPaused { Why: { Length: > 0 } why } e => Text("Event.PausedWhy", texts[$"Pause.{e.Reason}"], why),
        DeploymentPaused e => Text("Event.Paused", texts[$"Pause.{e.Reason}"]),
        DeploymentResumed => Text("Event.Resumed"),
        GateOpened e => Text("Event.GateOpened", e.Gate.Question),
        GateAnswered e => Text(e.Approved ? "Event.GateApproved" : "Event.GateRejected"),
        ApprovalGiven e => Text("Event.ApprovalGiven", e.Origin.By.Name),
        ApprovalsVoided e => Text("Event.ApprovalsVoided", string.Join(", ", e.Of), e.Why),
        CarryOnGiven e => Text("Event.CarryOnGiven", e.Origin.By.Name),
        GateLapsed { Why: GateLapse.Withdrawn } => Text("Event.OrderWithdrawn"),
        GateLapsed { Why: GateLapse.Overtaken } => Text("Event.OrderOvertaken"),
        GateLapsed e => Text(e.Why == GateLapse.Expired ? "Event.GateExpired" : "Event.GateHeld"),
        GateReminded => Text("Event.GateReminded"),
        GateInquired e => Text("Event.GateInquired", e.Origin.By.Name, e.Text),
        GateReplied e => Text("Event.GateReplied", e.Origin.By.Name, e.Text),
        ReasonOwed e => Text("Event.ReasonOwed", texts[$"Action.{e.Action}"], e.Origin.By.Name, Times.Clock(e.ExplainBy)),
        ReasonSettled e => Text("Event.ReasonSettled", e.Origin.By.Name, e.Text),
        GateDelegated e => Text("Event.GateDelegated", e.To),
        GateBroken e => Text("Event.GateBroken", e.Incident, Times.Clock(e.ReviewDueAt)),
        BrokenGateReviewed e => Text("Event.GateReviewed", e.Text),
        PlanChanged e => Text("Event.PlanChanged", string.Join(", ", e.Ahead.Select(phase => phase.Share))),
        PromotionStarted e => Text(e.Full ? "Event.PromotionFull" : "Event.Promotion"),
        ReturnStarted e => Text("Event.ReturnStarted", e.Reason),
        DeploymentSucceeded { SameAs: { } live } => Text("Event.NoOpSame", live),
        DeploymentSucceeded e => Text(e.NoOp ? "Event.NoOp" : "Event.Succeeded"),
        DeploymentRolledBack => Text("Event.RolledBack"),
        DeploymentAborted e => Text("Event.Aborted", e.Reason),
        DeploymentCancelled e => Text("Event.Cancelled", e.Reason),
        DeploymentFailed e => Text("Event.Failed", e.Cause),
        NoteAdded e => Text("Event.Note", e.Text),
        _ => Text("Event.Other", @event.GetType().Name),
    };

    /// <summary>What a question's two answers are called.</summary>
    public (string Approve, string Reject) AnswersOf(Gate gate, Deployment deployment) => gate.Kind == GateKind.RollbackQuestion
        ? (Text("Question.ApproveRollback"), Text("Question.RejectRollback"))
        : gate.Kind == GateKind.Override ? (Text("Question.ApproveOrder"), Text("Question.RejectOrder"))
        : deployment.Spec.Strategy is DeploymentStrategy.BlueGreen or DeploymentStrategy.Mirror && gate.Kind == GateKind.BeforePhase && PhaseOf(gate, deployment).Mirror is null ? (Text("Question.ApproveSwitch"), Text("Question.RejectPhase"))
        : gate.Kind == GateKind.BeforePromotion ? (Text("Question.ApprovePromotion"), Text("Question.RejectPhase"))
        : (Text("Question.ApprovePhase", MirrorText.Share(texts, PhaseOf(gate, deployment))), Text("Question.RejectPhase"));

    private static Phase PhaseOf(Gate gate, Deployment deployment) => deployment.Spec.Plan.Phases[Math.Clamp(gate.Phase, 0, deployment.Spec.Plan.Last)];

    private string Created(DeploymentCreated e)
    {
        var sentence = Text(e.Spec.Kind == DeploymentKind.Initial ? "Event.CreatedInitial" : "Event.Created", e.Spec.ToRelease, e.Spec.Environment);
        sentence += e.Spec.ForceRecreate ? " " + Text("Event.Forced") : "";
        return sentence + (e.Spec.SkipHealth ? " " + Text("Event.Unasked") : "");
    }

    private string Text(string key, params object[] values) => values.Length == 0 ? texts[key].Value : texts[key, values].Value;
}
