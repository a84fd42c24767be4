using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Api.Telemetry;
using Sluice.Dashboard.Deployments;
using Sluice.Dashboard.Fleet;
using Sluice.Dashboard.Freezes;
using Sluice.Dashboard.NewDeployment;
using Sluice.Dashboard.Palette;
using Sluice.Dashboard.Preferences;
using Sluice.Dashboard.Settings;
using Sluice.Dashboard.Tests.Fakes;
using Sluice.Dashboard.Tests.Live;
using Sluice.Dashboard.Vitals;
using Sluice.Dashboard.Vitals.Beacons;
using Sluice.Dashboard.Vitals.Circuits;
using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using Sluice.Domain.Rollbacks;
using Sluice.Domain.Services;
using Sluice.Engine.Access;
using Sluice.Engine.Audit;
using Sluice.Engine.Commands;
using Sluice.Engine.Control;
using Sluice.Engine.Live;
using Sluice.Engine.Metrics;
using Sluice.Engine.Metrics.Served;
using Sluice.Engine.Metrics.Sources;
using Sluice.Engine.Notifications;
using Sluice.Engine.Preferences;
using Sluice.Engine.Projections;
using Sluice.Engine.Store;
using Sluice.Engine.Traffic.Gateway;

namespace Sluice.Dashboard.Tests.Fleet;

/// <summary>Pages over the engine in memory, with a clock that stands still until it is told to go on.</summary>
internal sealed class ConsoleWorld
{
    public static readonly ServiceName Shop = new("shop");
    public static readonly EnvironmentName Production = new("production");

    private int _releases;

    /// <param name="configure">Runs after every registration, so that a test can replace a part.</param>
    public ConsoleWorld(Action<IServiceCollection>? configure = null)
    {
        Sluice = new InMemorySluice(Clock);
        Console.Services.AddSingleton<TimeProvider>(Clock);
        Console.Services.AddSingleton<ILiveStates>(Sluice);
        Console.Services.AddSingleton<IPlaceStatuses>(Sluice);
        Console.Services.AddSingleton<ISampleFeed>(Sluice);
        Console.Services.AddSingleton<IMetricSightings>(Sluice);
        Console.Services.AddSingleton<IServedHistory>(Served);
        Console.Services.AddSingleton<ICommandBus>(Sluice);
        Console.Services.AddSingleton<IDeploymentQueries>(Sluice);
        Console.Services.AddSingleton<IEventStore>(Sluice);
        Console.Services.AddSingleton<ISystemHealth>(Sluice);
        Console.Services.AddSingleton<IProjectionStatuses>(Sluice);
        Console.Services.AddSingleton<CircuitCount>();
        Console.Services.AddSingleton<MemorySlope>();
        Console.Services.AddSingleton(typeof(SharedLook<>));
        Console.Services.AddSingleton<BeaconBook>();
        Console.Services.AddSingleton<IMetricSources>(Sources);
        Console.Services.AddSingleton<IGatewayHealth>(Sources);
        Console.Services.AddSingleton<InstrumentBook>();
        Console.Services.AddSingleton<TickLateness>();
        Console.Services.AddSingleton<IAuditLog>(Sluice.Audit);
        Console.Services.AddSingleton<IAuditTrail>(Sluice.Audit);
        Console.Services.AddSingleton<IAuditVerifier>(Sluice.Audit);
        Console.Services.AddSingleton<AuditCheck>();
        Console.Services.AddSingleton<IAccessReader>(new InMemoryAccess());
        Console.Services.AddSingleton<AccessDirectory>();
        Console.Services.AddSingleton<StateSentence>();
        Console.Services.AddSingleton<IPreferenceStore>(Preferences);
        Console.Services.AddScoped<MyPreferences>();
        Console.Services.AddFleet();
        Console.Services.AddScoped<PaletteItems>();
        Console.Services.AddDeploymentPage();
        Console.Services.AddFreezes();
        Console.Services.AddSingleton<IChannelStore>(Channels);
        Console.Services.AddSingleton<INotifier>(Channels);
        Console.Services.AddSingleton<IMessageText>(Channels);
        Console.Services.AddSingleton<Channels>();
        Console.Services.AddSettingsPages();
        Console.Services.AddSingleton<IGrants>(Granted);
        Console.Services.AddSingleton<ImportShelf>();
        Console.Services.AddScoped<CurrentActor>();
        Console.Services.AddScoped<GuardedCommands>();
        configure?.Invoke(Console.Services);
        Console.AddAuthorization().SetAuthorized("ada");
        Console.Services.GetRequiredService<CurrentActor>().Is(Principals.Bootstrap(TenantId.Default, "ada", string.Empty, "test"));
    }

    public ConsoleContext Console { get; } = new();

    public FakeSources Sources { get; } = new();
    public InMemoryServed Served { get; } = new();

    public EverythingGranted Granted { get; } = new();

    public InMemoryChannels Channels { get; } = new();

    public InMemoryPreferences Preferences { get; } = new();

    public ManualTime Clock { get; } = new();

    public InMemorySluice Sluice { get; }

    public NavigationManager Navigation => Console.Services.GetRequiredService<NavigationManager>();

    public FleetFeed Feed => Console.Services.GetRequiredService<FleetFeeds>().Of(TenantId.Default);

    private static CommandContext ByAda => new(Actor.Person("ada"));

    private static CancellationToken Ct => Xunit.TestContext.Current.CancellationToken;

    public IRenderedComponent<TPage> Open<TPage>(string address, Action<ComponentParameterCollectionBuilder<TPage>>? parameters = null)
        where TPage : IComponent
    {
        Navigation.NavigateTo(address);
        return Console.Render<TPage>(parameters ?? (_ => { }));
    }

    public Task DeclareAsync(string service, params string[] environments) => Sluice.DeclareServiceAsync(
        TenantId.Default,
        new ServiceName(service),
        environments.Select(name => new EnvironmentSpec(new EnvironmentName(name), new RuntimeSpec(RuntimeKind.Process), new RouterSpec(RouterKind.Gateway, $"{name}.{service}.local", "/")))
            .ToValueList(),
        ByAda,
        Ct);

    public Task DescribeAsync(string service, string team) =>
        Sluice.DescribeServiceAsync(TenantId.Default, new(service), new() { Team = team }, ByAda, Ct);

    /// <summary>A service whose first release is live.</summary>
    public async Task<DeploymentId> GoLiveAsync(string service, string environment = "production")
    {
        await DeclareAsync(service, environment);
        var id = await StartAsync(service, environment, stable: null);
        await FinishAsync(id);
        return id;
    }

    /// <summary>A new release, on its way in its first phase.</summary>
    public async Task<DeploymentId> StartAsync(string service, string environment = "production", int? stable = 1, Func<DeploymentRequest, DeploymentRequest>? shape = null)
    {
        var request = new DeploymentRequest(new ServiceName(service), new EnvironmentName(environment), Release: null, new ReleaseSpec { Command = ["run", FormattableString.Invariant($"{++_releases}")], Notes = $"{service} next" })
        {
            Plan = new PlanRequest(PlanKind.Phases) { Phases = [new(10) { Hold = TimeSpan.FromMinutes(5) }, new(50) { Hold = TimeSpan.FromMinutes(5) }, new(100) { Hold = TimeSpan.FromMinutes(1) }] },
            Analysis = AnalysisSettings.Of(AnalysisMode.Point),
            Rollback = new RollbackPolicy(),
        };
        var answer = await Sluice.CreateDeploymentAsync(TenantId.Default, shape?.Invoke(request) ?? request, ByAda, Ct);
        var id = Assert.IsType<CommandAnswer.Applied>(answer).Deployment!.Value;
        if ((await FindAsync(id)).Status is not DeploymentStatus.Pending)
        {
            await Sluice.SettleAsync(TenantId.Default, id, stable, Ct);
        }

        return id;
    }

    /// <summary>Orders are Ada's; what is seen, the engine reports.</summary>
    public Task<CommandAnswer> SayAsync(DeploymentId id, DeploymentCommand command) =>
        Sluice.SendAsync(TenantId.Default, id, command, command is DeploymentCommand.Signal ? CommandContext.Engine : ByAda, Ct);

    public async Task<Deployment> FindAsync(DeploymentId id) => (await Sluice.FindDeploymentAsync(TenantId.Default, id, Ct))!.State;

    /// <summary>Lets every phase end by time, until nothing is left of the deployment but its success.</summary>
    public async Task FinishAsync(DeploymentId id)
    {
        for (var i = 0; i < 20 && await FindAsync(id) is { Status: not DeploymentStatus.Ended } deployment; i++)
        {
            Clock.Advance(TimeSpan.FromMinutes(6));
            await SayAsync(id, new DeploymentCommand.ReportSplit(deployment.Asked, Verified: true));
            await SayAsync(id, new DeploymentCommand.Tick());
        }

        Assert.IsType<DeploymentStatus.Ended>((await FindAsync(id)).Status);
    }
}
