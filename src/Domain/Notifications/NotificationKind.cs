namespace Sluice.Domain.Notifications;

/// <summary>What a channel can tell of.</summary>
public enum NotificationKind
{
    /// <summary>A question waits for an answer.</summary>
    GateWaits,

    /// <summary>Traffic goes back to stable.</summary>
    Returned,

    /// <summary>Nobody has decided for a while what the evidence could not, or what failed.</summary>
    Held,
    Failed,

    /// <summary>Somebody acted against a verdict or round a question.</summary>
    Overridden,
    Started,
    Succeeded,
    Aborted,
    Cancelled,
}
