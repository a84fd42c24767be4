using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Sluice.Benchmarks.Product;
using Sluice.Benchmarks.Store;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Domain.Gates;
using Sluice.Engine.Metrics;
using Sluice.Engine.Store;
using static Sluice.Domain.Deployments.DeploymentCommand;

namespace Sluice.Benchmarks.Pages;

/// <summary>Many services, some with a deployment on its way, as the domain's deciders tell them; and one that has a very long deployment behind it.</summary>
internal static class FleetHistory
{
    public const int Services = 10_000;
    public const int Running = 500;
    private const int Batch = 100;
    private static readonly TimeSpan s_holds = TimeSpan.FromHours(2);
    private static readonly Caller s_ann = Caller.Of(Actor.Person("ann"));

    public static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"service-{number:00000}");

    /// <summary>Writes all of it into a database that has no product yet. The first services are those with a deployment.</summary>
    /// <param name="services">With the one that has a very long deployment.</param>
    public static async Task FillAsync(BenchDatabase database, Endpoints endpoints, int services, int running, CancellationToken ct)
    {
        var strata = new StratumStore(database.Source);
        await new StoreSchema(database.Source, [new MartenTables(), new StoreTables(), strata], Options.Create(new StoreOptions())).ApplyAsync(ct);
        await using var store = new PostgresEventStore(
            database.Source, EventCatalogue.Scan([typeof(DomainEvent).Assembly]), TimeProvider.System, NullLogger<PostgresEventStore>.Instance);
        foreach (var numbers in Enumerable.Range(1, services - 1).Chunk(Batch))
        {
            await Telling.WriteAsync(store, [.. numbers.Select(number => Tell(number, number <= running, endpoints))], ct);
        }

        await LongDeployment.WriteAsync(store, strata, endpoints, ct);
    }

    /// <summary>A release that is live, by a deployment in one step.</summary>
    public static void GoLive(Telling telling, Endpoints endpoints)
    {
        telling.Deploy(endpoints.Stable, request => request with { Plan = new(PlanKind.Linear) { Steps = 1, Hold = TimeSpan.Zero }, Analysis = new() { Enabled = false } }, s_ann);
        telling.Say(new ReportStable(null), Caller.Engine);
        telling.Say(new ReportCanaryReady(1), Caller.Engine);
        while (!telling.Deployment.Status.IsTerminal)
        {
            telling.Now += TimeSpan.FromMinutes(1);
            telling.Say(new ReportSplit(telling.Deployment.Asked, Verified: true), Caller.Engine);
            telling.Say(new Tick(), Caller.Engine);
        }
    }

    private static Telling Tell(int number, bool runs, Endpoints endpoints)
    {
        var telling = new Telling(NameOf(number), TimeProvider.System.GetUtcNow().AddHours(-3), s_ann, "The checks of this phase passed.");
        if (!runs)
        {
            return telling;
        }

        GoLive(telling, endpoints);
        telling.Now = TimeProvider.System.GetUtcNow().AddMinutes(-number % 10);
        telling.Deploy(endpoints.Canary, Canary, s_ann);
        telling.Say(new ReportStable(telling.Stable(endpoints.Stable)), Caller.Engine);
        telling.Say(new ReportCanaryReady(1), Caller.Engine);
        telling.Say(new ReportSplit(telling.Deployment.Asked, Verified: true), Caller.Engine);
        return telling;
    }

    private static DeploymentRequest Canary(DeploymentRequest request) => request with
    {
        Plan = new(PlanKind.Phases) { Phases = [new(10) { Hold = s_holds }, new(50) { Hold = s_holds }, new(100) { Hold = s_holds }] },
        Thresholds = new() { ErrorRate = 0.05, LatencyP99 = TimeSpan.FromSeconds(5) },
        Analysis = new() { Interval = TimeSpan.FromSeconds(10), Lookback = TimeSpan.FromMinutes(1), MinRequests = 10 },
    };
}
