using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using Sluice.Domain.Rollbacks;
using Sluice.Domain.Rolling;
using Sluice.Domain.Services;
using Sluice.Domain.Traffic;
using Sluice.Engine.Control;
using Sluice.Engine.Tests.Commands;
using Sluice.Engine.Traffic;
using Sluice.Engine.Workloads;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Engine.Tests.Control;

/// <summary>Places, instances and readings to look at.</summary>
internal static class Given
{
    public static DateTimeOffset Now { get; } = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    public static PlaceKey Place { get; } = new(TenantId.Default, Desk.Name, Desk.Production.Name);

    /// <summary>Release 2 goes out where release 1 is live; at 30 % unless changed.</summary>
    public static Deployment Deployment(DeploymentStatus? status = null) => new(Spec, status ?? new Running(RunStage.Hold), Now, Actor.Person("ann"))
    {
        StartedAt = Now,
        Stable = new(1, ["a"]),
        StableIsKnown = true,
        CanaryIsReady = true,
        Phase = 0,
        Phases = [PhaseState.Pending with { SetAt = Now }, PhaseState.Pending],
        Asked = new(Share.FromPercent(30)),
        Set = new(Share.FromPercent(30)),
    };

    private static DeploymentSpec Spec => new(
        DeploymentId.Of(Desk.Name, 2), 2, Desk.Name, Desk.Production.Name, DeploymentKind.Deployment, 1, 2,
        new(PlanKind.Phases, [new(Share.FromPercent(30), TimeSpan.FromMinutes(1)), new(Share.All, TimeSpan.Zero)]),
        new Thresholds { ErrorRate = 0.05 }, new AnalysisSettings { Interval = TimeSpan.FromSeconds(10) }, new RollbackPolicy());

    public static UserRouting Users { get; } = new(new(UserKey.OwnCookie), [new(UserKey.Header, "X-Group") { Prefix = "b" }]);

    public static Deployment Among(Deployment deployment) =>
        deployment with { Spec = deployment.Spec with { Strategy = DeploymentStrategy.Ab, Plan = deployment.Spec.Plan with { Users = Users } } };

    /// <summary>Two instances, one by one, in place of two.</summary>
    public static Deployment InPlace(Deployment deployment, RollingLimits limits) => deployment with
    {
        Stable = new(1, ["a", "b"]) { Replicas = 2 },
        Asked = new(Share.FromPercent(50)),
        Spec = deployment.Spec with
        {
            Strategy = DeploymentStrategy.Rolling,
            Plan = new(PlanKind.Batches, [new(Share.FromPercent(50), TimeSpan.Zero) { Instances = 1 }, new(Share.All, TimeSpan.Zero) { Instances = 2 }]) { Rolling = limits },
        },
    };

    public static PlaceView View(Deployment? active, int? live = 1, Standby? standby = null)
    {
        var environment = ServiceEnvironment.New(Desk.Production) with { Live = live, Holder = active?.Id, Standby = standby };
        var releases = Enumerable.Range(1, 3).Select(number => new Release(number, Desk.Release, Now, Actor.Person("ann"))).ToValueList();
        return new(new Service(Desk.Name, [environment], releases, 2), environment, active, Wanted.From(environment, active, Now));
    }

    public static Instance Instance(string id, int release, InstanceState state = InstanceState.Ready) => new(id, release, 0, $"http://127.0.0.1:90{release}{id.Length}", state, Now) { Pid = 1 };

    public static ReadInstance Read(string id, bool draining = false, long open = 0) => new(id, Healthy: true, draining, open);

    /// <param name="canary">Percent of release 2; release 1 has the rest.</param>
    public static RouteReading Reading(decimal canary, params ReadOnlySpan<ReadInstance> instances) =>
        new([new(1, Share.FromPercent(canary).Rest), new(2, Share.FromPercent(canary))], ValueList.Create(instances));
}
