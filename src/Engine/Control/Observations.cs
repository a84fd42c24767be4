using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Rolling;
using Sluice.Domain.Traffic;
using Sluice.Engine.Traffic;
using Sluice.Engine.Workloads;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Engine.Control;

/// <summary>From what was seen to what the deployment is told. Pure.</summary>
internal static class Observations
{
    public static IEnumerable<DeploymentCommand> From(PlaceView view, IReadOnlyList<Instance> instances, RouteReading? reading)
    {
        if (view.Active is not { } active)
        {
            yield break;
        }

        if (active.Status is Running { Stage: RunStage.Gate } && Stable(view, instances) is { } stable)
        {
            yield return stable;
        }

        if ((active is { Stage: RunStage.Apply, CanaryIsReady: false, HookIsInTheWay: false } or { Stage: RunStage.Shift, Spec.Plan.Rolling: not null }) && Canary(view, active, instances) is { } canary)
        {
            yield return canary;
        }

        if (reading is not null && active.Stage is RunStage.Hold or RunStage.Waiting && view.Wanted.Rolling is { } rolling && !AreServing(view, instances, rolling))
        {
            yield return new DeploymentCommand.ReportSplitLost("Not all instances of the batch serve.");
        }

        if (reading is not null && active.Status is not (Pending or Running { Stage: RunStage.Gate or RunStage.Apply }) && Split(view, active, instances, reading) is { } split)
        {
            yield return new DeploymentCommand.ReportSplit(split, Verified: true) { Mirror = reading.Mirror?.Share ?? Share.None };
        }
    }

    /// <summary>What is live must be seen running before anything is touched; nothing is reported until it is.</summary>
    private static DeploymentCommand.ReportStable? Stable(PlaceView view, IReadOnlyList<Instance> instances)
    {
        if (view.Environment.Live is not { } live)
        {
            return new DeploymentCommand.ReportStable(Stable: null);
        }

        var ready = instances.Where(i => i.Release == live && i.State == InstanceState.Ready).Select(i => i.Id).ToValueList();
        int? replicas = view.Active?.Spec.Plan.Rolling is null ? null : view.Service.Release(live)!.Spec.Replicas;
        return ready.Count > 0 ? new DeploymentCommand.ReportStable(new CapturedStable(live, ready) { Replicas = replicas }) : null;
    }

    private static DeploymentCommand? Canary(PlaceView view, Deployment active, IReadOnlyList<Instance> instances)
    {
        var own = instances.Where(i => i.Release == active.Spec.ToRelease).ToList();

        // Where instances of the release serve already, one that was ready and crashed comes back by itself, as it does in every other stage with traffic.
        if (own.FirstOrDefault(i => i.State == InstanceState.Failed && (active.Stage == RunStage.Apply || !i.WasReady)) is { } failed)
        {
            return new DeploymentCommand.ReportStartFailed($"Instance {failed.Id} {failed.Problem ?? ObservedInstance.NotReady}.");
        }

        var ready = own.Count(i => i.State == InstanceState.Ready);
        var release = view.Service.Release(active.Spec.ToRelease)!.Spec;
        return active.Stage == RunStage.Apply && ready >= (view.Wanted.Rolling?.New ?? release.Endpoints?.Count ?? release.Replicas) ? new DeploymentCommand.ReportCanaryReady(ready) : null;
    }

    private static bool AreServing(PlaceView view, IReadOnlyList<Instance> instances, RollingTargets targets) =>
        targets.AreReached(Serving(view, instances, targets.OldRelease), Serving(view, instances, targets.NewRelease));

    private static int Serving(PlaceView view, IReadOnlyList<Instance> instances, int release) => instances.Count(i => i.Release == release && view.Wants(i) && Route.CanServe(i));

    /// <summary>Null when the route says nothing that fits: neither release serves.</summary>
    private static TrafficSplit? Split(PlaceView view, Deployment active, IReadOnlyList<Instance> instances, RouteReading reading)
    {
        // The same shares mean something else among other users.
        if (reading.Users != view.Wanted.Users)
        {
            return null;
        }

        // On the way there the shares may happen to be the same.
        if (view.Wanted.Rolling is { } targets && !AreServing(view, instances, targets))
        {
            return null;
        }

        // And so do the same copies of other requests.
        if (view.Wanted.Mirror is { } wanted && reading.Mirror is { } copied && copied.How != wanted.How)
        {
            return null;
        }

        var split = new TrafficSplit(reading.ShareOf(active.Spec.ToRelease));

        // One that is ended before it looked returns to what is live.
        var stable = active.StableIsKnown ? active.Stable?.Release : view.Environment.Live;

        // Without a stable release "all to stable" means that nothing is served.
        var fits = stable is { } release ? reading.ShareOf(release) == split.Stable : split.Canary == Share.All || reading.Arms.Count == 0;
        return fits ? split : null;
    }
}
