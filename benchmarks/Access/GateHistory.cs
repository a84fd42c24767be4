using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Sluice.Benchmarks.Product;
using Sluice.Benchmarks.Store;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Domain.Gates;
using Sluice.Domain.Services;
using Sluice.Engine.Store;
using static Sluice.Domain.Deployments.DeploymentCommand;
using EnvironmentName = Sluice.Domain.Services.EnvironmentName;

namespace Sluice.Benchmarks.Access;

/// <summary>Deployments with a gate before each phase as the domain's deciders tell them: many that were approved, and some that wait at their first gate.</summary>
internal sealed class GateHistory
{
    public const int Decided = 10_000;
    public const int Open = 200;
    private const int GatesEach = 5;
    private const int DeploymentsPerService = 100;
    private const int Batch = 100;
    private static readonly EnvironmentName Production = EnvironmentName.From("production");
    private static readonly Caller s_ann = Caller.Of(Actor.Person("ann"));
    private static readonly Caller s_grace = Caller.Of(Actor.Person("grace"));

    private readonly ServiceName _name;
    private readonly Endpoints _endpoints;
    private readonly List<(string Stream, string Type, DomainEvent Event)> _events = [];
    private DateTimeOffset _now;
    private Service? _service;
    private Deployment? _deployment;

    private GateHistory(string service, Endpoints endpoints, DateTimeOffset from)
    {
        (_name, _endpoints, _now) = (ServiceName.From(service), endpoints, from);
        Keep(ServiceDecider.Declare(null, _name, [new(Production, new(RuntimeKind.External), new(RouterKind.Gateway, Host: null, "/" + service))], others: []), s_ann);
        Deploy(gates: 0);
    }

    /// <summary>Writes all of it into a database that has no product yet.</summary>
    public static async Task FillAsync(BenchDatabase database, Endpoints endpoints, CancellationToken ct)
    {
        await new StoreSchema(database.Source, [new MartenTables(), new StoreTables()], Options.Create(new StoreOptions())).ApplyAsync(ct);
        await using var store = new PostgresEventStore(
            database.Source, EventCatalogue.Scan([typeof(DomainEvent).Assembly]), TimeProvider.System, NullLogger<PostgresEventStore>.Instance);
        var from = TimeProvider.System.GetUtcNow().AddDays(-60);
        for (var number = 0; number < Decided / GatesEach / DeploymentsPerService; number++)
        {
            var history = new GateHistory($"history-{number}", endpoints, from);
            for (var i = 0; i < DeploymentsPerService; i++)
            {
                history.Deploy(GatesEach);
            }

            await history.WriteAsync(store, ct);
        }

        for (var number = 1; number <= Open; number++)
        {
            var waiting = new GateHistory(string.Create(CultureInfo.InvariantCulture, $"shop-{number}"), endpoints, TimeProvider.System.GetUtcNow().AddHours(-2));
            waiting.Ask();
            await waiting.WriteAsync(store, ct);
        }
    }

    private void Deploy(int gates)
    {
        Begin(gates);
        for (var steps = 0; !_deployment!.Status.IsTerminal; steps++)
        {
            if (steps > Batch)
            {
                throw new InvalidOperationException($"{_deployment.Id} does not end: {_deployment.Status}.");
            }

            _now += TimeSpan.FromMinutes(1);
            if (_deployment.OpenGate is { } gate)
            {
                Say(new Approve(gate.Id), s_grace);
            }

            Say(new ReportSplit(_deployment.Asked, Verified: true), Caller.Engine);
            Say(new Tick(), Caller.Engine);
        }
    }

    private void Ask()
    {
        Begin(GatesEach);
        Say(new ReportSplit(_deployment!.Asked, Verified: true), Caller.Engine);
        Say(new Tick(), Caller.Engine);
        if (_deployment.OpenGate is null)
        {
            throw new InvalidOperationException($"{_deployment.Id} does not wait at a gate: {_deployment.Status}.");
        }
    }

    private void Begin(int gates)
    {
        var rule = new ApprovalRule { Instructions = "Look at the errors of the last hour." };
        var phases = gates == 0 ? [] : Enumerable.Range(1, gates).Select(n => new PhaseRequest(n * 100 / gates) { Hold = TimeSpan.Zero, Approval = rule, NeedsApproval = true }).ToValueList();
        var (_, created) = DeploymentCreation.Create(_service!, new(_name, Production, Release: null, new ReleaseSpec { Endpoints = [gates == 0 ? _endpoints.Stable : _endpoints.Canary] })
        {
            Plan = gates == 0 ? new(PlanKind.Linear) { Steps = 1, Hold = TimeSpan.Zero } : new(PlanKind.Phases) { Phases = phases },
            Analysis = new() { Enabled = false },
        });
        _deployment = null;
        Keep(created, s_ann);
        Say(new ReportStable(_service!.Environment(Production)!.Live is { } live ? new(live, [_endpoints.Stable]) : null), Caller.Engine);
        Say(new ReportCanaryReady(1), Caller.Engine);
    }

    private void Say(DeploymentCommand command, Caller by) => Keep(DeploymentDecider.Decide(_service!, _deployment!, command, _now, by), by);

    private void Keep(Decision decision, Caller by)
    {
        if (decision is not Decision.Accepted accepted)
        {
            return;
        }

        var origin = new Origin(_now, by.Who, "The checks of this phase passed.");
        foreach (var @event in accepted.ServiceEvents.Select(e => e with { Origin = origin }))
        {
            _service = Service.Evolve(_service, @event);
            _events.Add((_name.Stream, "service", @event));
        }

        foreach (var @event in accepted.Events.Select(e => e with { Origin = origin }))
        {
            _deployment = Deployment.Evolve(_deployment, @event);
            _events.Add((_deployment.Id.Stream, "deployment", @event));
        }
    }

    private async Task WriteAsync(PostgresEventStore store, CancellationToken ct)
    {
        var versions = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var batch in _events.Chunk(Batch))
        {
            var appends = batch.GroupBy(e => (e.Stream, e.Type)).Select(stream =>
            {
                var version = versions.GetValueOrDefault(stream.Key.Stream);
                var events = stream.Select(e => e.Event).ToList();
                versions[stream.Key.Stream] = version + events.Count;
                return new StreamAppend(stream.Key.Stream, stream.Key.Type, version, events);
            });
            await store.AppendAsync(new(TenantId.Default, _now, [.. appends]), ct);
        }
    }
}
