using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Domain.Gates;
using Sluice.Domain.Rollbacks;
using Sluice.Domain.Services;
using Sluice.Domain.Traffic;
using Sluice.Engine.Store;
using static Sluice.Domain.Deployments.DeploymentCommand;
using EnvironmentName = Sluice.Domain.Services.EnvironmentName;

namespace Sluice.Benchmarks.Store;

/// <summary>
/// Deployments of one service as they really go, told by the domain's own deciders: four phases of some minutes, judged every 10 s.
/// Of eight, six are good, one is bad and goes back, and at one a person is asked and aborts it.
/// </summary>
internal sealed class DeploymentHistory
{
    private static readonly EnvironmentName Production = EnvironmentName.From("production");
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(3);

    private readonly ServiceName _name;
    private readonly Random _random;
    private DateTimeOffset _now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private Service? _service;
    private Deployment? _deployment;

    public DeploymentHistory(string service, int seed)
    {
        (_name, _random) = (ServiceName.From(service), new(seed));
        Keep(ServiceDecider.Declare(null, _name, [new(Production, new(RuntimeKind.External), new(RouterKind.Gateway, Host: null, "/" + service))], others: []));
    }

    /// <summary>In order of time.</summary>
    public List<(string Stream, string Type, DomainEvent Event)> Events { get; } = [];

    public void Deploy(int number)
    {
        var (slow, failing) = (number % 8 == 6, number % 8 == 3);
        var (_, created) = DeploymentCreation.Create(_service!, Request(number));
        _deployment = null;
        Keep(created);
        Say(new ReportStable(_service!.Environment(Production)!.Live is { } live ? new(live, ["a", "b"]) : null));
        _now += TimeSpan.FromSeconds(3);
        Say(new ReportCanaryReady(2));
        while (!_deployment!.Status.IsTerminal)
        {
            _now += Interval;
            Say(new ReportSplit(_deployment.Asked, Verified: true));
            Say(new Judge(_deployment.Phase, Measure(failing, slow)));
            Say(new Tick());
            if (_deployment.OpenGate is not null)
            {
                Say(new Abort("p99 doubled, not worth the risk"));
            }
        }

        _now += TimeSpan.FromHours(3);
    }

    private DeploymentRequest Request(int number) => new(_name, Production, Release: null, new ReleaseSpec { Endpoints = [$"http://10.0.0.{number % 250}:8080", $"http://10.0.1.{number % 250}:8080"] })
    {
        Plan = new(PlanKind.Phases) { Phases = [new(10) { Hold = Hold }, new(25) { Hold = Hold }, new(50) { Hold = Hold }, new(100) { Hold = Hold }] },
        Thresholds = new() { ErrorRate = 0.02, LatencyP95 = TimeSpan.FromMilliseconds(250) },
        Analysis = new() { Interval = Interval, SuccessfulRuns = 3, FailedRuns = 3 },
        Rollback = new() { OnErrorRate = 0.1, OnLatencyIncrease = 0.5, ManualApproval = number % 8 == 6 },
    };

    private Measurement.Seen Measure(bool failing, bool slow)
    {
        var bad = _deployment!.Phase >= 1;
        return new(_now.AddMinutes(-1), _now, Arm(0.002, 40), Arm(failing && bad ? 0.2 : 0.002, slow && bad ? 80 : 42), $"{_random.NextInt64():x16}");
    }

    private ArmWindow Arm(double errorRate, double milliseconds)
    {
        var requests = _random.Next(2_000, 4_000);
        var latency = new long[LatencyBounds.BucketCount];
        latency[LatencyBounds.BucketOf(milliseconds * (1 + (_random.NextDouble() / 5)))] = requests;
        return new(TimeSpan.FromMinutes(1), requests, (long)(requests * errorRate), 12, 3, latency);
    }

    private void Say(DeploymentCommand command) => Keep(DeploymentDecider.Decide(_service!, _deployment!, command, _now, Caller.Of(Actor.Person("ann"))));

    private void Keep(Decision decision)
    {
        if (decision is not Decision.Accepted accepted)
        {
            return;
        }

        var origin = new Origin(_now, Actor.Policy, "the checks of this phase passed");
        foreach (var @event in accepted.ServiceEvents)
        {
            var kept = @event with { Origin = origin };
            _service = Service.Evolve(_service, kept);
            Events.Add((_name.Stream, "service", kept));
        }

        foreach (var @event in accepted.Events)
        {
            var kept = @event with { Origin = origin };
            _deployment = Deployment.Evolve(_deployment, kept);
            Events.Add((_deployment.Id.Stream, "deployment", kept));
        }
    }
}
