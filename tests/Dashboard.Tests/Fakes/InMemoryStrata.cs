using System.Collections.Concurrent;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Engine.Metrics;

namespace Sluice.Dashboard.Tests.Fakes;

/// <summary>Strata that a test put there.</summary>
internal sealed class InMemoryStrata : IStratumStore
{
    private volatile ConcurrentQueue<Stratum> _all = new();
    private IReadOnlyList<Stratum> _hours = [];
    private int _given;

    /// <summary>How many were given to those who asked only for new ones.</summary>
    public int GivenSince => Volatile.Read(ref _given);

    public Task AppendAsync(IReadOnlyList<Stratum> strata, EvidenceState? state, CancellationToken ct)
    {
        foreach (var stratum in strata)
        {
            _all.Enqueue(stratum);
        }

        return Task.CompletedTask;
    }

    /// <summary>What ended before is past its time.</summary>
    /// <param name="leavesHours">What is left of it by hour is kept.</param>
    public void Trim(DateTimeOffset before, bool leavesHours = false)
    {
        _hours = leavesHours ? StratumHours.Of(_all.Where(stratum => stratum.To < before)) : [];
        _all = new(_all.Where(stratum => stratum.To >= before));
    }

    public Task<EvidenceState?> FindStateAsync(TenantId tenant, DeploymentId deployment, CancellationToken ct) => Task.FromResult<EvidenceState?>(null);

    public Task<IReadOnlyList<Stratum>> ReadAsync(TenantId tenant, DeploymentId deployment, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<Stratum>>([.. _all.Where(s => s.Place.Tenant == tenant && s.Deployment == deployment).OrderBy(s => s.From).ThenBy(s => s.Release)]);

    public Task<IReadOnlyList<Stratum>> ReadHoursAsync(TenantId tenant, DeploymentId deployment, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<Stratum>>([.. _hours.Where(s => s.Place.Tenant == tenant && s.Deployment == deployment)]);

    public async Task<IReadOnlyList<Stratum>> ReadSinceAsync(TenantId tenant, DeploymentId deployment, DateTimeOffset since, CancellationToken ct)
    {
        var all = await ReadAsync(tenant, deployment, ct);
        var recent = all.FirstOrDefault(stratum => (stratum.RecordedAt ?? stratum.To) >= since);
        IReadOnlyList<Stratum> given = recent is null ? [] : [.. all.Where(stratum => stratum.From >= recent.From)];
        Interlocked.Add(ref _given, given.Count);
        return given;
    }
}
