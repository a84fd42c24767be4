using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Domain.Validation;

namespace Sluice.Domain.Rolling;

/// <summary>What replacing instances in place needs to know of the releases, and asks of the place.</summary>
public static class InPlace
{
    private const int MostInstances = 100;

    /// <summary>The request with the numbers of instances that follow from the releases.</summary>
    /// <param name="release">Null while it is not known.</param>
    public static PlanRequest Complete(PlanRequest plan, ReleaseSpec? release, ReleaseSpec? live) => !plan.IsInPlace ? plan : plan with
    {
        // Out of range it is refused as the release's own mistake.
        Instances = Math.Clamp(release?.Replicas ?? 1, 1, MostInstances),
        InstancesNow = live?.Replicas,
        UsualOrder = TakesAPort(release) || TakesAPort(live) || OwnsData(release) ? UpdateOrder.StopFirst : UpdateOrder.StartFirst,
    };

    public static FieldError? Mismatch(DeploymentStrategy strategy, EnvironmentSpec place) =>
        strategy is DeploymentStrategy.Rolling or DeploymentStrategy.Recreate && place.Runtime.Kind == RuntimeKind.External
            ? new("strategy", Words.Of(strategy), "canary, ab or blue_green: someone else starts and stops these instances")
            : null;

    /// <summary>Back to a release that cannot stand beside the one that runs: that one is stopped first. Null: it can.</summary>
    public static PhasePlan? Back(PhasePlan forward, ReleaseSpec to) => forward.Rolling is { MaxSurge: 0 } limits
        ? PlanBuilder.Build(new(forward.Kind)
        {
            Hold = TimeSpan.Zero,
            Instances = to.Replicas,
            InstancesNow = limits.Instances,
            Rolling = forward.Kind == PlanKind.Batches ? new() { Parallelism = forward.Phases[0].Instances, MaxSurge = 0, MaxUnavailable = limits.MaxUnavailable } : null,
        }).Plan
        : null;

    /// <summary>What one instance alone writes, two at a time would spoil.</summary>
    private static bool OwnsData(ReleaseSpec? release) => release is { Replicas: 1, Container.Volumes: { } mounts } && mounts.Any(mount => mount.IsShared);

    /// <summary>Only one instance at a time can have a fixed port of the host.</summary>
    private static bool TakesAPort(ReleaseSpec? release) => release?.Container?.Ports?.Any(port => port.Host is not null) == true;
}
