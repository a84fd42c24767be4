namespace Sluice.Domain.Deployments;

public enum PhaseStatus
{
    Pending,
    Running,
    Waiting,
    Completed,
    Failed,
    Skipped,
    Cancelled,
}

/// <summary>What became of one phase so far.</summary>
/// <param name="SetAt">When its share was read back: the hold counts from here.</param>
public sealed record PhaseState(PhaseStatus Status, DateTimeOffset? StartedAt = null, DateTimeOffset? SetAt = null, DateTimeOffset? EndedAt = null)
{
    public static PhaseState Pending { get; } = new(PhaseStatus.Pending);

    public bool IsBehind => Status is PhaseStatus.Completed or PhaseStatus.Skipped;
}
