using System.Net;
using Sluice.Domain;
using Sluice.Domain.Applications;
using Sluice.Domain.Compose;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Engine.Commands;
using Sluice.Engine.Compose;
using Sluice.Engine.Live;
using Sluice.Engine.Tests.Store;
using Sluice.Engine.Tests.Workloads;
using Sluice.Engine.Tests.Workloads.Containers;
using Sluice.Engine.Workloads;

namespace Sluice.Engine.Tests.Stories;

/// <summary>Compose files of real containers behind the real gateway.</summary>
public sealed class ComposeStories(PostgresFixture postgres, Podman podman)
{
    private const string File = """
        services:
          web:
            image: localhost/shop:1
            environment: {SHOP_VERSION: "${WEB:-w1}"}
            ports: ["8080"]
            x-sluice: {health: /health}
            healthcheck: {interval: 1s, timeout: 1s}
            depends_on: {db: {condition: service_healthy}}
          db:
            image: localhost/shop:1
            environment: ["SHOP_VERSION=d1"]
            expose: ["8080"]
            healthcheck: {test: ["CMD-SHELL", "wget -q -O /dev/null http://127.0.0.1:8080/health"], interval: 1s, timeout: 2s}
            volumes: ["data:/var/lib/shop"]
        volumes: {data: }
        """;

    private static readonly EnvironmentName s_production = new("production");
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Services_go_live_in_the_order_in_which_they_wait_and_a_changed_file_deploys_what_changed()
    {
        await using var engine = await StartAsync();
        var app = engine.NewServiceName();
        await TakeLiveAsync(engine, app, File);
        var first = await UntilAsync(engine, app, rollout => rollout.HasEnded);

        Assert.Equal((RolloutStatus.Succeeded, 2), (first.Status, first.Steps.Count));
        var (db, web) = (await DeploymentAsync(engine, first, "db"), await DeploymentAsync(engine, first, "web"));
        Assert.True(Ended(db) <= web.CreatedAt, "web began before db was live");
        Assert.Equal(("ann", "ann"), (db.CreatedBy.Name, web.CreatedBy.Name));
        Assert.Equal(("d1", "w1"), (await AskAsync(engine, $"db.{app}.localhost"), await AskAsync(engine, $"web.{app}.localhost")));
        Assert.Contains($"{app}_data", await podman.DoAsync("volume", "ls", "--format", "{{.Name}}"), StringComparison.Ordinal);

        await TakeLiveAsync(engine, app, File, ("WEB", "w2"));
        var second = await UntilAsync(engine, app, rollout => rollout is { Number: 2, HasEnded: true });
        Assert.Equal((RolloutStatus.Succeeded, "web"), (second.Status, Assert.Single(second.Steps).Key));
        Assert.Equal(("d1", "w2"), (await AskAsync(engine, $"db.{app}.localhost"), await AskAsync(engine, $"web.{app}.localhost")));
        Assert.Equal((1, 2), ((await ServiceAsync(engine, app, "db")).LastDeployment, (await ServiceAsync(engine, app, "web")).LastDeployment));

        Assert.IsType<CommandAnswer.Ignored>(await TryAsync(engine, Preview(engine, app, File, ("WEB", "w2")).Start!));
    }

    [Fact]
    public async Task A_control_plane_that_is_lost_in_between_goes_on_where_it_was_and_doubles_nothing()
    {
        await using var engine = await StartAsync();
        var app = engine.NewServiceName();
        await TakeLiveAsync(engine, app, File);
        await engine.RestartAsync();
        await UntilAsync(engine, app, rollout => rollout.Step(new($"{app}-db"))!.State == StepState.Deploying);
        await engine.RestartAsync();
        await UntilAsync(engine, app, rollout => rollout.Step(new($"{app}-web"))!.State == StepState.Deploying);
        await engine.RestartAsync();
        Assert.Equal(RolloutStatus.Succeeded, (await UntilAsync(engine, app, rollout => rollout.HasEnded)).Status);
        Assert.Equal((1, 1), ((await ServiceAsync(engine, app, "db")).LastDeployment, (await ServiceAsync(engine, app, "web")).LastDeployment));
    }

    [Fact]
    public async Task A_failed_dependency_holds_the_rest_until_a_better_file_takes_its_place()
    {
        await using var engine = await StartAsync();
        var app = engine.NewServiceName();
        await TakeLiveAsync(engine, app, File.Replace("\"SHOP_VERSION=d1\"]", "\"SHOP_VERSION=d1\"]\n    entrypoint: [/bin/sh, -c, 'echo no disk; exit 3']", StringComparison.Ordinal));
        var held = await UntilAsync(engine, app, rollout => rollout.Status == RolloutStatus.Held);

        Assert.StartsWith($"{app}-web waits for what failed. {app}-db: {app}-db-1 ended failed:", held.Why, StringComparison.Ordinal);
        Assert.Contains("no disk", held.Why, StringComparison.Ordinal);
        Assert.Equal(0, (await ServiceAsync(engine, app, "web")).LastDeployment);

        await TakeLiveAsync(engine, app, File);
        Assert.Equal(RolloutStatus.Succeeded, (await UntilAsync(engine, app, rollout => rollout is { Number: 2, HasEnded: true })).Status);
        Assert.Equal("w1", await AskAsync(engine, $"web.{app}.localhost"));
    }

    private async Task<EngineHost> StartAsync() =>
        await EngineHost.StartAsync(postgres, new Dictionary<string, string?>(StringComparer.Ordinal) { ["Runtimes:Containers:Host"] = (await podman.StartedAsync()).Host });

    private static ComposePreview Preview(EngineHost engine, string app, string file, params (string Name, string Value)[] variables) => engine.Compose.Preview(
        TenantId.Default, new(file, s_production, new(app, variables.ToDictionary(pair => pair.Name, pair => pair.Value), [], [])));

    private static async Task TakeLiveAsync(EngineHost engine, string app, string file, params (string Name, string Value)[] variables)
    {
        var preview = Preview(engine, app, file, variables);
        Assert.Empty(preview.Refused);
        var answer = await TryAsync(engine, preview.Start!);
        Assert.True(answer is CommandAnswer.Applied, answer.ToString());
    }

    private static Task<CommandAnswer> TryAsync(EngineHost engine, ApplicationCommand.Start start) => engine.Bus.SendAsync(TenantId.Default, start, new(Actor.Person("ann"), "because"), Ct);

    private static async Task<Rollout> UntilAsync(EngineHost engine, string app, Func<Rollout, bool> isSo) =>
        (await Eventually.Get(async () => (await engine.States.FindApplicationsAsync(TenantId.Default, Ct)).State.Find(new(app)), rollout => rollout is not null && isSo(rollout), "the rollout has come so far", s_patience))!;

    private static async Task<Service> ServiceAsync(EngineHost engine, string app, string key) => (await engine.States.FindServiceAsync(TenantId.Default, new($"{app}-{key}"), Ct))!.State;

    private static async Task<Deployment> DeploymentAsync(EngineHost engine, Rollout rollout, string key) =>
        (await engine.States.FindDeploymentAsync(TenantId.Default, rollout.Steps.Single(step => step.Key == key).Deployment!.Value, Ct))!.State;

    private static DateTimeOffset Ended(Deployment deployment) => Assert.IsType<DeploymentStatus.Ended>(deployment.Status).At;

    /// <summary>The version that answers at the gateway for a host.</summary>
    private static async Task<string> AskAsync(EngineHost engine, string host)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        return await Eventually.Get(
            async () =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(engine.Gateway, "/cgi-bin/cart")) { Headers = { Host = host } };
                using var answer = await http.SendAsync(request, Ct);
                return answer.StatusCode == HttpStatusCode.OK ? answer.Headers.GetValues("Shop-Version").Single() : "";
            },
            version => version.Length > 0,
            $"{host} answers");
    }
}
