using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Domain.Traffic;

namespace Sluice.Engine.Metrics;

/// <summary>What one arm did in one interval of a deployment's analysis, at one share: what decisions rest on and replay shows.</summary>
/// <param name="Phase">Index of the phase.</param>
/// <param name="From">Start of the interval, UTC.</param>
/// <param name="Share">The arm's share as set; an interval ends when it changes.</param>
/// <param name="Latency">Per bucket of the fixed histogram; empty without requests.</param>
public sealed record Stratum(
    PlaceKey Place,
    DeploymentId Deployment,
    int Phase,
    DateTimeOffset From,
    DateTimeOffset To,
    int Release,
    ArmRole Role,
    Share Share,
    long Requests,
    long Errors,
    long ClientErrors,
    long Open,
    ReadOnlyMemory<long> Latency)
{
    public ArmDetail Detail { get; init; } = ArmDetail.None;

    /// <summary>When it was stored, UTC; null for what was stored before that was noted.</summary>
    public DateTimeOffset? RecordedAt { get; init; }
}

/// <summary>The evidence that follows from the strata up to an instant.</summary>
/// <param name="Through">End of the last interval taken in, UTC.</param>
/// <param name="Hash">Of these intervals.</param>
/// <param name="Values">What the ledger saved, exactly.</param>
public sealed record EvidenceState(DateTimeOffset Through, string Hash, IReadOnlyList<double> Values);

/// <summary>Keeps strata for 90 days, and hours of them for a year.</summary>
public interface IStratumStore
{
    /// <summary>How long after its end a stratum can be read.</summary>
    static TimeSpan Kept { get; } = TimeSpan.FromDays(90);

    /// <summary>How long after its end an hour can be read.</summary>
    static TimeSpan KeptHours { get; } = TimeSpan.FromDays(365);

    /// <summary>Adds them all or none. A stratum that is there already (same deployment, phase, release and start) is left as it is.</summary>
    /// <param name="state">Replaces the deployment's evidence in the same transaction; null leaves it.</param>
    /// <exception cref="Store.StoreUnavailableException">The database cannot be reached.</exception>
    Task AppendAsync(IReadOnlyList<Stratum> strata, EvidenceState? state, CancellationToken ct);

    /// <summary>The evidence as it was last stored; null when there is none.</summary>
    /// <exception cref="Store.StoreUnavailableException">The database cannot be reached.</exception>
    Task<EvidenceState?> FindStateAsync(TenantId tenant, DeploymentId deployment, CancellationToken ct);

    /// <summary>The strata of a deployment in order of time; empty when there are none, or when they are past their time.</summary>
    /// <exception cref="Store.StoreUnavailableException">The database cannot be reached.</exception>
    Task<IReadOnlyList<Stratum>> ReadAsync(TenantId tenant, DeploymentId deployment, CancellationToken ct);

    /// <summary>The strata from the first one on of which anything was stored since; empty when nothing was. May give earlier ones too, but none in part.</summary>
    /// <param name="since">UTC; counts from the end of those of which it is not noted when they were stored.</param>
    /// <exception cref="Store.StoreUnavailableException">The database cannot be reached.</exception>
    Task<IReadOnlyList<Stratum>> ReadSinceAsync(TenantId tenant, DeploymentId deployment, DateTimeOffset since, CancellationToken ct) => ReadAsync(tenant, deployment, ct);

    /// <summary>What is left of the strata past their time, as <see cref="StratumHours"/> makes it, in order of time. None for what ended lately.</summary>
    /// <exception cref="Store.StoreUnavailableException">The database cannot be reached.</exception>
    Task<IReadOnlyList<Stratum>> ReadHoursAsync(TenantId tenant, DeploymentId deployment, CancellationToken ct) => Task.FromResult<IReadOnlyList<Stratum>>([]);
}
