using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Domain.Gates;
using Sluice.Domain.Rollbacks;
using Sluice.Domain.Services;
using Sluice.Domain.Snapshots;
using Sluice.Domain.Traffic;
using Sluice.Engine.Store;
using static Sluice.Domain.Deployments.DeploymentCommand;

namespace Sluice.Engine.Tests.Projections;

/// <summary>
/// The life of one service as the domain's own deciders tell it: random orders and signals, most of them out of place.
/// The same seed tells the same story.
/// </summary>
internal sealed class Story
{
    private static readonly EnvironmentName s_production = EnvironmentName.From("production");

    private static readonly Snapshot s_seen = new([new(1)], [new("a", 0, "ready", new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero))]);

    private readonly Random _random;
    private readonly TenantId _tenant;
    private readonly Dictionary<string, long> _versions = [];
    private DateTimeOffset _now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private Service? _service;

    /// <param name="start">When it begins; null for a day in spring.</param>
    public Story(string tenant, string service, int seed, DateTimeOffset? start = null)
    {
        _now = start ?? _now;
        (_tenant, _random, Name) = (new(tenant), new(seed), ServiceName.From(service));
        var environment = new EnvironmentSpec(s_production, new(RuntimeKind.External), new(RouterKind.Gateway, Host: null, "/" + service));
        Store(ServiceDecider.Declare(null, Name, [environment], others: []), deployment: null);
        for (var release = 1; release <= 3; release++)
        {
            Store(ServiceDecider.AddRelease(_service!, new() { Endpoints = [$"http://127.0.0.1:{9000 + release}"] }), deployment: null);
        }
    }

    public ServiceName Name { get; }

    /// <summary>In order; each is one transaction.</summary>
    public List<AppendRequest> Appends { get; } = [];

    public Dictionary<DeploymentId, Deployment> Deployments { get; } = [];

    public HashSet<DeploymentId> Superseded { get; } = [];

    public IEnumerable<DeploymentEvent> EventsOf(DeploymentId id) =>
        Appends.SelectMany(append => append.Streams).Where(stream => stream.Stream == id.Stream).SelectMany(stream => stream.Events).Cast<DeploymentEvent>();

    public Story Go(int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            Step();
        }

        return this;
    }

    public DeploymentId Create(DeploymentRequest? request = null)
    {
        var (id, decision) = DeploymentCreation.Create(_service!, request ?? Request());
        Store(decision, id);
        return id;
    }

    /// <summary>What ran before anything was deployed.</summary>
    public DeploymentId Record(int release)
    {
        var (id, decision) = InitialRecord.Record(_service!, s_production, release, fresh: null);
        Store(decision, id);
        return id;
    }

    public void Say(DeploymentId id, DeploymentCommand command, string by = "ann") =>
        Store(DeploymentDecider.Decide(_service!, Deployments[id], command, _now, Caller.Of(Actor.Person(by))), id, by);

    /// <summary>An order without a word about why.</summary>
    public void SayNoMore(DeploymentId id, DeploymentCommand command, string by) =>
        Store(DeploymentDecider.Decide(_service!, Deployments[id], command, _now, Caller.Of(Actor.Person(by)) with { GaveNoReason = true }), id, by);

    public void WantSecondPerson(ApprovalRule rule) => Store(
        ServiceDecider.Declare(_service, Name, [_service!.Environment(s_production)!.Spec with { OverrideApproval = rule }], others: []), deployment: null);

    public void Wait(TimeSpan length) => _now += length;

    /// <summary>From where it is to success, without anything in the way.</summary>
    public void Finish(DeploymentId id)
    {
        var asked = () => new ReportSplit(Deployments[id].Asked, Verified: true);
        Say(id, new ReportStable(_service!.Environment(s_production)!.Live is { } live ? new(live, ["a"]) : null) { Snapshot = s_seen });
        Say(id, new ReportCanaryReady(1));
        Say(id, asked());
        Say(id, new PromoteFully());
        Say(id, asked());
    }

    public DeploymentId GoBack(DeploymentId id)
    {
        var (back, decision) = DeploymentCreation.GoBack(_service!, Deployments[id]);
        Store(decision, back);
        return back;
    }

    public static DeploymentRequest Quick(ServiceName service, int release) => new(service, s_production, release, NewRelease: null)
    {
        Plan = new(PlanKind.Stepped) { Hold = TimeSpan.Zero, Pause = TimeSpan.Zero },
        Queue = true,
    };

    private void Step()
    {
        _now += TimeSpan.FromTicks(_random.NextInt64(TimeSpan.TicksPerMinute));
        var open = Deployments.Values.Where(d => !d.Status.IsTerminal).Select(d => d.Id).ToList();
        if (open.Count == 0 || _random.Next(60) == 0)
        {
            Begin();
            return;
        }

        var id = open[_random.Next(open.Count)];
        var command = Command(Deployments[id]);

        // Ann makes the deployments; who answers a gate is another.
        Say(id, command, command is Approve or Reject or Review or HandOver ? (Chance() ? "ben" : "olga") : "ann");
    }

    private void Begin()
    {
        var ended = Deployments.Values.Where(d => d.Status.IsTerminal).ToList();
        switch (_random.Next(4))
        {
            case 0 when ended.Count > 0:
                GoBack(ended[_random.Next(ended.Count)].Id);
                break;
            case 1 when ended.Count > 0:
                var (id, decision) = DeploymentCreation.Retry(_service!, ended[_random.Next(ended.Count)], queue: true);
                Store(decision, id);
                break;
            default:
                Create();
                break;
        }
    }

    private static readonly ApprovalRule s_two = new() { Quorum = 2, ExpiresAfter = TimeSpan.FromMinutes(5), OnReject = GateEnd.Hold };

    private DeploymentRequest Request() => new(Name, s_production, _random.Next(1, 4), NewRelease: null)
    {
        Plan = new(PlanKind.Phases)
        {
            Hold = TimeSpan.FromSeconds(30),
            Phases =
            [
                new(10) { Gap = PhaseGap.Timed(TimeSpan.FromSeconds(20)) },
                new(25.5m) { NeedsApproval = true, Approval = s_two, Gap = Chance() ? PhaseGap.Person : PhaseGap.None },
                new(50) { Budget = TimeSpan.FromMinutes(3) },
            ],
        },
        Thresholds = new() { ErrorRate = 0.05 },
        Analysis = new() { FailedRuns = 2, SuccessfulRuns = 1, OnInconclusive = (OnInconclusive)_random.Next(3) },
        Rollback = new() { ManualApproval = Chance(), Enabled = _random.Next(5) > 0, WhileWaiting = (WhileWaiting)_random.Next(2) },
        AutoStart = _random.Next(5) > 0,
        Queue = Chance(),
    };

    private DeploymentCommand Command(Deployment d) => _random.Next(76) switch
    {
        0 => new Abort("enough"),
        1 => new Cancel("not today"),
        2 => new RollBack("looks wrong"),
        3 => new PromoteFully(),
        4 or 5 => new Pause("lunch"),
        6 or 7 => new Extend(TimeSpan.FromMinutes(1)),
        8 => new AddNote("noted"),
        9 => new ReportSplitLost("The router does not answer."),
        10 => new ReportStartFailed("It said no."),
        11 => new Promote(),
        12 => new Start(),
        < 17 => new Resume(),
        < 20 => new Approve(d.OpenGate?.Id ?? "g0"),
        < 22 => new Reject(d.OpenGate?.Id ?? "g0"),
        < 26 => new Dequeue(),
        < 30 => new ReportStable(_service!.Environment(s_production)!.Live is { } live ? new(live, ["a", "b"]) : null) { Snapshot = s_seen },
        < 34 => new ReportCanaryReady(2),
        < 44 => new ReportSplit(d.Asked, Chance()),
        < 58 => new Judge(d.Phase, Measure(d)),
        70 => new AskAgain(d.OpenGate?.Id ?? "g0"),
        71 => new Remind(d.OpenGate?.Id ?? "g0"),
        72 => new HandOver(d.OpenGate?.Id ?? "g0", "kim"),
        73 => new BreakGlass(d.OpenGate?.Id ?? "g0", "INC-1"),
        74 => new Review("It was right."),
        75 => new ChangePlan([new(60)]),
        _ => new Tick(),
    };

    private Measurement Measure(Deployment d)
    {
        var latency = new long[LatencyBounds.BucketCount];
        latency[LatencyBounds.BucketOf(5 + _random.NextDouble())] = 1000;
        ArmWindow Arm(long errors) => new(TimeSpan.FromSeconds(10), 1000, errors, 0, 0, latency);
        return _random.Next(12) == 0
            ? new Measurement.Unavailable("nobody answers")
            : new Measurement.Seen(_now.AddSeconds(-10), _now, d.Stable is null ? null : Arm(1), Arm(_random.Next(4) == 0 ? 200 : 2), "abc");
    }

    private bool Chance() => _random.Next(2) == 0;

    private void Store(Decision decision, DeploymentId? deployment, string by = "ann")
    {
        if (decision is not Decision.Accepted accepted)
        {
            return;
        }

        var origin = new Origin(_now, Actor.Person(by), "because");
        var ofService = accepted.ServiceEvents.Select(ServiceEvent (e) => e with { Origin = origin }).ToList();
        var ofDeployment = accepted.Events.Select(DeploymentEvent (e) => e with { Origin = origin }).ToList();
        var streams = new List<StreamAppend>();
        if (ofService.Count > 0)
        {
            _service = ofService.Aggregate(_service, Service.Evolve);
            Superseded.UnionWith(ofService.OfType<ServiceEvent.DeploymentSuperseded>().Select(e => e.Deployment));
            streams.Add(Append(Name.Stream, "service", [.. ofService]));
        }

        if (ofDeployment.Count > 0)
        {
            var id = deployment!.Value;
            Deployments[id] = ofDeployment.Aggregate(Deployments.GetValueOrDefault(id), Deployment.Evolve)!;
            streams.Add(Append(id.Stream, "deployment", [.. ofDeployment]));
        }

        Appends.Add(new(_tenant, _now, streams));
    }

    private StreamAppend Append(string stream, string type, IReadOnlyList<DomainEvent> events)
    {
        var version = _versions.GetValueOrDefault(stream);
        _versions[stream] = version + events.Count;
        return new(stream, type, version, events);
    }
}
