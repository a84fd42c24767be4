using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Domain.Traffic;

namespace Sluice.Domain.Tests.Deployments;

/// <summary>The words that the stories are told in.</summary>
internal static class Make
{
    public static Actor Maria { get; } = Actor.Person("maria");

    /// <summary>An administrator.</summary>
    public static Actor Ann { get; } = Actor.Person("ann");

    public static ServiceName Checkout { get; } = new("checkout");

    public static EnvironmentName Production { get; } = new("production");

    public static DeploymentId First { get; } = DeploymentId.Of(Checkout, 1);

    /// <summary>The deployment that the stories are about: release 2 where release 1 is live.</summary>
    public static DeploymentId Second { get; } = DeploymentId.Of(Checkout, 2);

    public static TimeSpan Hold { get; } = Minutes(5);

    public static TimeSpan Minutes(double minutes) => TimeSpan.FromMinutes(minutes);

    public static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    public static Share Percent(decimal percent) => Share.FromPercent(percent);

    public static TrafficSplit Canary(decimal percent) => new(Percent(percent));

    public static EnvironmentSpec Environment(string name = "production") =>
        new(new(name), new RuntimeSpec(RuntimeKind.Process), new RouterSpec(RouterKind.Gateway, $"{name}.test", "/"));

    /// <summary>Each runs something of its own.</summary>
    public static ReleaseSpec Release(string notes = "a release") => new() { Command = ["./shop", "{port}", notes], Notes = notes };

    public static Phase Phase(decimal share, PhaseGap? gap = null, bool gate = false, TimeSpan? hold = null) =>
        new(Percent(share), hold ?? Hold) { Gap = gap ?? PhaseGap.None, NeedsApproval = gate };

    public static PhasePlan Plan(params ReadOnlySpan<Phase> phases) => new(PlanKind.Phases, ValueList.Create(phases));

    /// <summary>10, 50 and 100 %, five minutes each, no gaps.</summary>
    public static PhasePlan ThreePhases { get; } = Plan(Phase(10), Phase(50), Phase(100));

    /// <summary>At most 1 % of errors; one passing run goes on, the third failing run goes back.</summary>
    public static DeploymentSpec Spec { get; } = new(
        Second, 2, Checkout, Production, DeploymentKind.Deployment, FromRelease: 1, ToRelease: 2, ThreePhases,
        new Thresholds { ErrorRate = 0.01 }, new AnalysisSettings { SuccessfulRuns = 1, FailedRuns = 3 }, new());

    public static CapturedStable Stable { get; } = new(1, ["r1-0"]);

    public static Measurement Good { get; } = Seen(requests: 1000, errors: 0);

    public static Measurement Bad { get; } = Seen(requests: 1000, errors: 50);

    public static Measurement TooLittle { get; } = Seen(requests: 10, errors: 0);

    public static Measurement Outage { get; } = new Measurement.Unavailable("connection refused");

    public static Measurement.Seen Seen(long requests, long errors, double canaryMs = 20, double stableMs = 20, bool stable = true) =>
        new(FakeBus.Start, FakeBus.Start + Minutes(1), stable ? Arm(requests, 0, stableMs) : null, Arm(requests, errors, canaryMs), "hash");

    public static ArmWindow Arm(long requests, long errors, double milliseconds)
    {
        var latency = new long[LatencyBounds.BucketCount];
        latency[LatencyBounds.BucketOf(milliseconds)] = requests;
        return new(Minutes(1), requests, errors, 0, 1, latency);
    }

    /// <summary>A service with releases 1 to 3; release 1 is live, brought by <see cref="First"/>.</summary>
    public static FakeBus BusWithLive()
    {
        var bus = BusWithoutLive();
        bus.Store(new ServiceEvent.DeploymentNumbered(1, First, Production), new ServiceEvent.ReleaseWentLive(Production, 1, First, Standby: null, StandbyUntil: null));
        return bus;
    }

    public static FakeBus BusWithoutLive()
    {
        var bus = new FakeBus();
        bus.Store(
            new ServiceEvent.ServiceDeclared(Checkout, [Environment()]),
            new ServiceEvent.ReleaseAdded(1, Release("one")),
            new ServiceEvent.ReleaseAdded(2, Release("two")),
            new ServiceEvent.ReleaseAdded(3, Release("three")));
        return bus;
    }

    public static DeploymentRequest Request(int release = 2) => new(Checkout, Production, release, NewRelease: null)
    {
        Plan = new PlanRequest(PlanKind.Phases) { Phases = [new(10), new(50)], Hold = Hold },
        Thresholds = Spec.Thresholds,
        Analysis = Spec.Analysis,
    };
}
