namespace Sluice.Domain.Replay;

/// <summary>The instants that tell where the time went, in the order in which they usually come.</summary>
public enum MilestoneKind
{
    /// <summary>The canary's first traffic was read back from the router.</summary>
    FirstExposure,

    /// <summary>End of the first kept interval in which a value of the canary was beyond its limit.</summary>
    FirstBadSample,

    /// <summary>The first verdict or question that spoke against the canary.</summary>
    FirstAlarm,

    /// <summary>The return or the promotion was decided.</summary>
    Decision,

    /// <summary>All traffic was read back on the side that was decided for.</summary>
    AllTrafficMoved,

    /// <summary>The deployment ended.</summary>
    End,
}

/// <summary>Why a milestone has no instant.</summary>
public enum MilestoneGap
{
    /// <summary>It is there.</summary>
    None,

    /// <summary>It did not happen, or not yet.</summary>
    NotReached,

    /// <summary>The samples that would tell are not kept any more.</summary>
    NotKept,
}

/// <param name="At">When it happened; null with a <paramref name="Gap"/>.</param>
/// <param name="Version">The event that tells of it, or the first one recorded at or after it; null with a <paramref name="Gap"/>.</param>
/// <param name="Detail">The metric of a bad sample; null for the others.</param>
public sealed record Milestone(MilestoneKind Kind, DateTimeOffset? At, long? Version, MilestoneGap Gap = MilestoneGap.None, string? Detail = null);

/// <summary>The bars between milestones.</summary>
public enum SpanKind
{
    /// <summary>From the first bad sample to the first alarm.</summary>
    Detect,

    /// <summary>From the first alarm to the decision.</summary>
    Decide,

    /// <summary>From the decision until all traffic had moved.</summary>
    Act,

    /// <summary>From there to the end.</summary>
    Settle,
}

/// <param name="Length">Null while one of its ends is missing, and when they come the other way round.</param>
public sealed record MilestoneSpan(SpanKind Kind, MilestoneKind From, MilestoneKind To, TimeSpan? Length);
