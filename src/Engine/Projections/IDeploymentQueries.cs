using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;

namespace Sluice.Engine.Projections;

/// <summary>Lists, from the read models: at most a few milliseconds behind the events.</summary>
public interface IDeploymentQueries
{
    /// <summary>Newest first. Keyset paging: rows that appear meanwhile move nothing.</summary>
    /// <param name="cursor">Of the page before; null for the first page.</param>
    /// <param name="limit">At least 1.</param>
    /// <exception cref="FormatException">The cursor is not one that a page ended with.</exception>
    /// <exception cref="Store.StoreUnavailableException">The database cannot be reached.</exception>
    Task<Page<DeploymentRow>> ListAsync(TenantId tenant, DeploymentFilter filter, string? cursor, int limit, CancellationToken ct);

    /// <summary>The metric read model: what each arm did at each recorded decision and checkpoint of a deployment, oldest first.</summary>
    Task<IReadOnlyList<MetricRow>> MetricsAsync(TenantId tenant, DeploymentId deployment, CancellationToken ct);

    /// <summary>The phase read model, in order.</summary>
    Task<IReadOnlyList<PhaseRow>> PhasesAsync(TenantId tenant, DeploymentId deployment, CancellationToken ct);
}

/// <param name="NextCursor">Opaque; null on the last page.</param>
/// <param name="Total">Of all that match, not of this page.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor, long Total);

/// <param name="Statuses">Wire names; empty for all.</param>
/// <param name="Active">True for those that have not ended, false for those that have, null for both.</param>
/// <param name="Recorded">True for those that were only recorded and never deployed, false for all others, null for both.</param>
public sealed record DeploymentFilter(ServiceName? Service = null, EnvironmentName? Environment = null, ValueList<string>? Statuses = null, bool? Active = null, DeploymentStrategy? Strategy = null, bool? Recorded = null);

/// <summary>One deployment as a line in a list. Kinds, strategies, statuses, stages and reasons to pause are wire names.</summary>
/// <param name="Stage">For <c>rolling_back</c>: what it will end as.</param>
/// <param name="Reason">For <c>pending</c>: <c>draft</c> or <c>queued</c>. Else why it is paused, goes back or ended, in words.</param>
/// <param name="Phase">Index of the phase under way; -1 before the first.</param>
/// <param name="OpenGate">Id of the open question.</param>
/// <param name="Superseded">A later rollback replaced what this deployment had brought.</param>
/// <param name="Version">Of the deployment's stream.</param>
public sealed record DeploymentRow(
    TenantId Tenant,
    DeploymentId Id,
    int Number,
    ServiceName Service,
    EnvironmentName Environment,
    string Kind,
    string Strategy,
    string Status,
    string? Stage,
    string? PauseReason,
    string? Reason,
    int? FromRelease,
    int ToRelease,
    int Phase,
    int PhaseCount,
    decimal AskedCanary,
    decimal? SetCanary,
    int Progress,
    string? OpenGate,
    bool Superseded,
    string CreatedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    DateTimeOffset ChangedAt,
    long Version)
{
    /// <summary>How it went so far.</summary>
    public Course Course { get; init; } = Course.None;
}

public sealed record PhaseRow(int Index, decimal Share, string Status, DateTimeOffset? StartedAt, DateTimeOffset? SetAt, DateTimeOffset? EndedAt);

/// <summary>Latencies in milliseconds.</summary>
public sealed record MetricRow(
    long Version,
    DateTimeOffset At,
    int Phase,
    string Verdict,
    string Reason,
    long StableRequests,
    long StableErrors,
    double? StableP50,
    double? StableP95,
    double? StableP99,
    long CanaryRequests,
    long CanaryErrors,
    double? CanaryP50,
    double? CanaryP95,
    double? CanaryP99);
