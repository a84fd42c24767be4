using Sluice.Domain;
using Sluice.Domain.Deployments;

namespace Sluice.Engine.Projections;

/// <summary>One question in the book of its deployment. Fields mean what they mean in <see cref="GateRow"/>; their names are the columns of <c>sluice_gate</c>.</summary>
internal sealed record GateEntry(
    string Gate,
    string Kind,
    string Status,
    int Phase,
    decimal FromShare,
    decimal ToShare,
    string Question,
    string? AskedBy,
    DateTimeOffset AskedAt,
    DateTimeOffset? ExpiresAt,
    int Quorum,
    ValueList<string> Groups)
{
    public const string Open = "open";
    public const string Lapsed = "lapsed";
    public const string Approved = "approved";
    public const string Rejected = "rejected";
    public const string Broken = "broken";
    public const string Closed = "closed";
    public const string Unexplained = "unexplained";

    /// <summary>No question, but an order that needs a reason and was given without one: it stands among the reviews.</summary>
    public const string MissingReason = "missing_reason";

    public ValueList<string> Voters { get; init; } = [];

    public string? DecidedBy { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    public string? Comment { get; init; }

    public string? Evidence { get; init; }

    public string? Incident { get; init; }

    public DateTimeOffset? ReviewDueAt { get; init; }

    public string? ReviewedBy { get; init; }

    internal bool IsWaiting => Status is Open or Lapsed;

    /// <summary>Still waits, or a review is owed.</summary>
    internal bool CanChange => IsWaiting || Status is Broken or Unexplained;

    public GateEntry Decide(string status, DeploymentEvent e) => this with
    {
        Status = status,
        DecidedBy = e.Origin.By.Name,
        DecidedAt = e.Origin.At.ToUniversalTime(),
        Comment = e.Origin.Reason,
    };
}
