using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Deployments;
using Sluice.Dashboard.Tests.Fakes;
using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using Sluice.Domain.Gates;
using Sluice.Domain.Rollbacks;
using Sluice.Domain.Services;
using Sluice.Domain.Traffic;
using Sluice.Engine.Access;
using Sluice.Engine.Audit;
using Sluice.Engine.Commands;
using Sluice.Engine.Live;
using Sluice.Engine.Store;
using Sluice.Engine.Workloads;
using EnvironmentName = Sluice.Domain.Services.EnvironmentName;

namespace Sluice.Dashboard.Tests.Deployments;

/// <summary>A shop whose release 1 is live and whose release 2 is being delivered as deployment 2, over an engine in memory.</summary>
internal sealed class DeploymentScene : IDisposable
{
    public static readonly DeploymentId Id = DeploymentId.From("shop-2");
    private static readonly ServiceName Shop = ServiceName.From("shop");
    private static readonly EnvironmentName Production = EnvironmentName.From("production");

    public DeploymentScene()
    {
        Console.Services.AddSingleton(TimeProvider.System);
        Console.Services.AddSingleton<ICommandBus>(Sluice);
        Console.Services.AddSingleton<ILiveStates>(Sluice);
        Console.Services.AddSingleton<IPlaceStatuses>(Sluice);
        Console.Services.AddSingleton<IEventStore>(Sluice);
        Console.Services.AddSingleton<ISystemHealth>(Sluice);
        Console.Services.AddSingleton<IWorkloadRuntime>(new FakeRuntime("listening", "last words"));
        Console.Services.AddSingleton<StateSentence>();
        var maria = new CurrentActor(Granted);
        maria.Is(Principals.Bootstrap(TenantId.Default, "Maria", string.Empty, "test"));
        Access.Behind = Sluice.Audit;
        Console.Services.AddSingleton<IAuditTrail>(Access);
        Console.Services.AddSingleton<IAccessReader>(Access);
        Console.Services.AddSingleton<AccessDirectory>();
        Console.Services.AddScoped<GuardedCommands>();
        Console.Services.AddSingleton(maria);
        Console.Services.AddDeploymentPage();
    }

    public static CancellationToken Ct => Xunit.TestContext.Current.CancellationToken;

    public static PlaceKey Place { get; } = new(TenantId.Default, Shop, Production);

    /// <summary>Who else must agree to orders against the verdict; null: nobody.</summary>
    public ApprovalRule? Overrides { get; set; }

    public EverythingGranted Granted { get; } = new();

    public InMemoryAccess Access { get; } = new();

    public ConsoleContext Console { get; } = new();

    public InMemorySluice Sluice { get; } = new();

    public static DeploymentRequest Canary => new(Shop, Production, Release: 2, NewRelease: null)
    {
        Plan = new(PlanKind.Phases) { Phases = [new(20) { Hold = TimeSpan.FromMinutes(10) }, new(50) { Hold = TimeSpan.FromMinutes(10) }, new(100) { Hold = TimeSpan.FromMinutes(1) }] },
        Thresholds = new() { ErrorRate = 0.01, LatencyP99 = TimeSpan.FromMilliseconds(300) },
        Analysis = new() { FailedRuns = 2, SuccessfulRuns = 2, MinRequests = 50 },
    };

    public Deployment State => Sluice.FindDeploymentAsync(TenantId.Default, Id, Ct).AsTask().Result!.State;

    /// <summary>Deployment 2 is created; nothing has happened to it.</summary>
    public async Task<DeploymentScene> CreatedAsync(DeploymentRequest? request = null)
    {
        var by = new CommandContext(Actor.Person("Ada"));
        await Sluice.DeclareServiceAsync(
            TenantId.Default, Shop, [new(Production, new(RuntimeKind.Process), new(RouterKind.Gateway, Host: null, "/")) { OverrideApproval = Overrides }], by, Ct);
        foreach (var notes in new[] { "first", "second" })
        {
            await Sluice.AddReleaseAsync(TenantId.Default, Shop, new() { Command = ["/bin/shop", notes], Notes = notes }, by, Ct);
        }

        await Sluice.CreateDeploymentAsync(TenantId.Default, Canary with { Release = 1, Plan = new(PlanKind.Linear) { Steps = 1, Hold = TimeSpan.Zero }, Thresholds = new() }, by, Ct);
        var first = DeploymentId.From("shop-1");
        await Sluice.SettleAsync(TenantId.Default, first, stable: null, Ct);
        await SignalAsync(new DeploymentCommand.Tick(), first);
        await SignalAsync(new DeploymentCommand.ReportSplit(TrafficSplit.AllCanary, Verified: true), first);
        await Sluice.CreateDeploymentAsync(TenantId.Default, request ?? Canary, by, Ct);
        return this;
    }

    /// <summary>The canary has its first share and is being watched.</summary>
    public async Task<DeploymentScene> BakingAsync(DeploymentRequest? request = null)
    {
        await CreatedAsync(request);
        await Sluice.SettleAsync(TenantId.Default, Id, stable: 1, Ct);
        return this;
    }

    public async Task<DeploymentScene> JudgedAsync(long errors, int runs = 1, DeploymentRequest? request = null)
    {
        await BakingAsync(request);
        for (var i = 0; i < runs; i++)
        {
            await JudgeAsync(errors);
        }

        return this;
    }

    public Task JudgeAsync(long errors, long requests = 100) => SignalAsync(new DeploymentCommand.Judge(0, new Measurement.Seen(
        DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, Window(400, 0), Window(requests, errors), "hash")));

    public Task SignalAsync(DeploymentCommand signal, DeploymentId? id = null) => Sluice.SendAsync(TenantId.Default, id ?? Id, signal, CommandContext.Engine, Ct);

    public Task OrderAsync(DeploymentCommand order, string by = "Ben") => Sluice.SendAsync(TenantId.Default, Id, order, new CommandContext(Actor.Person(by)), Ct);

    /// <summary>All traffic is on stable again.</summary>
    public Task ReturnedAsync() => SignalAsync(new DeploymentCommand.ReportSplit(TrafficSplit.AllStable, Verified: true));

    public IRenderedComponent<DeploymentPage> Open(string number = "2") =>
        Console.Render<DeploymentPage>(parameters => parameters.Add(p => p.Service, "shop").Add(p => p.Number, number));

    public void Dispose() => Console.Dispose();

    private static ArmWindow Window(long requests, long errors)
    {
        var latency = new long[LatencyBounds.BucketCount];
        latency[LatencyBounds.BucketOf(100)] = requests;
        return new(TimeSpan.FromMinutes(1), requests, errors, 0, 0, latency);
    }
}
