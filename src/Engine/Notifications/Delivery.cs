namespace Sluice.Engine.Notifications;

public enum DeliveryStatus
{
    /// <summary>To be sent, now or later, for the first time or again.</summary>
    Waiting,
    Delivered,

    /// <summary>Not taken in its time; or a test that was not taken.</summary>
    GivenUp,
}

/// <summary>What is recorded of one message to one channel.</summary>
/// <param name="Deployment">Null for a test.</param>
/// <param name="Notices">Ids of what it tells.</param>
/// <param name="DueAt">When the next attempt is, or was.</param>
/// <param name="StatusCode">Of the last attempt; null when there was no answer.</param>
/// <param name="Problem">Why the last attempt failed, in a sentence.</param>
/// <param name="Answer">The beginning of the last answer.</param>
public sealed record Delivery(
    string Id,
    string? Deployment,
    IReadOnlyList<string> Notices,
    DeliveryStatus Status,
    DateTimeOffset CreatedAt,
    DateTimeOffset DueAt,
    int Attempts,
    DateTimeOffset? LastAttemptAt,
    int? StatusCode,
    string? Problem,
    string? Answer);
