using System.Diagnostics;
using Sluice.Domain.Analysis;
using Sluice.Domain.Gates;
using Sluice.Domain.Hooks;
using Sluice.Domain.Planning;
using Sluice.Domain.Snapshots;
using Sluice.Domain.Traffic;
using static Sluice.Domain.Deployments.DeploymentEvent;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Domain.Deployments;

public sealed partial record Deployment
{
    public static Deployment? Fold(IEnumerable<DeploymentEvent> events) => events.Aggregate((Deployment?)null, Evolve);

    /// <summary>The only way state comes to be: engine, console and replay all use it.</summary>
    /// <exception cref="UnreachableException">The history cannot be true.</exception>
    public static Deployment Evolve(Deployment? state, DeploymentEvent @event)
    {
        var next = Follow(state, @event);
        return @event.Origin.Order?.Against is null || next.HasOverride ? next : next with { HasOverride = true };
    }

    private static Deployment Follow(Deployment? state, DeploymentEvent @event) => (state, @event) switch
    {
        (null, DeploymentCreated e) => Created(e),
        (null, _) => throw CannotFollow(state, @event),
        (_, DeploymentCreated) => throw CannotFollow(state, @event),
        (_, NoteAdded) => state,
        ({ BrokenGate: { } broken }, BrokenGateReviewed e) => state with { BrokenGate = broken with { ReviewedBy = e.Origin.By } },
        (_, ReasonOwed e) => state with { OwedReasons = state.OwedReasons.Add(new(e.OwedId, e.Action, e.Origin.By, e.Origin.At, e.ExplainBy, e.ReviewDueAt)), ReasonsOwed = state.ReasonsOwed + 1 },
        (_, ReasonSettled e) => state with { OwedReasons = state.OwedReasons.Where(owed => owed.Id != e.OwedId).ToValueList() },
        ({ Status: Running { Stage: RunStage.Gate }, BeforeIsRecorded: false }, SnapshotTaken { Moment: SnapshotMoment.Before }) => state with { BeforeIsRecorded = true },
        ({ Status: Ended, BeforeIsRecorded: true, AfterIsRecorded: false }, SnapshotTaken { Moment: SnapshotMoment.After }) => state with { AfterIsRecorded = true },
        ({ Status: Ended }, _) => throw CannotFollow(state, @event),

        ({ Status: Pending }, DeploymentQueued) => state with { Status = new Pending(PendingReason.Queued) },
        ({ Status: Pending }, DeploymentStarted e) => state with { Status = new Running(RunStage.Gate), StartedAt = e.Origin.At },
        ({ Status: Running { Stage: RunStage.Gate } }, StableCaptured e) => state with { Status = new Running(RunStage.Apply), Stable = e.Stable, StableIsKnown = true },
        ({ Stage: RunStage.Apply, CanaryIsReady: true }, HookStarted { Stage: HookStage.Preview } e) => state with { PreviewRun = new(e.Attempt, e.Origin.At) { Stage = e.Stage } },
        ({ Stage: RunStage.Apply }, HookStarted { Stage: HookStage.PreDeploy } e) => state with { Hook = new(e.Attempt, e.Origin.At) },
        ({ HookUnderWay: { } run }, HookEnded e) when run.Stage == e.Stage =>
            state.WithRun(run with { Outcome = e.Outcome, EndedAt = e.Origin.At, ExitCode = e.ExitCode, Problem = e.Problem, LastLines = e.LastLines }),
        ({ Stage: RunStage.Apply, HookInDoubt: { } run }, HookAccepted e) when run.Stage == e.Stage => state.WithRun(run with { AcceptedBy = e.Origin.By, EndedAt = e.Origin.At }),
        ({ Stage: RunStage.Apply }, CanaryReady) => state with { CanaryIsReady = true },

        ({ Status: Running or Paused }, PhaseEntered e) => state.Enter(e),
        (_, SplitSet e) => state.WithSplit(e),
        (_, SplitLost e) => state with { Set = null, SetMirror = Share.None, SplitProblem = e.Detail },
        ({ Status: Running or Paused }, VerdictChanged e) => state with { Verdict = e.Verdict, EvidenceAt = e.Origin.At },
        ({ Status: Running or Paused }, EvidenceRecorded e) => state with { Verdict = e.Verdict, EvidenceAt = e.Origin.At },
        ({ Status: Running }, WaitingBegan e) => state.WithPhase(e.Phase, p => p with { Status = PhaseStatus.Waiting }) with
        {
            Status = new Running(RunStage.Waiting),
            Clock = state.Clock with { DueAt = e.DueAt, BudgetEndsAt = null },
        },
        ({ Status: Running or Paused }, PhaseCompleted e) =>
            state.WithPhase(e.Phase, p => p with { Status = PhaseStatus.Completed, EndedAt = e.Origin.At }) with { Clock = PhaseClock.Stopped },
        ({ Status: Running or Paused }, PhasesSkipped e) => state.Skip(e),
        ({ Status: Running or Paused }, HoldExtended e) => state with { Clock = state.Clock.Extend(e.By) },

        ({ Status: Running or Paused }, DeploymentPaused { Reason: PauseReason.Step } e) =>
            state.Stop(e.Reason, e.Origin.By, e.Origin.At, e.Why).WithPhase(state.Phase, p => p with { Status = PhaseStatus.Waiting }),
        ({ Status: Running or Paused }, DeploymentPaused e) => state.Stop(e.Reason, e.Origin.By, e.Origin.At, e.Why),
        // To carry on means to count anew: otherwise the next run would stop it again.
        ({ Status: Paused { Reason: PauseReason.Inconclusive } p, Verdict.LimitReached: true }, DeploymentResumed e) => (state with { Verdict = null }).GoOn(p.At, e.DueAt, e.BudgetEndsAt),
        ({ Status: Paused { Reason: PauseReason.Failure } p }, DeploymentResumed e) => (state with { Verdict = null, CarriedOnAt = e.Origin.At }).GoOn(p.At, e.DueAt, e.BudgetEndsAt),
        // Its first batch begins now.
        ({ Status: Paused { At: RunStage.Apply } p, CanaryIsReady: false, Spec.Plan.Rolling.MaxSurge: 0 }, DeploymentResumed e) => (state with { CarriedOnAt = e.Origin.At }).GoOn(p.At, e.DueAt, e.BudgetEndsAt),
        ({ Status: Paused p }, DeploymentResumed e) => state.GoOn(p.At, e.DueAt, e.BudgetEndsAt),
        ({ Status: Running or Paused }, GateOpened e) => state.Ask(e),
        ({ Status: Paused p, OpenGate: { } gate }, GateAnswered e) => state.Answer(p, gate, e),
        ({ OpenGate: { } gate }, ApprovalGiven e) => state with { OpenGate = gate.Count(new(e.Origin.By, e.Origin.At, e.Origin.Reason)) },
        ({ OpenGate: { } gate }, CarryOnGiven e) => state with { OpenGate = gate.CountCarryOn(new(e.Origin.By, e.Origin.At, e.Origin.Reason)) },
        (_, ApprovalsVoided e) => state.WithGate(e.GateId, gate => gate.Void(e.Of, e.Origin.At, e.Why)),
        ({ Status: Paused p, OpenGate: { Kind: GateKind.Override, Id: var id } }, GateLapsed e) when e.GateId == id => state.Drop(p, e),
        (_, GateLapsed e) => state.WithGate(e.GateId, gate => gate with { Lapse = e.Why, Votes = [] }),
        (_, GateReminded e) => state.WithGate(e.GateId, gate => gate with { RemindedAt = e.Origin.At }),
        (_, GateDelegated e) => state.WithGate(e.GateId, gate => gate with { Delegates = gate.Delegates.Add(e.To) }),
        (_, GateInquired e) => state.WithGate(e.GateId, gate => gate with { Talk = gate.Talk.Add(new(e.Origin.By, e.Origin.At, e.Text, IsReply: false)) }),
        (_, GateReplied e) => state.WithGate(e.GateId, gate => gate with { Talk = gate.Talk.Add(new(e.Origin.By, e.Origin.At, e.Text, IsReply: true)) }),
        ({ Status: Paused p, OpenGate: { } gate }, GateBroken e) =>
            state.Answer(p, gate, new(e.GateId, Approved: true, DueAt: null, BudgetEndsAt: null)) with { BrokenGate = new(e.GateId, e.Incident, e.Origin.By, e.Origin.At, e.ReviewDueAt) },
        ({ Status: Pending or Running or Paused }, PlanChanged e) => state.Change(e),

        ({ Status: Running or Paused }, PromotionStarted) => state with
        {
            Status = new Promoting(PromoteStage.CutOver),
            Asked = TrafficSplit.AllCanary,
            Clock = PhaseClock.Stopped,
        },
        ({ Status: Running or Paused or Promoting }, ReturnStarted e) => state.Return(e),

        ({ Status: Pending, Spec.Kind: DeploymentKind.Initial }, DeploymentSucceeded e) => state.End(Outcome.Succeeded, reason: null, e, e.NoOp),
        ({ Status: Running or Paused or Promoting }, DeploymentSucceeded e) => state.End(Outcome.Succeeded, e.SameAs is { } same ? SpecSentence.Same(state.Spec.ToRelease, same) : null, e, e.NoOp),
        ({ Status: RollingBack r }, DeploymentRolledBack e) => state.End(Outcome.RolledBack, r.Reason, e) with { RollbackOutcome = RollbackOutcome.Succeeded },
        (_, DeploymentAborted e) => state.End(Outcome.Aborted, e.Reason, e),
        (_, DeploymentCancelled e) => state.End(Outcome.Cancelled, e.Reason, e),
        ({ Status: not Pending }, DeploymentFailed e) => state.End(Outcome.Failed, e.Cause, e) with { FailedStage = e.Stage, RollbackOutcome = e.Rollback },
        _ => throw CannotFollow(state, @event),
    };

    private static Deployment Created(DeploymentCreated e) =>
        new(e.Spec, new Pending(e.Spec.StartAt is null ? PendingReason.Draft : PendingReason.Scheduled), e.Origin.At, e.Origin.By)
        {
            Phases = e.Spec.Plan.Phases.Select(_ => PhaseState.Pending).ToValueList(),
        };

    private Deployment Enter(PhaseEntered e) => WithPhase(e.Phase, p => p with { Status = PhaseStatus.Running, StartedAt = e.Origin.At }) with
    {
        Status = new Running(RunStage.Shift),
        Phase = e.Phase,
        Asked = new TrafficSplit(e.Share),
        Clock = PhaseClock.Stopped,
        Verdict = null,
        EvidenceAt = null,
        Muted = [],
    };

    private Deployment WithRun(HookRun run) => run.Stage == HookStage.Preview ? this with { PreviewRun = run } : this with { Hook = run };

    private Deployment WithSplit(SplitSet e)
    {
        var state = this with { Set = e.Split, SetMirror = e.Mirror ?? Share.None, SetIsUnverified = !e.Verified, SplitProblem = null };
        if (e.DueAt is null)
        {
            return state;
        }

        // What was judged while the batch was starting says nothing for it; a failure that is being confirmed is not forgotten.
        state = state.Phases[Phase].SetAt is null && Verdict is { IsSuspicious: false } ? state with { Verdict = null, EvidenceAt = null } : state;
        state = state.WithPhase(Phase, p => p with { SetAt = p.SetAt ?? e.Origin.At });
        var clock = new PhaseClock(e.DueAt, e.BudgetEndsAt);
        return Status is Paused p
            ? state with { Status = p with { At = RunStage.Hold }, Clock = clock.Freeze(e.Origin.At) }
            : state with { Status = new Running(RunStage.Hold), Clock = clock };
    }

    private Deployment Skip(PhasesSkipped e)
    {
        var state = this;
        for (var i = e.First; i <= e.Last; i++)
        {
            state = state.WithPhase(i, p => p with { Status = PhaseStatus.Skipped });
        }

        return state;
    }

    private Deployment Stop(PauseReason reason, Actor by, DateTimeOffset at, string? why) => this with
    {
        Status = new Paused(reason, Stage ?? RunStage.Hold, by, at, why),
        Clock = Clock.Freeze(at),
    };

    private Deployment Ask(GateOpened e) => Stop(PauseReason.Approval, e.Origin.By, e.Origin.At, e.Gate.Question) with
    {
        OpenGate = Replaces(e.Gate) ? e.Gate with { Voided = OpenGate!.Voided, Talk = OpenGate.Talk } : e.Gate,
        GatesOpened = GatesOpened + 1,

        // A question that takes the place of another of the same kind goes on where that one stood.
        PausedBefore = Replaces(e.Gate) ? PausedBefore : Status as Paused,
        GateBefore = Replaces(e.Gate) ? GateBefore : OpenGate,
        Asked = e.Shed ? TrafficSplit.AllStable : Asked,
    };

    /// <summary>Approving a question ends in a return or a new phase, which say so with events of their own.</summary>
    private Deployment Answer(Paused paused, Gate gate, GateAnswered e)
    {
        var state = this with { OpenGate = GateBefore, PausedBefore = null, GateBefore = null };
        if (e.Approved || gate.GoesOn)
        {
            return state;
        }

        // Carry on where it was; a canary that was shed gets its share back first.
        var asked = new TrafficSplit(CurrentPhase!.Share);
        var at = asked == Asked ? paused.At : RunStage.Shift;
        state = state with { Asked = asked, Muted = Muted.Concat(gate.Triggers).Distinct().ToValueList(), Verdict = null };
        return PausedBefore is { } before
            ? state with { Status = before with { At = at } }
            : state.GoOn(at, e.DueAt, e.BudgetEndsAt);
    }

    /// <summary>An order that did not get its second person leaves the deployment where it was.</summary>
    private Deployment Drop(Paused paused, GateLapsed e)
    {
        var state = this with { OpenGate = null, PausedBefore = null };
        return PausedBefore is { } before ? state with { Status = before } : state.GoOn(paused.At, e.DueAt, e.BudgetEndsAt);
    }

    /// <summary>A phase waits only in its gap; one that is back in its hold, or gets its share anew, runs.</summary>
    private Deployment GoOn(RunStage at, DateTimeOffset? dueAt, DateTimeOffset? budgetEndsAt)
    {
        var state = this with { Status = new Running(at), Clock = new(dueAt, budgetEndsAt) };
        return at is RunStage.Shift or RunStage.Hold && Phases[Phase].Status == PhaseStatus.Waiting
            ? state.WithPhase(Phase, p => p with { Status = PhaseStatus.Running })
            : state;
    }

    private Deployment Return(ReturnStarted e)
    {
        var state = Phase >= 0 && !Phases[Phase].IsBehind
            ? WithPhase(Phase, p => p with
            {
                Status = e.FailedStage is null ? PhaseStatus.Cancelled : PhaseStatus.Failed,
                EndedAt = e.Origin.At,
            })
            : this;
        return state with
        {
            Status = new RollingBack(e.EndsAs, e.Reason, e.Origin.By, e.Origin.At, e.Deadline),
            Asked = TrafficSplit.AllStable,
            Clock = PhaseClock.Stopped,
            OpenGate = null,
            PausedBefore = null,
            GateBefore = null,
            FailedStage = e.FailedStage,
        };
    }

    private Deployment End(Outcome outcome, string? reason, DeploymentEvent e, bool noOp = false) => this with
    {
        Status = new Ended(outcome, reason, e.Origin.At, noOp),
        Clock = PhaseClock.Stopped,
        OpenGate = null,
        PausedBefore = null,
        GateBefore = null,
    };

    private bool Replaces(Gate asked) => OpenGate is { IsOfThePlan: true } && asked.IsOfThePlan;

    private Deployment WithGate(string id, Func<Gate, Gate> change) => (OpenGate, GateBefore) switch
    {
        ({ } gate, _) when gate.Id == id => this with { OpenGate = change(gate) },
        (_, { } before) when before.Id == id => this with { GateBefore = change(before) },
        _ => this,
    };

    private Deployment Change(PlanChanged e)
    {
        var plan = Spec.Plan with { Kind = PlanKind.Phases, Phases = Spec.Plan.Phases.Take(Phase + 1).Concat(e.Ahead).ToValueList() };
        return this with
        {
            Spec = Spec with { Plan = plan, FirstPlan = Spec.FirstPlan ?? Spec.Plan },
            Phases = Phases.Take(Phase + 1).Concat(e.Ahead.Select(_ => PhaseState.Pending)).ToValueList(),
            ProgressAtChange = Progress,
            PlanEditors = PlanEditors.Contains(e.Origin.By) ? PlanEditors : PlanEditors.Add(e.Origin.By),
        };
    }

    private Deployment WithPhase(int index, Func<PhaseState, PhaseState> change) => this with { Phases = Phases.SetItem(index, change(Phases[index])) };

    private static UnreachableException CannotFollow(Deployment? state, DeploymentEvent @event) =>
        new($"{@event.GetType().Name} cannot follow {state?.Status.GetType().Name ?? "nothing"}.");
}
