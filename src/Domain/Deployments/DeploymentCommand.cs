using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Hooks;
using Sluice.Domain.Snapshots;
using Sluice.Domain.Traffic;

namespace Sluice.Domain.Deployments;

/// <summary>What can be said to a deployment. Orders come from people and policies and are answered; signals come from the engine and may be late.</summary>
public abstract record DeploymentCommand
{
    private DeploymentCommand()
    {
    }

    /// <summary>An order; <see cref="DeploymentAction"/> says when it is legal.</summary>
    public abstract record Order(DeploymentAction Action) : DeploymentCommand;

    public sealed record Start() : Order(DeploymentAction.Start);

    public sealed record Promote() : Order(DeploymentAction.Promote);

    public sealed record PromoteFully() : Order(DeploymentAction.PromoteFully);

    public sealed record Pause(string? Why) : Order(DeploymentAction.Pause);

    public sealed record Resume() : Order(DeploymentAction.Resume);

    /// <summary>Runs a command once more, where nobody knows how its last run ended.</summary>
    public sealed record RunHookAgain() : Order(DeploymentAction.RunHookAgain);

    public sealed record Extend(TimeSpan By) : Order(DeploymentAction.Extend);

    public sealed record Approve(string GateId) : Order(DeploymentAction.Approve);

    public sealed record Reject(string GateId) : Order(DeploymentAction.Reject);

    /// <summary>Puts a question that has expired, or was answered with no, anew.</summary>
    public sealed record AskAgain(string GateId) : Order(DeploymentAction.AskAgain);

    public sealed record Remind(string GateId) : Order(DeploymentAction.Remind);

    /// <param name="To">Name of the person who may answer from now on.</param>
    public sealed record HandOver(string GateId, string To) : Order(DeploymentAction.Delegate);

    /// <summary>Goes on without the approvals, in an emergency.</summary>
    /// <param name="Incident">Where the emergency is written down.</param>
    public sealed record BreakGlass(string GateId, string Incident) : Order(DeploymentAction.BreakGlass);

    /// <summary>Asks back before answering. The question stays open, and nothing is counted.</summary>
    public sealed record Inquire(string GateId, string Text) : Order(DeploymentAction.Inquire);

    /// <summary>Answers what an approver asked back.</summary>
    public sealed record Reply(string GateId, string Text) : Order(DeploymentAction.Reply);

    /// <summary>Somebody else looked at a gate that was broken, or at an order that has no reason.</summary>
    public sealed record Review(string Text) : Order(DeploymentAction.Review)
    {
        /// <summary>The gate or the owed reason; null for the gate that was broken, or the only order without a reason.</summary>
        public string? Of { get; init; }
    }

    /// <summary>Gives the reason that an order was given without. For who gave the order, and not for long.</summary>
    /// <param name="OrderId">The owed reason.</param>
    public sealed record Explain(string OrderId, string Text) : Order(DeploymentAction.Explain);

    /// <summary>Takes back an order that waits for a second person.</summary>
    public sealed record Withdraw(string GateId) : Order(DeploymentAction.Withdraw);

    /// <param name="Ahead">The phases after the one under way, in place of those that were planned.</param>
    public sealed record ChangePlan(ValueList<PhaseRequest> Ahead) : Order(DeploymentAction.ChangePlan);

    public sealed record Abort(string Reason) : Order(DeploymentAction.Abort);

    public sealed record Cancel(string Reason) : Order(DeploymentAction.Cancel);

    public sealed record RollBack(string Reason) : Order(DeploymentAction.RollBack);

    public sealed record AddNote(string Text) : Order(DeploymentAction.AddNote)
    {
        /// <summary>Null for a note about the whole deployment.</summary>
        public NoteAnchor? About { get; init; }

        /// <summary>It tells of one of the few moments that matter.</summary>
        public bool IsKeyMoment { get; init; }

        /// <summary>Version of the note that it takes the place of; null for a new one.</summary>
        public long? Replaces { get; init; }
    }

    /// <summary>An observation, a measurement, or time that has passed.</summary>
    public abstract record Signal : DeploymentCommand;

    /// <summary>The place is free and this deployment is the first in the queue.</summary>
    public sealed record Dequeue : Signal;

    /// <param name="Stable">Null: nothing runs.</param>
    public sealed record ReportStable(CapturedStable? Stable) : Signal
    {
        /// <summary>All that was there, as the runtime told.</summary>
        public Snapshot? Snapshot { get; init; }
    }

    /// <summary>What is there now that it has ended.</summary>
    public sealed record ReportAftermath(Snapshot Snapshot) : Signal;

    /// <param name="Attempt">Which run; what is told late of an earlier one changes nothing.</param>
    public sealed record ReportHook(int Attempt, HookEnd End) : Signal
    {
        public HookStage Stage { get; init; }
    }

    public sealed record ReportCanaryReady(int Instances) : Signal;

    public sealed record ReportStartFailed(string Cause) : Signal;

    public sealed record ReportSplit(TrafficSplit Split, bool Verified) : Signal
    {
        /// <summary>The share of the requests that are copied to the canary.</summary>
        public Share Mirror { get; init; } = Share.None;
    }

    public sealed record ReportSplitLost(string Detail) : Signal;

    /// <param name="Phase">The phase that was measured; a late result of an earlier one changes nothing.</param>
    /// <param name="Assessment">How the evidence stands; null in point mode, which has none.</param>
    public sealed record Judge(int Phase, Measurement Measurement, Assessment? Assessment = null) : Signal;

    /// <summary>Time has passed.</summary>
    public sealed record Tick : Signal;
}
