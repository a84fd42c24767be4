using System.Text.Json.Serialization;
using Sluice.Domain.Analysis;
using Sluice.Domain.Events;
using Sluice.Domain.Gates;
using Sluice.Domain.Hooks;
using Sluice.Domain.Snapshots;
using Sluice.Domain.Traffic;

namespace Sluice.Domain.Deployments;

/// <summary>A fact in the life of one deployment. Carries results, so that replay needs no clock.</summary>
public abstract record DeploymentEvent : DomainEvent
{
    private DeploymentEvent()
    {
    }

    public sealed record DeploymentCreated(DeploymentSpec Spec) : DeploymentEvent;

    /// <param name="Behind">Null when nobody is in the way, and a freeze is.</param>
    public sealed record DeploymentQueued(DeploymentId? Behind) : DeploymentEvent
    {
        /// <summary>The freeze that it waits for, in a sentence; null when it waits for another deployment alone.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? Freeze { get; init; }
    }

    public sealed record DeploymentStarted : DeploymentEvent;

    /// <summary>What was running before anything was touched, as the runtime told.</summary>
    /// <param name="Stable">Null when nothing was running.</param>
    public sealed record StableCaptured(CapturedStable? Stable) : DeploymentEvent;

    /// <summary>What ran, as the runtime told: before anything was touched, and when it was over. The second comes after the end and changes nothing about it.</summary>
    public sealed record SnapshotTaken(SnapshotMoment Moment, Snapshot Snapshot) : DeploymentEvent;

    /// <summary>A command is to run now: recorded before it is started, so that nobody starts it twice.</summary>
    /// <param name="Attempt">From 1.</param>
    public sealed record HookStarted(int Attempt) : DeploymentEvent
    {
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public HookStage Stage { get; init; }
    }

    public sealed record HookEnded(int Attempt, HookOutcome Outcome) : DeploymentEvent
    {
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public HookStage Stage { get; init; }

        /// <summary>128 and the signal's number after a signal; null when there is none.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public int? ExitCode { get; init; }

        /// <summary>Why it did not do what it should, in a sentence.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? Problem { get; init; }

        public ValueList<string> LastLines { get; init; } = [];
    }

    /// <summary>Nobody knows how the run ended; a person takes it as done.</summary>
    public sealed record HookAccepted(int Attempt) : DeploymentEvent
    {
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public HookStage Stage { get; init; }
    }

    /// <summary>All instances of the canary are ready.</summary>
    public sealed record CanaryReady(int Instances) : DeploymentEvent;

    public sealed record PhaseEntered(int Phase, Share Share) : DeploymentEvent
    {
        /// <summary>The share of the requests that are to be copied in this phase; null where none is.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public Share? Mirror { get; init; }
    }

    /// <summary>The asked split was read back from the router: the hold of a phase starts here.</summary>
    /// <param name="Verified">False when the router cannot tell, only acknowledge.</param>
    /// <param name="DueAt">Earliest end of the phase's hold; null when no hold is under way.</param>
    /// <param name="BudgetEndsAt">When the phase must have been decided.</param>
    public sealed record SplitSet(TrafficSplit Split, bool Verified, DateTimeOffset? DueAt, DateTimeOffset? BudgetEndsAt) : DeploymentEvent
    {
        /// <summary>The share of the requests that are copied, likewise read back; null where none is.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public Share? Mirror { get; init; }
    }

    /// <summary>The router could not be reached, or lost the split; asked and set differ until it is back.</summary>
    public sealed record SplitLost(string Detail) : DeploymentEvent;

    public sealed record VerdictChanged(int Phase, Verdict Verdict) : DeploymentEvent;

    /// <summary>The numbers behind an unchanged verdict, once a minute.</summary>
    public sealed record EvidenceRecorded(int Phase, Verdict Verdict) : DeploymentEvent;

    public sealed record WaitingBegan(int Phase, DateTimeOffset DueAt) : DeploymentEvent;

    public sealed record PhaseCompleted(int Phase) : DeploymentEvent;

    public sealed record PhasesSkipped(int First, int Last) : DeploymentEvent;

    public sealed record HoldExtended(TimeSpan By, DateTimeOffset? DueAt, DateTimeOffset? BudgetEndsAt) : DeploymentEvent;

    public sealed record DeploymentPaused(PauseReason Reason, string? Why) : DeploymentEvent;

    /// <param name="DueAt">The frozen timer, set going again.</param>
    public sealed record DeploymentResumed(DateTimeOffset? DueAt, DateTimeOffset? BudgetEndsAt) : DeploymentEvent;

    /// <param name="Shed">The canary gets no traffic while people decide.</param>
    public sealed record GateOpened(Gate Gate, bool Shed) : DeploymentEvent;

    /// <param name="DueAt">For an answer that carries on: the frozen timer, set going again.</param>
    public sealed record GateAnswered(string GateId, bool Approved, DateTimeOffset? DueAt, DateTimeOffset? BudgetEndsAt) : DeploymentEvent;

    /// <summary>One of several approvals; the last one is <see cref="GateAnswered"/>. Who gave it and why is in the origin.</summary>
    public sealed record ApprovalGiven(string GateId) : DeploymentEvent;

    /// <param name="Of">Names of those whose approvals are void.</param>
    public sealed record ApprovalsVoided(string GateId, string Why, ValueList<string> Of) : DeploymentEvent;

    /// <summary>One of several who want to carry on although a trigger fired; the last one is <see cref="GateAnswered"/>.</summary>
    public sealed record CarryOnGiven(string GateId) : DeploymentEvent;

    /// <summary>The question can no longer be answered. It never passes by itself. A question about an order is closed by it, and the deployment is where it was.</summary>
    public sealed record GateLapsed(string GateId, GateLapse Why) : DeploymentEvent
    {
        /// <summary>For a question about an order: the frozen timer, set going again.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public DateTimeOffset? DueAt { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public DateTimeOffset? BudgetEndsAt { get; init; }
    }

    public sealed record GateReminded(string GateId) : DeploymentEvent;

    public sealed record GateDelegated(string GateId, string To) : DeploymentEvent;

    /// <summary>Somebody with a say asked back. Nothing was answered, and nothing counted.</summary>
    public sealed record GateInquired(string GateId, string Text) : DeploymentEvent;

    /// <summary>What was asked back is answered.</summary>
    public sealed record GateReplied(string GateId, string Text) : DeploymentEvent;

    /// <summary>An order that needs a reason was given without one.</summary>
    /// <param name="OwedId">Names the owed reason within the deployment.</param>
    /// <param name="ExplainBy">Until then who gave the order may add the reason.</param>
    /// <param name="ReviewDueAt">When somebody must have looked at it.</param>
    public sealed record ReasonOwed(string OwedId, DeploymentAction Action, DateTimeOffset ExplainBy, DateTimeOffset ReviewDueAt) : DeploymentEvent;

    /// <summary>The reason came later from who gave the order, or somebody else looked at it: the origin says who.</summary>
    public sealed record ReasonSettled(string OwedId, string Text) : DeploymentEvent;

    /// <param name="Incident">Where the emergency is written down.</param>
    /// <param name="ReviewDueAt">When somebody else must have looked at it.</param>
    public sealed record GateBroken(string GateId, string Incident, DateTimeOffset ReviewDueAt) : DeploymentEvent;

    public sealed record BrokenGateReviewed(string GateId, string Text) : DeploymentEvent;

    /// <param name="Ahead">The phases after the one under way.</param>
    public sealed record PlanChanged(ValueList<Phase> Ahead) : DeploymentEvent;

    public sealed record PromotionStarted(bool Full) : DeploymentEvent;

    /// <param name="FailedStage">Where it went wrong, when it did.</param>
    /// <param name="Deadline">The return's own time budget.</param>
    public sealed record ReturnStarted(EndsAs EndsAs, string Reason, string? FailedStage, DateTimeOffset Deadline) : DeploymentEvent;

    public sealed record DeploymentSucceeded(bool NoOp) : DeploymentEvent
    {
        /// <summary>The live release that runs the same, where that is why nothing had to change.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public int? SameAs { get; init; }
    }

    public sealed record DeploymentRolledBack : DeploymentEvent;

    public sealed record DeploymentAborted(string Reason) : DeploymentEvent;

    public sealed record DeploymentCancelled(string Reason) : DeploymentEvent;

    public sealed record DeploymentFailed(string Stage, string Cause, RollbackOutcome Rollback) : DeploymentEvent;

    public sealed record NoteAdded(string Text) : DeploymentEvent
    {
        /// <summary>Null for a note about the whole deployment.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public NoteAnchor? About { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool IsKeyMoment { get; init; }

        /// <summary>Version of the note that this one takes the place of; null for a new one.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public long? Replaces { get; init; }
    }
}

/// <summary>What became of the return of a deployment that failed.</summary>
public enum RollbackOutcome
{
    None,
    Succeeded,
    Failed,
}

/// <summary>What was running before: captured from the runtime, not from the configuration.</summary>
public sealed record CapturedStable(int Release, ValueList<string> Instances)
{
    /// <summary>What the release is to have, ready or not. Null where nothing depends on it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Replicas { get; init; }
}
