using System.Net;
using System.Net.Http.Json;
using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.CustomMetrics;
using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Domain.Services;
using Sluice.Engine.Commands;
using Sluice.Engine.Live;
using Sluice.Engine.Tests.Workloads;
using Sluice.Engine.Workloads;
using Sluice.Engine.Workloads.Processes;
using EnvironmentName = Sluice.Domain.Services.EnvironmentName;

namespace Sluice.Engine.Tests.Stories;

/// <summary>One shop in the care of an engine: declared, deployed, watched and ordered about.</summary>
internal sealed class ShopService
{
    private static readonly EnvironmentName s_production = new("production");
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(40);

    private readonly EngineHost _engine;

    private ShopService(EngineHost engine, TenantId tenant, ServiceName name) => (_engine, Tenant, Name) = (engine, tenant, name);

    public TenantId Tenant { get; }

    public ServiceName Name { get; }

    public PlaceKey Place => new(Tenant, Name, s_production);

    public string Host => Tenant == TenantId.Default ? Name.Value + ".test" : $"{Name}.{Tenant}.test";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <param name="drain">How long open requests are waited for.</param>
    /// <param name="of">Tenant and name, when it matters which.</param>
    public static async Task<ShopService> DeclareAsync(EngineHost engine, TimeSpan? drain = null, ValueList<MetricDefinition>? metrics = null, (TenantId Tenant, string Name)? of = null, RuntimeKind runtime = RuntimeKind.Process)
    {
        var shop = new ShopService(engine, of?.Tenant ?? TenantId.Default, new ServiceName(of?.Name ?? engine.NewServiceName()));
        var environment = new EnvironmentSpec(s_production, new(runtime, DrainTimeout: drain), new(RouterKind.Gateway, shop.Host, "/")) { Metrics = metrics };
        var answer = await engine.Bus.DeclareServiceAsync(shop.Tenant, shop.Name, [environment], By("ann"), Ct);
        Assert.IsType<CommandAnswer.Applied>(answer);
        SameFoldAttribute.Include(engine, shop);
        return shop;
    }

    /// <summary>With release 1 live.</summary>
    public static async Task<ShopService> LiveAsync(
        EngineHost engine, int replicas = 1, TimeSpan? drain = null, ValueList<MetricDefinition>? metrics = null, (TenantId Tenant, string Name)? of = null)
    {
        var shop = await DeclareAsync(engine, drain, metrics, of);
        var first = await shop.DeployAsync(Shop("1") with { Replicas = replicas }, Unjudged(new PhaseRequest(100) { Hold = TimeSpan.Zero }));
        await shop.UntilEndedAsync(first, Outcome.Succeeded);
        await shop.UntilStatusAsync(status => status.Set is [{ Release: 1 }], "release 1 serves");
        return shop;
    }

    /// <summary>A release of the sample shop.</summary>
    /// <param name="faults">Such as <c>SHOP_ERROR_RATE</c>.</param>
    public static ReleaseSpec Shop(string version, params ReadOnlySpan<(string Name, string Value)> faults)
    {
        var variables = new List<EnvironmentVariable> { new("SHOP_VERSION", version) };
        foreach (var (name, value) in faults)
        {
            variables.Add(new(name, value));
        }

        return new() { Command = [Programs.Shop], Env = variables.ToValueList(), Readiness = new("/health", TimeSpan.FromSeconds(30)) };
    }

    /// <summary>10, 50 and 100 % for a second each, judged every second by errors.</summary>
    public static DeploymentRequest Quick(params ReadOnlySpan<decimal> shares)
    {
        var phases = new List<PhaseRequest>();
        foreach (var share in shares.IsEmpty ? [10, 50, 100] : shares)
        {
            phases.Add(new(share) { Hold = TimeSpan.FromSeconds(1) });
        }

        return new(default, s_production, Release: null, NewRelease: null)
        {
            Plan = new(PlanKind.Phases) { Phases = phases.ToValueList() },
            Thresholds = new() { ErrorRate = 0.05 },
            Analysis = new() { Interval = TimeSpan.FromSeconds(1), Lookback = TimeSpan.FromSeconds(10), SuccessfulRuns = 1, FailedRuns = 2, MinRequests = 10 },
        };
    }

    /// <summary>Stays at 30 % until somebody does something.</summary>
    public static DeploymentRequest Long() => Unjudged(new PhaseRequest(30) { Hold = TimeSpan.FromHours(1) });

    /// <summary>Time alone decides.</summary>
    public static DeploymentRequest Unjudged(params ReadOnlySpan<PhaseRequest> phases) =>
        Quick() with { Plan = new(PlanKind.Phases) { Phases = ValueList.Create(phases) }, Thresholds = new() };

    /// <param name="together">Fifty times a second so many.</param>
    /// <param name="header">What all of them send.</param>
    public Visitors Visit(int together = 1, string path = "/cart", (string Name, string Value)? header = null) => new(_engine.Gateway, Host, path: path, together: together, header: header);

    /// <summary>The version that answers one request with these headers.</summary>
    public async Task<string> AskAsync(params (string Name, string Value)[] headers)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_engine.Gateway, "/cart")) { Headers = { Host = Host } };
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var answer = await http.SendAsync(request, Ct);
        return answer.Headers.GetValues("Shop-Version").Single();
    }

    /// <summary>Counts the instances from now on.</summary>
    public Census Count() => new(() => Status);

    /// <summary>By the processes themselves, whoever looks after them.</summary>
    public Census CountProcesses()
    {
        var table = new LinuxProcessTable();
        return new(() => table.WithVariable("SLUICE_SERVICE", Name.Value).Count(process => process.Pid == process.Session));
    }

    /// <summary>Visitors who all buy something.</summary>
    public Visitors Buy() => new(_engine.Gateway, Host, HttpMethod.Post, "/checkout");

    public async Task<DeploymentId> DeployAsync(ReleaseSpec release, DeploymentRequest request) =>
        Assert.IsType<CommandAnswer.Applied>(await TryDeployAsync(release, request)).Deployment!.Value;

    public Task<CommandAnswer> TryDeployAsync(ReleaseSpec release, DeploymentRequest request) =>
        _engine.Bus.CreateDeploymentAsync(Tenant, request with { Service = Name, NewRelease = release }, By("ann"), Ct);

    public async Task<DeploymentId> GoBackAsync(DeploymentId id) =>
        Assert.IsType<CommandAnswer.Applied>(await _engine.Bus.GoBackAsync(Tenant, id, By("ann"), Ct)).Deployment!.Value;

    public async Task<DeploymentId> RetryAsync(DeploymentId id) =>
        Assert.IsType<CommandAnswer.Applied>(await _engine.Bus.RetryAsync(Tenant, id, queue: true, By("ann"), Ct)).Deployment!.Value;

    /// <summary>Gives an order that must be carried out.</summary>
    public async Task OrderAsync(DeploymentId id, DeploymentCommand order)
    {
        var answer = await _engine.Bus.SendAsync(Tenant, id, order, By("ben"), Ct);
        Assert.True(answer is CommandAnswer.Applied, $"{order}: {answer}");
    }

    public async Task<Deployment> DeploymentAsync(DeploymentId id) => (await _engine.States.FindDeploymentAsync(Tenant, id, Ct))!.State;

    public async Task<ServiceEnvironment> EnvironmentAsync() => (await _engine.States.FindServiceAsync(Tenant, Name, Ct))!.State.Environment(s_production)!;

    public PlaceStatus? Status => _engine.Statuses.Find(Place);

    /// <summary>What people of the release are there, as the engine saw them last.</summary>
    public IEnumerable<InstanceStatus> InstancesOf(int release) => (Status?.Instances ?? []).Where(i => i.Instance.Release == release);

    /// <summary>Changes how the running instances of a release misbehave.</summary>
    /// <param name="faults">Fields of the shop's <c>/faults</c>; the others stay.</param>
    public async Task SetFaultsAsync(int release, object faults)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        foreach (var instance in InstancesOf(release))
        {
            using var answer = await http.PutAsJsonAsync(new Uri(new Uri(instance.Instance.Address), "/faults"), faults, Ct);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    public async Task<Deployment> UntilAsync(DeploymentId id, Func<Deployment, bool> met, string what, TimeSpan? patience = null)
    {
        try
        {
            return await Eventually.Get(() => DeploymentAsync(id), met, $"{id} {what}", patience ?? s_patience);
        }
        catch (TimeoutException ex)
        {
            throw new TimeoutException($"{ex.Message}\n{string.Join('\n', (await EventsAsync(id)).Select(e => e.ToString()))}\n{_engine.Log}", ex);
        }
    }

    public Task<Deployment> UntilStageAsync(DeploymentId id, RunStage stage) => UntilAsync(id, d => d.Status is DeploymentStatus.Running r && r.Stage == stage, $"is in stage {stage}");

    public async Task<Deployment> UntilEndedAsync(DeploymentId id, Outcome outcome)
    {
        var deployment = await UntilAsync(id, d => d.Status.IsTerminal, $"ends as {outcome}");
        Assert.True(deployment.Status is DeploymentStatus.Ended ended && ended.Outcome == outcome, $"{deployment.Status}\n{_engine.Log}");
        return deployment;
    }

    public async Task UntilStatusAsync(Func<PlaceStatus, bool> met, string what)
    {
        try
        {
            await Eventually.Get(() => Task.FromResult(Status), status => status is not null && met(status), $"{what} in {Place}", s_patience);
        }
        catch (TimeoutException ex)
        {
            throw new TimeoutException($"{ex.Message}\n{_engine.Log}", ex);
        }
    }

    /// <summary>Waits until nothing of a release is left running.</summary>
    public Task UntilGoneAsync(int release) => UntilStatusAsync(status => status.Instances.All(i => i.Instance.Release != release), $"release {release} is gone");

    public async Task<IReadOnlyList<DomainEvent>> EventsAsync(DeploymentId id) =>
        [.. (await _engine.Store.ReadStreamAsync(Tenant, id.Stream, 0, toVersion: null, Ct)).Select(recorded => recorded.Event)];

    public async Task<IReadOnlyList<DomainEvent>> ServiceEventsAsync() =>
        [.. (await _engine.Store.ReadStreamAsync(Tenant, Name.Stream, 0, toVersion: null, Ct)).Select(recorded => recorded.Event)];

    private static CommandContext By(string name) => new(Actor.Person(name), Reason: "a story");
}
