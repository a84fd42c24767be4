using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Rollbacks;
using Sluice.Domain.Services;
using Sluice.Engine.Commands;
using Sluice.Engine.Live;
using Sluice.Engine.Tests.Store;
using Sluice.Engine.Tests.Workloads;
using Sluice.Engine.Tests.Workloads.Containers;
using Sluice.Engine.Workloads;
using static Sluice.Domain.Deployments.DeploymentCommand;
using static Sluice.Domain.Deployments.DeploymentEvent;
using static Sluice.Engine.Tests.Stories.ShopService;

namespace Sluice.Engine.Tests.Stories;

/// <summary>Deployments of real containers behind the real gateway.</summary>
public sealed class ContainerStories(PostgresFixture postgres, Podman podman)
{
    private const string Page = "/cgi-bin/cart";

    [Fact]
    public async Task A_canary_of_containers_is_promoted_and_the_old_container_leaves_without_a_broken_request()
    {
        await using var engine = await StartAsync(await podman.StartedAsync());
        var shop = await LiveAsync(engine);
        await using var visitors = shop.Visit(path: Page);
        var id = await shop.DeployAsync(Image("2"), Quick() with { Plan = Quick().Plan with { Standby = TimeSpan.FromSeconds(1) } });
        await shop.UntilEndedAsync(id, Outcome.Succeeded);
        await shop.UntilGoneAsync(1);
        await visitors.LeaveAsync();

        Assert.Empty(visitors.Broken);
        Assert.Equal(0, visitors.Errors);
        Assert.True(visitors.AnswersOf("1") > 0 && visitors.AnswersOf("2") > 0);
        var serving = Assert.Single(shop.InstancesOf(2)).Instance;
        Assert.StartsWith("sha256:", serving.Digest, StringComparison.Ordinal);
        Assert.Equal(serving.Container, Assert.Single(await ContainersOfAsync(shop))[..12]);
    }

    [Fact]
    public async Task An_image_that_dies_at_start_returns_and_is_kept_with_its_last_lines_while_stable_serves()
    {
        await using var engine = await StartAsync(await podman.StartedAsync());
        var shop = await LiveAsync(engine);
        var stable = Assert.Single(shop.InstancesOf(1)).Instance;
        await using var visitors = shop.Visit(path: Page);
        var id = await shop.DeployAsync(Image("2") with { Command = ["/bin/sh", "-c", "echo opening; echo 'the till is missing'; exit 3"] }, Quick());
        await shop.UntilEndedAsync(id, Outcome.Failed);
        await shop.UntilGoneAsync(2);
        await visitors.LeaveAsync();

        Assert.Empty(visitors.Broken);
        Assert.Equal(0, visitors.AnswersOf("2"));
        var failed = Assert.Single((await shop.EventsAsync(id)).OfType<DeploymentFailed>());
        Assert.Equal(("apply", RollbackOutcome.Succeeded), (failed.Stage, failed.Rollback));
        Assert.Contains("code 3", failed.Cause, StringComparison.Ordinal);
        Assert.Contains("the till is missing", failed.Cause, StringComparison.Ordinal);
        Assert.Equal((stable.Id, stable.Pid), (Assert.Single(shop.InstancesOf(1)).Instance.Id, Assert.Single(shop.InstancesOf(1)).Instance.Pid));
        var kept = Assert.Single(await ContainersOfAsync(shop), container => !container.StartsWith(stable.Container!, StringComparison.Ordinal));
        Assert.Equal("exited 3", await podman.DoAsync("inspect", "--format", "{{.State.Status}} {{.State.ExitCode}}", kept));
        Assert.EndsWith("the till is missing", await podman.DoAsync("logs", kept), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_that_is_missing_ends_the_deployment_before_anything_is_touched()
    {
        await using var engine = await StartAsync(await podman.StartedAsync());
        var shop = await LiveAsync(engine);
        await using var visitors = shop.Visit(path: Page);
        var id = await shop.DeployAsync(Image("2") with { Image = "localhost/no-such:2", Container = new() { Pull = PullPolicy.Never } }, Quick());
        await shop.UntilEndedAsync(id, Outcome.Failed);
        await visitors.LeaveAsync();

        Assert.Empty(visitors.Broken);
        Assert.Contains("localhost/no-such:2", Assert.Single((await shop.EventsAsync(id)).OfType<DeploymentFailed>()).Cause, StringComparison.Ordinal);
        Assert.Single(await ContainersOfAsync(shop));
    }

    [Fact]
    public async Task Without_the_engine_a_deployment_holds_traffic_flows_and_it_goes_on_when_the_engine_is_back()
    {
        await podman.StartedAsync();
        await using var service = await podman.ServeAsync("story.sock");
        await using var engine = await StartAsync(service);
        var shop = await LiveAsync(engine);
        await using var visitors = shop.Visit(path: Page);
        var id = await shop.DeployAsync(Image("2"), Quick() with
        {
            Plan = new(PlanKind.Phases) { Phases = [new(30) { Hold = TimeSpan.FromSeconds(1), NeedsApproval = true }, new(100) { Hold = TimeSpan.Zero }] },
        });
        var open = await shop.UntilAsync(id, d => d.OpenGate is not null, "asks");

        await service.KillAsync();
        await shop.UntilStatusAsync(status => status.Problems.Any(problem => problem.Contains(service.Host, StringComparison.Ordinal)), "the loss is told");
        await Eventually.True(() => engine.Health.Components.Any(part => part is { Name: "containers", IsWell: false }), "the loss shows");
        Assert.Equal([1, 2], shop.Status!.Instances.Select(i => i.Instance.Release).Order());
        await service.StartAsync();
        await Eventually.True(() => engine.Health.Components.All(part => part.IsWell), "all is well again");
        await shop.OrderAsync(id, new Approve(open.OpenGate!.Id));
        await shop.UntilEndedAsync(id, Outcome.Succeeded);
        await visitors.LeaveAsync();

        Assert.Empty(visitors.Broken);
    }

    [Fact]
    public async Task A_control_plane_that_is_lost_while_containers_start_and_serve_promotes_all_the_same_and_doubles_none()
    {
        await using var engine = await StartAsync(await podman.StartedAsync());
        var shop = await LiveAsync(engine);
        await using var visitors = shop.Visit(path: Page);
        var id = await shop.DeployAsync(Image("2"), Quick() with { Plan = Quick().Plan with { Standby = TimeSpan.FromSeconds(1) } });
        foreach (var stage in new[] { RunStage.Apply, RunStage.Hold })
        {
            await shop.UntilAsync(id, d => d.Status is not DeploymentStatus.Running running || running.Stage >= stage, $"has come to {stage}");
            await engine.RestartAsync();
        }

        await shop.UntilEndedAsync(id, Outcome.Succeeded);
        await shop.UntilGoneAsync(1);
        await visitors.LeaveAsync();

        Assert.Empty(visitors.Broken);
        Assert.Single(await ContainersOfAsync(shop));
    }

    [Fact]
    public async Task An_installation_without_container_engine_refuses_the_deployment_with_the_reason()
    {
        await using var engine = await EngineHost.StartAsync(postgres);
        var shop = await DeclareAsync(engine, runtime: RuntimeKind.Container);

        var refused = Assert.IsType<CommandAnswer.Refused>(await shop.TryDeployAsync(Image("1"), Quick(100)));

        Assert.Contains("Runtimes:Containers:Host", refused.Refusal.Sentence, StringComparison.Ordinal);
        Assert.Null((await shop.EnvironmentAsync()).Holder);
    }

    private static ReleaseSpec Image(string version) => new()
    {
        Image = Podman.Shop,
        Env = [new("SHOP_VERSION", version)],
        Readiness = new("/health", TimeSpan.FromSeconds(30)),
    };

    private static async Task<ShopService> LiveAsync(EngineHost engine)
    {
        var shop = await DeclareAsync(engine, runtime: RuntimeKind.Container);
        await shop.UntilEndedAsync(await shop.DeployAsync(Image("1"), Unjudged(new PhaseRequest(100) { Hold = TimeSpan.Zero })), Outcome.Succeeded);
        await shop.UntilStatusAsync(status => status.Set is [{ Release: 1 }], "release 1 serves");
        return shop;
    }

    private Task<EngineHost> StartAsync(PodmanService service) =>
        EngineHost.StartAsync(postgres, new Dictionary<string, string?>(StringComparer.Ordinal) { ["Runtimes:Containers:Host"] = service.Host });

    private async Task<string[]> ContainersOfAsync(ShopService shop) =>
        (await podman.DoAsync("ps", "--all", "--quiet", "--no-trunc", "--filter", $"label=sluice.service={shop.Name}")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
