using Sluice.Domain.Analysis;
using Sluice.Domain.Gates;
using Sluice.Domain.Hooks;
using Sluice.Domain.Planning;
using Sluice.Domain.Rollbacks;
using Sluice.Domain.Rolling;
using Sluice.Domain.Services;
using Sluice.Domain.Snapshots;
using Sluice.Domain.Traffic;
using static Sluice.Domain.Deployments.DeploymentCommand;
using static Sluice.Domain.Deployments.DeploymentEvent;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Domain.Deployments;

public static partial class DeploymentDecider
{
    private static readonly TimeSpan s_checkpointEvery = TimeSpan.FromMinutes(1);

    private static Decision Decide(Service service, ServiceEnvironment place, Deployment state, Signal signal, DateTimeOffset now) => (state.Status, signal) switch
    {
        (Ended { NoOp: false }, ReportAftermath c) when state is { BeforeIsRecorded: true, AfterIsRecorded: false } => Decision.Accept(new SnapshotTaken(SnapshotMoment.After, c.Snapshot)),
        (_, ReportAftermath) => Decision.Ignore("there is nothing to compare it with"),
        (Ended, _) => Decision.Ignore("the deployment has ended"),

        (Pending { Reason: PendingReason.Queued }, Dequeue) => IsNext(place, state) ? Take(state) : Decision.Ignore("it is not this deployment's turn"),
        (Pending { Reason: PendingReason.Scheduled }, Dequeue) => ScheduledStart.Due(place, state, now),
        (_, Dequeue) => Decision.Ignore("it has left the queue"),
        (Pending, _) => Decision.Ignore("the deployment has not started"),

        // Going on without what serves now would take its traffic away at once.
        (Running { Stage: RunStage.Gate }, ReportStable c) when c.Stable?.Release != place.Live => Decision.Ignore("what is live was not seen running"),
        (Running { Stage: RunStage.Gate }, ReportStable c) => Captured(service, state, place, c),
        (_, ReportStable) => Decision.Ignore("what was running is known already"),

        (Running or Paused or RollingBack, ReportHook c) when state.HookUnderWay is { } run && (run.Stage, run.Attempt) == (c.Stage, c.Attempt) => HookDecider.Ended(service, state, run, c.End, now),
        (_, ReportHook) => Decision.Ignore("the end of that run is known already"),

        (_, ReportCanaryReady or ReportStartFailed) when state.HookIsInTheWay => Decision.Ignore("no instance was to be started yet"),
        (_, ReportCanaryReady c) when state.Stage == RunStage.Apply && !state.CanaryIsReady => Ready(state, place, c.Instances, now),
        (_, ReportCanaryReady) => Decision.Ignore("the canary's start is over"),
        (_, ReportStartFailed c) when state.Stage == RunStage.Apply => Decision.Accept(Return(EndsAs.Failed, c.Cause, "apply", now)),
        (_, ReportStartFailed c) when state is { Stage: RunStage.Shift, Spec.Plan.Rolling: not null } => BatchFailed(state, c.Cause, now),
        (_, ReportStartFailed) => Decision.Ignore("the canary's start is over"),

        (_, ReportSplit c) => Read(state, place, c, now),
        (_, ReportSplitLost c) => state.Set is null && state.SplitProblem == c.Detail
            ? Decision.Ignore("known already")
            : Decision.Accept(new SplitLost(c.Detail)),

        (Running or Paused, Judge c) when c.Phase == state.Phase && state.CanaryHasTraffic && state.IsJudged => Judged(state, c, now),
        (_, Judge) => Decision.Ignore("the measurement is of a phase that is over"),

        (RollingBack r, Tick) when place.Unfinished is not null && (state.HookIsInTheWay || !state.StableIsKnown) && state.HookUnderWay is null => Untouched(state, r),
        (RollingBack r, Tick) => now < r.Deadline + RollingPace.LongerReturn(state, place) ? Decision.Ignore("the return has time left") : ReturnFailed(state, r),
        (Running { Stage: RunStage.Apply }, Tick) when state.PreviewIsInTheWay => Decision.Ignore("the check on the preview is not over"),
        (Running { Stage: RunStage.Apply }, Tick) when state.CanaryIsReady => Decision.Accept(AllReady(state, place, now)),
        (Running { Stage: RunStage.Apply or RunStage.Shift }, Tick) when RollingPace.IsStuck(state, now) is { } stuck => Decision.Accept(new DeploymentPaused(PauseReason.Failure, stuck)),
        (Paused { Reason: PauseReason.Freeze }, Tick) => Thawed(state, place, now),
        (Paused, Tick) when state.OpenGate is { IsComplete: true } gate => Opened(state, place, gate, now),
        (Paused, Tick) when state.OpenGate is { Lapse: null, ExpiresAt: { } end } && now >= end => GateDecider.Expire(state, now),
        (Running { Stage: RunStage.Hold }, Tick) => Held(state, place, now),
        (Running { Stage: RunStage.Waiting }, Tick) => Waited(state, place, now),
        (_, Tick) => Decision.Ignore("nothing is due"),

        _ => Decision.Ignore("it has no meaning now"),
    };

    private static Decision Captured(Service service, Deployment state, ServiceEnvironment place, ReportStable seen)
    {
        var stable = seen.Stable;
        DeploymentEvent[] captured = seen.Snapshot is { } snapshot ? [new SnapshotTaken(SnapshotMoment.Before, snapshot), new StableCaptured(stable)] : [new StableCaptured(stable)];
        if (state.Spec is { ForceRecreate: true, DryRun: false } && stable?.Release == state.Spec.ToRelease)
        {
            return new Decision.Accepted(
                [.. captured, new DeploymentFailed("gate", $"Release {stable.Release} went live while this waited, and cannot be started beside itself. Order it again to have its instances replaced.", RollbackOutcome.None)],
                [new ServiceEvent.PlaceFreed(state.Spec.Environment, state.Id)]);
        }

        if (state.Spec.DryRun || stable?.Release == state.Spec.ToRelease)
        {
            return Succeed(state, captured, [], noOp: true);
        }

        if (stable is not null && RunsTheSame(service, state.Spec, stable.Release))
        {
            return new Decision.Accepted(
                [.. captured, new DeploymentSucceeded(NoOp: true) { SameAs = stable.Release }], [new ServiceEvent.PlaceFreed(state.Spec.Environment, state.Id)]);
        }

        if (Legality.Outdated(state.Spec, place) is { } why)
        {
            return new Decision.Accepted(
                [.. captured, new DeploymentFailed("gate", why, RollbackOutcome.None)], [new ServiceEvent.PlaceFreed(state.Spec.Environment, state.Id)]);
        }

        // Without anything to compare with there is one phase: all or nothing.
        return stable is null && state.Spec.Plan.Last > 0
            ? Decision.Accept([.. captured, new PhasesSkipped(0, state.Spec.Plan.Last - 1), .. HookDecider.Begin(service, state.Spec)])
            : Decision.Accept([.. captured, .. HookDecider.Begin(service, state.Spec)]);
    }

    /// <summary>What is live could stand for what is asked for. Who goes back names a release and gets it; who insists gets new instances.</summary>
    private static bool RunsTheSame(Service service, DeploymentSpec spec, int live) =>
        spec is { Kind: DeploymentKind.Deployment, ForceRecreate: false }
        && service.Release(live) is { } running
        && service.Release(spec.ToRelease) is { } desired
        && SpecComparison.Compare(running, desired).ChangesNothing;

    /// <summary>First come, first served; what goes back need not wait for those that a freeze holds.</summary>
    private static bool IsNext(ServiceEnvironment place, Deployment state) =>
        place.Holder is null
        && Legality.Freeze(state.Spec, place) is null
        && place.Queue is [var first, ..]
        && (first == state.Id || (place.Frozen is not null && place.Queue.Contains(state.Id)));

    /// <summary>Null when nothing is frozen; otherwise traffic and instances stay as they are until that is over.</summary>
    private static DeploymentEvent[]? Frozen(Deployment state, ServiceEnvironment place) =>
        RollingPace.HasGivenUp(state) ? null : Legality.Freeze(state.Spec, place) is { } freeze ? [new DeploymentPaused(PauseReason.Freeze, freeze.Sentence)] : null;

    private static Decision Opened(Deployment state, ServiceEnvironment place, Gate gate, DateTimeOffset now) => Frozen(state, place) switch
    {
        not null => Decision.Ignore("a freeze is in force"),
        null when gate.Kind == GateKind.Override && !state.IsInForce => Decision.Ignore("the asked split is not in force"),
        null => GateDecider.Open(state, gate, now),
    };

    private static Decision Thawed(Deployment state, ServiceEnvironment place, DateTimeOffset now)
    {
        if (Legality.Freeze(state.Spec, place) is not null)
        {
            return Decision.Ignore("a freeze is in force");
        }

        var (dueAt, budgetEndsAt) = state.Clock.Thaw(now);
        return Decision.Accept(new DeploymentResumed(dueAt, budgetEndsAt));
    }

    private static Decision Ready(Deployment state, ServiceEnvironment place, int instances, DateTimeOffset now) => state.Status is Paused
        ? Decision.Accept(new CanaryReady(instances))
        : Decision.Accept([new CanaryReady(instances), .. AllReady(state, place, now)]);

    private static DeploymentEvent[] AllReady(Deployment state, ServiceEnvironment place, DateTimeOffset now) => HookDecider.BeginPreview(state) ?? Frozen(state, place) ?? First(state, now);

    private static DeploymentEvent[] First(Deployment state, DateTimeOffset now)
    {
        var first = 0;
        while (state.Phases[first].Status == PhaseStatus.Skipped)
        {
            first++;
        }

        return GateDecider.AskFor(state, first, state.CreatedBy, now) ?? [Enter(state, first)];
    }

    /// <summary>An instance of a later batch did not get ready: those before it serve.</summary>
    private static Decision BatchFailed(Deployment state, string cause, DateTimeOffset now) => state switch
    {
        { Spec.Rollback.Enabled: true } => Decision.Accept(Return(EndsAs.Failed, cause, "apply", now)),
        { Status: Paused } => Decision.Ignore("it is paused already"),
        _ => Decision.Accept(new DeploymentPaused(PauseReason.Failure, cause)),
    };

    private static Decision Read(Deployment state, ServiceEnvironment place, ReportSplit read, DateTimeOffset now)
    {
        var split = read.Split;
        switch (state.Status)
        {
            case Promoting when split == TrafficSplit.AllCanary && read.Mirror == Share.None:
                return Succeed(state, Changed(state, read), GoneLive(state, now), noOp: false);
            // It ends when nothing of it runs on: what comes after it must not meet its commands.
            case RollingBack r when split == TrafficSplit.AllStable && read.Mirror == Share.None && state.HookUnderWay is null:
                return new Decision.Accepted([.. Changed(state, read), Returned(state, r)], [new ServiceEvent.PlaceFreed(place.Spec.Name, state.Id)]);
            case not null when split != state.Asked || read.Mirror != state.AskedMirror:
                return state.IsInForce
                    ? Decision.Accept(new SplitLost(split != state.Asked
                        ? $"The router has {split} where {state.Asked} was set."
                        : $"The router copies {read.Mirror} of the requests where {state.AskedMirror} was set."))
                    : Decision.Ignore("the asked split is not in force yet");
        }

        if (state is { Stage: RunStage.Shift, CurrentPhase: { } phase } && split.Canary == phase.Share)
        {
            return Decision.Accept(SetNow(read, now + phase.Hold, now + phase.EffectiveBudget));
        }

        return Changed(state, read) is { Length: > 0 } changed ? Decision.Accept(changed) : Decision.Ignore("known already");
    }

    private static DeploymentEvent[] Changed(Deployment state, ReportSplit read) =>
        state.Set == read.Split && state.SetMirror == read.Mirror ? [] : [SetNow(read, dueAt: null, budgetEndsAt: null)];

    private static SplitSet SetNow(ReportSplit read, DateTimeOffset? dueAt, DateTimeOffset? budgetEndsAt) =>
        new(read.Split, read.Verified, dueAt, budgetEndsAt) { Mirror = read.Mirror == Share.None ? null : read.Mirror };

    private static DeploymentEvent Returned(Deployment state, RollingBack status) => status.EndsAs switch
    {
        EndsAs.RolledBack => new DeploymentRolledBack(),
        EndsAs.Aborted => new DeploymentAborted(status.Reason),
        EndsAs.Cancelled => new DeploymentCancelled(status.Reason),
        _ => new DeploymentFailed(state.FailedStage ?? "apply", status.Reason, RollbackOutcome.Succeeded),
    };

    /// <summary>It is called off before it changed anything, beside instances that an earlier one left: how far those are is not its matter.</summary>
    private static Decision.Accepted Untouched(Deployment state, RollingBack status) =>
        new([Returned(state, status)], [new ServiceEvent.PlaceFreed(state.Spec.Environment, state.Id)]);

    private static Decision.Accepted ReturnFailed(Deployment state, RollingBack status) => new(
        [new DeploymentFailed(state.FailedStage ?? "return", $"{status.Reason.TrimEnd('.')}. {(state.HookUnderWay is { } run ? $"The {run.Stage.Name()} could not be ended in time." : "The return to stable was not confirmed in time.")}", RollbackOutcome.Failed)],
        [
            new ServiceEvent.PlaceFreed(state.Spec.Environment, state.Id)
            {
                Unfinished = state is { HookIsInTheWay: false, Spec.Plan.Rolling: { } limits, Stable: { } stable } ? new(state.Spec.ToRelease, limits, stable.Replicas ?? stable.Instances.Count) { SkipHealth = state.Spec.SkipHealth } : null,
            },
        ]);

    private static Decision.Accepted Succeed(Deployment state, DeploymentEvent[] first, ServiceEvent[] live, bool noOp) => new(
        [.. first, new DeploymentSucceeded(noOp)],
        [.. live, new ServiceEvent.PlaceFreed(state.Spec.Environment, state.Id)]);

    private static ServiceEvent[] GoneLive(Deployment state, DateTimeOffset now)
    {
        // Instances whose place was taken are gone already.
        DateTimeOffset? standby = state is { Stable: null } or { Spec.Plan.Rolling: not null } ? null : now + (state.Spec.Plan.Standby ?? StandbyKept);
        var live = new ServiceEvent.ReleaseWentLive(state.Spec.Environment, state.Spec.ToRelease, state.Id, state.Stable?.Release, standby) { SkipHealth = state.Spec.SkipHealth };
        return state.Spec.Supersedes is { } superseded ? [live, new ServiceEvent.DeploymentSuperseded(superseded, state.Id)] : [live];
    }

    private static Decision Judged(Deployment state, Judge judge, DateTimeOffset now)
    {
        var verdict = state.JudgeNext(judge.Measurement, judge.Assessment);
        var events = new List<DeploymentEvent>();
        if (verdict.DiffersFrom(state.Verdict))
        {
            events.Add(new VerdictChanged(state.Phase, verdict));
        }
        else if (now - state.EvidenceAt >= s_checkpointEvery)
        {
            events.Add(new EvidenceRecorded(state.Phase, verdict));
        }

        events.AddRange(GateDecider.VoidedBy(state, verdict));

        if (verdict.Kind == VerdictKind.RollBack && React(state, verdict, now) is { } reaction)
        {
            if (reaction is GateOpened && state.OpenGate is { Kind: GateKind.Override } order)
            {
                events.Add(SecondPerson.Drop(state, order, GateLapse.Overtaken, now));
            }

            events.Add(reaction);
        }
        else if (verdict.LimitReached && state.Status is Running)
        {
            // Waiting on would decide nothing. It never speaks for the canary, whatever the plan does when a budget is used up.
            events.Add(state.Spec.Analysis.OnInconclusive == OnInconclusive.RollBack
                ? Return(EndsAs.RolledBack, $"No decision within the limits. {verdict.Sentence}", "hold", now)
                : new DeploymentPaused(PauseReason.Inconclusive, verdict.Sentence));
        }

        return events.Count > 0 ? Decision.Accept([.. events]) : Decision.Ignore("the verdict is unchanged");
    }

    private static DeploymentEvent? React(Deployment state, Verdict verdict, DateTimeOffset now) => state switch
    {
        { OpenGate.Kind: GateKind.RollbackQuestion } => null,

        // Traffic stays as it is either way; at a plan's gate the question stays open beside the failing verdict.
        { Spec.Rollback.Enabled: false } => state.Status is Paused { Reason: PauseReason.Failure or PauseReason.Approval }
            ? null
            : new DeploymentPaused(PauseReason.Failure, verdict.Sentence),
        { Spec.Rollback.Asks: true } => Ask(state, verdict, now),
        _ => Return(EndsAs.RolledBack, verdict.Sentence, "hold", now),
    };

    private static GateOpened Ask(Deployment state, Verdict verdict, DateTimeOffset now)
    {
        var triggers = verdict.Culprits(state.Spec.Rules, state.Muted);
        var rule = state.Spec.Rollback.Approval;
        var gate = new Gate(GateDecider.NextId(state), GateKind.RollbackQuestion, $"{verdict.Sentence} Return all traffic to stable?", state.Phase, triggers, now)
        {
            Rule = rule,
            ExpiresAt = rule is { ExpiresAfter: { } length, OnExpiry: GateEnd.RollBack } ? now + length : null,
        };

        // Without a stable release there is nobody to take the canary's traffic.
        return new(gate, Shed: state.Spec.Rollback.WhileWaiting == WhileWaiting.Shed && state.Stable is not null);
    }

    /// <summary>The hold goes on until it is due, the split is in force, and the verdict says advance; or until its budget is used up.</summary>
    private static Decision Held(Deployment state, ServiceEnvironment place, DateTimeOffset now)
    {
        var advances = !state.IsJudged || state.Verdict is { Kind: VerdictKind.Advance } || state is { NeedsNoProof: true, Verdict: not { IsSuspicious: true } };
        if (state.IsInForce && now >= state.Clock.DueAt && advances)
        {
            return EndPhase(state, place, now);
        }

        if (now < state.Clock.BudgetEndsAt)
        {
            return Decision.Ignore("the hold goes on");
        }

        var sentence = (state.IsInForce ? null : state.SplitProblem) ?? state.Verdict?.Sentence ?? "No measurement was made.";
        return state.Spec.Analysis.OnInconclusive switch
        {
            OnInconclusive.RollBack => Decision.Accept(Return(EndsAs.RolledBack, $"No decision in time. {sentence}", "hold", now)),
            OnInconclusive.AdvanceIfNoSuspicion when state.IsInForce && state.Verdict is not { IsSuspicious: true } => EndPhase(state, place, now),
            _ => Decision.Accept(new DeploymentPaused(PauseReason.Inconclusive, sentence)),
        };
    }

    /// <summary>The gap ends when it is due, the split is in force, and no failure is being confirmed: the next phase would forget it.</summary>
    private static Decision Waited(Deployment state, ServiceEnvironment place, DateTimeOffset now) => state switch
    {
        _ when now < state.Clock.DueAt => Decision.Ignore("the gap is not over"),
        _ when !state.IsInForce => Decision.Ignore("the asked split is not in force"),
        { IsJudged: true, Verdict.IsSuspicious: true } => Decision.Ignore("a failure is being confirmed"),
        _ => Decision.Accept(Frozen(state, place) ?? [new PhaseCompleted(state.Phase), .. Next(state, now, state.CreatedBy)]),
    };

    private static Decision EndPhase(Deployment state, ServiceEnvironment place, DateTimeOffset now) => state.CurrentPhase!.Gap switch
    {
        { UntilResumed: true } => Decision.Accept(new DeploymentPaused(PauseReason.Step, "The plan pauses here until a person resumes.")),
        { For: { } gap } => Decision.Accept(new WaitingBegan(state.Phase, now + gap)),
        _ => Decision.Accept(Frozen(state, place) ?? [new PhaseCompleted(state.Phase), .. Next(state, now, state.CreatedBy)]),
    };
}
