namespace Sluice.Dashboard.Api.Shapes;

/// <summary>One question that was put to people, as a line of a list.</summary>
/// <param name="GateId">What answers name.</param>
/// <param name="Kind"><c>rollback_question</c>, <c>before_phase</c>, <c>before_promotion</c>, <c>override</c>, or <c>missing_reason</c> for an order that was given without the reason that it needs.</param>
/// <param name="Status"><c>open</c>, <c>lapsed</c>, <c>approved</c>, <c>rejected</c>, <c>broken</c>, <c>closed</c> when it went without an answer, or <c>unexplained</c> for an order without its reason.</param>
/// <param name="Phase">Index, from 0.</param>
/// <param name="FromShare">Of the new release when it was asked, in percent.</param>
/// <param name="ToShare">Of the new release after a yes, in percent.</param>
/// <param name="AskedBy">Null for a question that a policy asks.</param>
/// <param name="Quorum">How many people must approve; 0: passed by policy.</param>
/// <param name="Groups">Whose members have a say; empty: everyone who may approve.</param>
/// <param name="Voters">Whose approvals count so far.</param>
/// <param name="Comment">Of who decided.</param>
/// <param name="Evidence">What the checks said when it was asked.</param>
/// <param name="Incident">For a gate that was broken in an emergency: where that is written down.</param>
/// <param name="ReviewDueAt">For a broken gate, or an order without its reason: when somebody else must have looked at it.</param>
public sealed record ApprovalItem(
    string Deployment,
    string GateId,
    string Service,
    string Environment,
    int Number,
    string Kind,
    string Status,
    int Phase,
    int? FromRelease,
    int ToRelease,
    decimal FromShare,
    decimal ToShare,
    string Question,
    string? AskedBy,
    DateTimeOffset AskedAt,
    DateTimeOffset? ExpiresAt,
    int Quorum,
    IReadOnlyList<string> Groups,
    IReadOnlyList<string> Voters,
    string? DecidedBy,
    DateTimeOffset? DecidedAt,
    string? Comment,
    string? Evidence,
    string? Incident,
    DateTimeOffset? ReviewDueAt,
    string? ReviewedBy);
