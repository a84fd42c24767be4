using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Domain.Services;
using Sluice.Domain.Traffic;
using Sluice.Engine.Metrics;
using static Sluice.Domain.Deployments.DeploymentEvent;

namespace Sluice.Dashboard.Tests.Live;

/// <summary>One deployment, release 1 to 2, and its samples.</summary>
internal static class Shop
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly TenantId Acme = new("acme");

    public static readonly DeploymentId Checkout = DeploymentId.From("checkout-1");

    private static readonly ServiceName s_service = ServiceName.From("checkout");
    private static readonly EnvironmentName s_environment = EnvironmentName.From("production");

    public static DeploymentEvent[] AtQuarter { get; } = Told(
        new DeploymentCreated(new(
            Checkout, 1, s_service, s_environment, DeploymentKind.Deployment, FromRelease: 1, ToRelease: 2,
            new(PlanKind.Phases, [new(Share.FromPercent(25), TimeSpan.FromMinutes(1)), new(Share.All, TimeSpan.FromMinutes(1))]), new(), new(), new())),
        new DeploymentStarted(),
        new StableCaptured(new(1, ["a"])),
        new CanaryReady(1),
        new PhaseEntered(0, Share.FromPercent(25)),
        new SplitSet(new(Share.FromPercent(25)), Verified: true, Noon.AddMinutes(1), Noon.AddMinutes(15)));

    public static DeploymentEvent[] Told(params DeploymentEvent[] events) => [.. events.Select(e => e with { Origin = new Origin(Noon, Actor.Engine) })];

    /// <summary>The tick of a second after noon: three requests to stable for one to the canary.</summary>
    public static SampleTick Tick(int second, string tenant = "acme", int scale = 1)
    {
        var at = Noon.AddSeconds(second);
        return new(new(new(tenant), s_service, s_environment), at, [Sample(at, 1, 30 * scale, 10), Sample(at, 2, 10 * scale, 40)]);
    }

    /// <summary>A tick that fails the test when somebody looks into it.</summary>
    public static SampleTick Untouchable(int second) => Tick(second) with { Samples = new Trap() };

    private static Sample Sample(DateTimeOffset at, int release, long requests, double milliseconds)
    {
        var latency = new long[LatencyBounds.BucketCount];
        latency[LatencyBounds.BucketOf(milliseconds)] = requests;
        return new(at, TimeSpan.FromSeconds(1), release, requests, Errors: release - 1, ClientErrors: 0, Open: 0, latency);
    }

    private sealed class Trap : IReadOnlyList<Sample>
    {
        public int Count => throw new InvalidOperationException("Nobody watches.");

        public Sample this[int index] => throw new InvalidOperationException("Nobody watches.");

        public IEnumerator<Sample> GetEnumerator() => throw new InvalidOperationException("Nobody watches.");

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
