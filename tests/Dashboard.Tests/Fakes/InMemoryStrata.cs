using System.Collections.Concurrent;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Engine.Metrics;

namespace Sluice.Dashboard.Tests.Fakes;

/// <summary>Strata that a test put there.</summary>
internal sealed class InMemoryStrata : IStratumStore
{
    private readonly ConcurrentQueue<Stratum> _all = new();

    public Task AppendAsync(IReadOnlyList<Stratum> strata, EvidenceState? state, CancellationToken ct)
    {
        foreach (var stratum in strata)
        {
            _all.Enqueue(stratum);
        }

        return Task.CompletedTask;
    }

    public Task<EvidenceState?> FindStateAsync(TenantId tenant, DeploymentId deployment, CancellationToken ct) => Task.FromResult<EvidenceState?>(null);

    public Task<IReadOnlyList<Stratum>> ReadAsync(TenantId tenant, DeploymentId deployment, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<Stratum>>([.. _all.Where(s => s.Place.Tenant == tenant && s.Deployment == deployment).OrderBy(s => s.From).ThenBy(s => s.Release)]);
}
