namespace Sluice.Dashboard.Api.Shapes;

/// <summary>Where messages go, and how that works. Its secret is never shown again.</summary>
/// <param name="Kind"><c>webhook</c>.</param>
/// <param name="Team">Only of services of this team; null: of all.</param>
/// <param name="State"><c>well</c>, <c>failing</c>, <c>off</c> or <c>new</c> (nothing was sent yet).</param>
/// <param name="Waiting">Messages that are to be sent, now or later.</param>
/// <param name="GivenUp">Messages that were given up and are still kept.</param>
/// <param name="FailingSince">When the first of the last attempts failed.</param>
/// <param name="LastProblem">Why the last attempt failed.</param>
public sealed record ChannelView(
    string Id,
    string Kind,
    string Name,
    string Address,
    string? Team,
    IReadOnlyList<string> Services,
    IReadOnlyList<string> Environments,
    IReadOnlyList<string> Kinds,
    bool On,
    string State,
    int Waiting,
    int GivenUp,
    DateTimeOffset? LastDeliveredAt,
    DateTimeOffset? FailingSince,
    string? LastProblem,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    DateTimeOffset? ChangedAt,
    string? ChangedBy);

/// <param name="Channel">Null when it was deleted.</param>
/// <param name="Secret">One that was made: shown here and never again.</param>
public sealed record ChannelOutcomeView(string Effect, ChannelView? Channel, string? Secret);

/// <summary>What is recorded of one message.</summary>
/// <param name="Id">Also its idempotency key.</param>
/// <param name="Deployment">Null for a test.</param>
/// <param name="Notices">Ids of what it tells.</param>
/// <param name="Status"><c>waiting</c>, <c>delivered</c> or <c>given_up</c>.</param>
/// <param name="NextAttemptAt">Null when there is none.</param>
/// <param name="StatusCode">Of the last attempt; null when there was no answer.</param>
/// <param name="Answer">Up to 200 characters of the last answer.</param>
public sealed record DeliveryView(
    string Id,
    string? Deployment,
    IReadOnlyList<string> Notices,
    string Status,
    int Attempts,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LastAttemptAt,
    DateTimeOffset? NextAttemptAt,
    int? StatusCode,
    string? Problem,
    string? Answer);

/// <summary>What became of a test message.</summary>
/// <param name="Taken">The other side answered with 200 to 299.</param>
/// <param name="Problem">Why it does not count as taken.</param>
/// <param name="TookMs">From sending it to the end of the answer.</param>
public sealed record ChannelTestView(string Delivery, bool Taken, int? StatusCode, string? Answer, string? Problem, long TookMs);
