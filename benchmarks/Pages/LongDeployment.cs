using Sluice.Benchmarks.Product;
using Sluice.Benchmarks.Store;
using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using Sluice.Domain.Gates;
using Sluice.Domain.Services;
using Sluice.Domain.Traffic;
using Sluice.Engine.Metrics;
using Sluice.Engine.Store;
using static Sluice.Domain.Deployments.DeploymentCommand;

namespace Sluice.Benchmarks.Pages;

/// <summary>A deployment of very many events: days in one phase, judged every minute, with notes and pauses of people, and taken back in the end.</summary>
internal static class LongDeployment
{
    public const string Id = Service + "-2";
    public const int Events = 10_000;
    private const string Service = "archive";
    private const int Batch = 500;
    private static readonly TimeSpan s_interval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_hold = TimeSpan.FromDays(30);
    private static readonly Caller s_ann = Caller.Of(Actor.Person("ann"));

    public static async Task WriteAsync(PostgresEventStore store, StratumStore strata, Endpoints endpoints, CancellationToken ct)
    {
        var telling = new Telling(Service, TimeProvider.System.GetUtcNow().AddDays(-20), s_ann, "Looked at by people.");
        FleetHistory.GoLive(telling, endpoints);
        telling.Deploy(endpoints.Canary, Shape, s_ann);
        telling.Say(new ReportStable(telling.Stable(endpoints.Stable)), Caller.Engine);
        telling.Say(new ReportCanaryReady(1), Caller.Engine);
        telling.Say(new ReportSplit(telling.Deployment.Asked, Verified: true), Caller.Engine);
        var intervals = Live(telling);
        telling.Say(new Abort("It has been seen for long enough."), s_ann);
        telling.Say(new ReportSplit(TrafficSplit.AllStable, Verified: true), Caller.Engine);
        await Telling.WriteAsync(store, [telling], ct);
        foreach (var some in intervals.Chunk(Batch))
        {
            await strata.AppendAsync(some, state: null, ct);
        }
    }

    /// <summary>Almost to the end: what is missing are the events of the abort.</summary>
    private static List<Stratum> Live(Telling telling)
    {
        var (random, strata) = (new Random(1), new List<Stratum>());
        for (var minute = 0; telling.Length < Events - 3; minute++)
        {
            telling.Now += s_interval;
            var measured = new Measurement.Seen(telling.Now - s_interval, telling.Now, Arm(random, 40), Arm(random, 42), $"{random.NextInt64():x16}");
            strata.Add(Keep(telling, measured, measured.Stable, telling.Service.Environment(Telling.Production)!.Live!.Value, ArmRole.Stable));
            strata.Add(Keep(telling, measured, measured.Canary, telling.Deployment.Spec.ToRelease, ArmRole.Canary));
            telling.Say(new Judge(telling.Deployment.Phase, measured), Caller.Engine);
            telling.Say(new Tick(), Caller.Engine);
            switch (minute % 8)
            {
                case 1 or 5:
                    telling.Say(new AddNote($"Minute {minute}: nothing unusual."), s_ann);
                    break;
                case 3:
                    telling.Say(new Pause("Looking closer."), s_ann);
                    telling.Say(new Resume(), s_ann);
                    break;
            }
        }

        return strata;
    }

    private static DeploymentRequest Shape(DeploymentRequest request) => request with
    {
        Plan = new(PlanKind.Phases) { Phases = [new(10) { Hold = s_hold }, new(100) { Hold = s_hold }] },
        Thresholds = new() { ErrorRate = 0.02, LatencyP95 = TimeSpan.FromMilliseconds(250) },
        Analysis = new() { Interval = s_interval, SuccessfulRuns = 3, FailedRuns = 3 },
    };

    private static Stratum Keep(Telling telling, Measurement.Seen measured, ArmWindow? arm, int release, ArmRole role)
    {
        var (deployment, window) = (telling.Deployment, arm ?? ArmWindow.Empty);
        var share = role == ArmRole.Canary ? deployment.Asked.Canary : deployment.Asked.Stable;
        return new(
            new PlaceKey(TenantId.Default, telling.Service.Name, Telling.Production), deployment.Id, deployment.Phase, measured.From, measured.To, release, role, share,
            window.Requests, window.Errors, window.ClientErrors, window.Open, window.Latency);
    }

    private static ArmWindow Arm(Random random, double milliseconds)
    {
        var requests = random.Next(2_000, 4_000);
        var latency = new long[LatencyBounds.BucketCount];
        latency[LatencyBounds.BucketOf(milliseconds * (1 + (random.NextDouble() / 5)))] = requests;
        return new(s_interval, requests, (long)(requests * 0.002), 12, 3, latency);
    }
}
