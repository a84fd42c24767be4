using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Sluice.Benchmarks.Product;
using Sluice.Benchmarks.Store;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Domain.Gates;
using Sluice.Engine.Store;
using static Sluice.Domain.Deployments.DeploymentCommand;

namespace Sluice.Benchmarks.Access;

/// <summary>Deployments with a gate before each phase as the domain's deciders tell them: many that were approved, and some that wait at their first gate.</summary>
internal sealed class GateHistory
{
    public const int Decided = 10_000;
    public const int Open = 200;
    private const int GatesEach = 5;
    private const int DeploymentsPerService = 100;
    private const int MostSteps = 100;
    private static readonly Caller s_ann = Caller.Of(Actor.Person("ann"));
    private static readonly Caller s_grace = Caller.Of(Actor.Person("grace"));

    private readonly Endpoints _endpoints;
    private readonly Telling _telling;

    private GateHistory(string service, Endpoints endpoints, DateTimeOffset from)
    {
        (_endpoints, _telling) = (endpoints, new(service, from, s_ann, "The checks of this phase passed."));
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

            await Telling.WriteAsync(store, [history._telling], ct);
        }

        for (var number = 1; number <= Open; number++)
        {
            var waiting = new GateHistory(string.Create(CultureInfo.InvariantCulture, $"shop-{number}"), endpoints, TimeProvider.System.GetUtcNow().AddHours(-2));
            waiting.Ask();
            await Telling.WriteAsync(store, [waiting._telling], ct);
        }
    }

    private void Deploy(int gates)
    {
        Begin(gates);
        for (var steps = 0; !_telling.Deployment.Status.IsTerminal; steps++)
        {
            if (steps > MostSteps)
            {
                throw new InvalidOperationException($"{_telling.Deployment.Id} does not end: {_telling.Deployment.Status}.");
            }

            _telling.Now += TimeSpan.FromMinutes(1);
            if (_telling.Deployment.OpenGate is { } gate)
            {
                _telling.Say(new Approve(gate.Id), s_grace);
            }

            Go();
        }
    }

    private void Ask()
    {
        Begin(GatesEach);
        Go();
        if (_telling.Deployment.OpenGate is null)
        {
            throw new InvalidOperationException($"{_telling.Deployment.Id} does not wait at a gate: {_telling.Deployment.Status}.");
        }
    }

    private void Go()
    {
        _telling.Say(new ReportSplit(_telling.Deployment.Asked, Verified: true), Caller.Engine);
        _telling.Say(new Tick(), Caller.Engine);
    }

    private void Begin(int gates)
    {
        var rule = new ApprovalRule { Instructions = "Look at the errors of the last hour." };
        var phases = gates == 0 ? [] : Enumerable.Range(1, gates).Select(n => new PhaseRequest(n * 100 / gates) { Hold = TimeSpan.Zero, Approval = rule, NeedsApproval = true }).ToValueList();
        var plan = gates == 0 ? new PlanRequest(PlanKind.Linear) { Steps = 1, Hold = TimeSpan.Zero } : new(PlanKind.Phases) { Phases = phases };
        _telling.Deploy(gates == 0 ? _endpoints.Stable : _endpoints.Canary, request => request with { Plan = plan, Analysis = new() { Enabled = false } }, s_ann);
        _telling.Say(new ReportStable(_telling.Stable(_endpoints.Stable)), Caller.Engine);
        _telling.Say(new ReportCanaryReady(1), Caller.Engine);
    }
}
