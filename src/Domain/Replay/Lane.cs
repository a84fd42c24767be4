using Sluice.Domain.Deployments;
using static Sluice.Domain.Deployments.DeploymentEvent;

namespace Sluice.Domain.Replay;

/// <summary>What kind of thing an event tells of; replay draws one row for each.</summary>
public enum Lane
{
    Traffic,
    Verdicts,
    People,
    Platform,
    Notes,
}

/// <summary>Sorts events into lanes.</summary>
public static class Lanes
{
    /// <param name="event">Null for one that cannot be read.</param>
    public static Lane Of(DeploymentEvent? @event) => @event switch
    {
        NoteAdded => Lane.Notes,
        VerdictChanged or EvidenceRecorded => Lane.Verdicts,
        SplitSet or SplitLost => Lane.Traffic,
        { Origin.By.Kind: ActorKind.Person } => Lane.People,
        GateOpened or GateAnswered or ApprovalGiven or CarryOnGiven or ApprovalsVoided or GateLapsed or GateReminded or GateDelegated or GateInquired or GateReplied or ReasonOwed or ReasonSettled or GateBroken or BrokenGateReviewed => Lane.People,
        PhaseEntered or PhaseCompleted or PhasesSkipped or WaitingBegan or PromotionStarted or ReturnStarted => Lane.Traffic,
        _ => Lane.Platform,
    };
}
