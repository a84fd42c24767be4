using Sluice.Domain;
using Sluice.Domain.Deployments;

namespace Sluice.Engine.Projections;

/// <summary>Notes that name somebody, from their read model: at most a few milliseconds behind the events.</summary>
public interface IMentionQueries
{
    /// <param name="name">The name that the person signs in with; case does not count.</param>
    /// <returns>The newest first, as many as asked for at most.</returns>
    /// <exception cref="Store.StoreUnavailableException">The database cannot be reached.</exception>
    Task<IReadOnlyList<MentionRow>> LatestAsync(TenantId tenant, string name, int most, CancellationToken ct);
}

/// <summary>A note that names somebody.</summary>
/// <param name="Version">Of the event that says it.</param>
public sealed record MentionRow(DeploymentId Deployment, long Version, DateTimeOffset At, string By, string Note);
