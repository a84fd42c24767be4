using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;

namespace Sluice.Engine.Projections;

/// <summary>The questions that were put to people, from the gate read model: at most a few milliseconds behind the events.</summary>
public interface IGateQueries
{
    /// <summary>How far back <see cref="GateList.Decided"/> goes.</summary>
    static readonly TimeSpan DecidedWithin = TimeSpan.FromDays(90);

    /// <summary>Keyset paging: rows that appear meanwhile move nothing.</summary>
    /// <param name="cursor">Of the page before; null for the first page.</param>
    /// <param name="limit">At least 1.</param>
    /// <exception cref="FormatException">The cursor is not one that a page ended with.</exception>
    /// <exception cref="Store.StoreUnavailableException">The database cannot be reached.</exception>
    Task<Page<GateRow>> ListAsync(TenantId tenant, GateList list, string? cursor, int limit, CancellationToken ct);

    /// <summary>Null when there is no such question for this tenant.</summary>
    /// <exception cref="Store.StoreUnavailableException">The database cannot be reached.</exception>
    Task<GateRow?> FindAsync(TenantId tenant, DeploymentId deployment, string gate, CancellationToken ct);
}

/// <summary>Which questions.</summary>
public enum GateList
{
    /// <summary>Waiting for people, oldest first; those that lapsed wait for somebody to ask again.</summary>
    Open,

    /// <summary>Of the last <see cref="IGateQueries.DecidedWithin"/>, newest first.</summary>
    Decided,

    /// <summary>Broken in an emergency, or ordered without the reason that it needs, and not reviewed: the most urgent first.</summary>
    Reviews,
}

/// <summary>One question as a line in a list. Kind and status are wire names.</summary>
/// <param name="Gate">The question's id within its deployment.</param>
/// <param name="Status"><c>open</c>, <c>lapsed</c>, <c>approved</c>, <c>rejected</c>, <c>broken</c>, <c>closed</c> when it went without an answer, or <c>unexplained</c> for an order without its reason.</param>
/// <param name="FromShare">Of the new release when it was asked, in percent.</param>
/// <param name="ToShare">Of the new release after a yes, in percent.</param>
/// <param name="AskedBy">Who asked, or who made the deployment when time asked; null for a question that a policy asks.</param>
/// <param name="Voters">Whose approvals count.</param>
/// <param name="Comment">Of who decided: a reason, or why it was closed.</param>
/// <param name="Evidence">What the checks said when it was asked.</param>
public sealed record GateRow(
    DeploymentId Deployment,
    string Gate,
    int Number,
    ServiceName Service,
    EnvironmentName Environment,
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
    ValueList<string> Groups,
    ValueList<string> Voters,
    string? DecidedBy,
    DateTimeOffset? DecidedAt,
    string? Comment,
    string? Evidence,
    string? Incident,
    DateTimeOffset? ReviewDueAt,
    string? ReviewedBy)
{
    /// <summary>Unique for the tenant, and how links name it.</summary>
    public string Id => $"{Deployment}:{Gate}";

    /// <summary>It is no question, but an order that was given without the reason that it needs.</summary>
    public bool IsMissingReason => Kind == GateEntry.MissingReason;
}
