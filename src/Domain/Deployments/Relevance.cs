using Sluice.Domain.Analysis;
using Sluice.Domain.Events;
using static Sluice.Domain.Deployments.DeploymentEvent;

namespace Sluice.Domain.Deployments;

/// <summary>Which orders look at the version they were given on, and which events since then would have mattered to them.</summary>
public static class Relevance
{
    /// <summary>Forward orders are refused on a stale view. Stopping never is: an abort and a pause are right on any version.</summary>
    public static bool ChecksVersion(DeploymentAction action) => action is
        DeploymentAction.Start or DeploymentAction.Promote or DeploymentAction.PromoteFully or DeploymentAction.Resume or DeploymentAction.RunHookAgain
        or DeploymentAction.Extend or DeploymentAction.Approve or DeploymentAction.Reject
        or DeploymentAction.BreakGlass or DeploymentAction.ChangePlan;

    /// <summary>Status, phase, split, gate, plan, or a check turned to fail; not notes, samples, or verdicts that change nothing.</summary>
    public static bool Matters(DomainEvent @event) => @event switch
    {
        NoteAdded or SnapshotTaken or EvidenceRecorded or ApprovalGiven or CarryOnGiven or GateReminded or GateDelegated or GateInquired or GateReplied or ReasonOwed or ReasonSettled => false,
        VerdictChanged { Verdict: var verdict } => verdict.HasFailingCheck || verdict.Kind == VerdictKind.RollBack,
        SplitSet { DueAt: null } => false,
        _ => true,
    };
}
