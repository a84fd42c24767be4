namespace Sluice.Domain.Rolling;

public enum OperationState
{
    Done,
    UnderWay,

    /// <summary>Nothing is before it but time, evidence or people.</summary>
    Next,

    Planned,

    /// <summary>It will not be done any more.</summary>
    Skipped,
    Failed,
}

/// <summary>How far one operation is.</summary>
/// <param name="Since">When what is under way began.</param>
/// <param name="Reason">Why it failed, or what it waits for.</param>
public sealed record OperationStatus(Operation Operation, OperationState State, DateTimeOffset? Since = null, string? Reason = null);
