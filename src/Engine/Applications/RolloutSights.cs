using Sluice.Domain;
using Sluice.Domain.Applications;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Engine.Live;
using Sluice.Engine.Workloads;

namespace Sluice.Engine.Applications;

/// <summary>Looks at the services of a rollout, and at those that they wait for.</summary>
public sealed class RolloutSights(ILiveStates live, IPlaceStatuses statuses)
{
    public async Task<ValueList<ServiceSight>> LookAsync(TenantId tenant, Rollout rollout, CancellationToken ct)
    {
        var sights = new List<ServiceSight>();
        foreach (var name in rollout.Steps.SelectMany(step => step.After.Select(on => on.Service).Prepend(step.Service)).Distinct())
        {
            if ((await live.FindServiceAsync(tenant, name, ct))?.State is { } service && service.Environment(rollout.Environment) is { } place)
            {
                sights.Add(new(name, place.Live, await EndedAsync(tenant, rollout.Step(name), place, ct), Releases(tenant, service, rollout.Environment)));
            }
        }

        return sights.ToValueList();
    }

    private async Task<string?> EndedAsync(TenantId tenant, RolloutStep? step, ServiceEnvironment place, CancellationToken ct)
    {
        if (step?.Deployment is not { } id || (await live.FindDeploymentAsync(tenant, id, ct))?.State is not { Status: DeploymentStatus.Ended ended })
        {
            return null;
        }

        return (ended.Outcome, place.Live == step.Release) switch
        {
            (_, true) => null,
            (Outcome.Succeeded, _) => $"{id} succeeded, and release {step.Release} is not live any more.",
            _ => $"{id} ended {Words.Of(ended.Outcome)}: {ended.Reason?.TrimEnd('.') ?? "no reason was given"}.",
        };
    }

    private ValueList<ReleaseSight> Releases(TenantId tenant, Service service, EnvironmentName environment) =>
        [.. (statuses.Find(new PlaceKey(tenant, service.Name, environment))?.Instances ?? []).GroupBy(seen => seen.Instance.Release).Select(group => new ReleaseSight(
            group.Key,
            group.Count(seen => seen.Instance is { State: not InstanceState.Failed, Address.Length: > 0 }),
            group.Count(seen => seen.Instance.State == InstanceState.Ready),
            service.Release(group.Key)?.Spec.Replicas ?? 1))];
}
