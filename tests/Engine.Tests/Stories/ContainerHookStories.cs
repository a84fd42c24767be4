using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Hooks;
using Sluice.Domain.Services;
using Sluice.Engine.Tests.Store;
using Sluice.Engine.Tests.Workloads;
using Sluice.Engine.Tests.Workloads.Containers;
using static Sluice.Domain.Deployments.DeploymentCommand;
using static Sluice.Domain.Deployments.DeploymentEvent;
using static Sluice.Engine.Tests.Stories.ShopService;

namespace Sluice.Engine.Tests.Stories;

/// <summary>Pre-deploy commands as containers, in real deployments of containers.</summary>
public sealed class ContainerHookStories(Podman podman, PostgresFixture postgres)
{
    [Fact]
    public async Task It_runs_in_a_container_before_the_first_instance_and_is_taken_away_in_the_end()
    {
        await using var engine = await StartAsync();
        var shop = await LiveAsync(engine);
        await using var visitors = shop.Visit(path: "/cgi-bin/cart");
        var id = await shop.DeployAsync(Image("echo migrated $SLUICE_RELEASE"), Quick(50, 100));
        var ended = await shop.UntilEndedAsync(id, Outcome.Succeeded);
        await visitors.LeaveAsync();

        Assert.Empty(visitors.Broken);
        Assert.Equal(HookOutcome.Succeeded, ended.Hook!.Outcome);
        Assert.Equal(["migrated 2"], ended.Hook.LastLines);
        await Eventually.Get(() => HooksOfAsync(shop), hooks => hooks.Length == 0, "it is taken away");
    }

    [Fact]
    public async Task One_that_fails_or_never_ends_fails_the_deployment_where_nothing_was_started()
    {
        await using var engine = await StartAsync();
        var shop = await LiveAsync(engine);
        var stable = Assert.Single(shop.InstancesOf(1)).Instance;
        var failed = await shop.UntilEndedAsync(await shop.DeployAsync(Image("echo no such table; exit 3"), Quick()), Outcome.Failed);
        var late = await shop.UntilEndedAsync(await shop.DeployAsync(Image("sleep 600", TimeSpan.FromSeconds(1)), Quick()), Outcome.Failed);

        Assert.Equal((HookOutcome.Failed, 3, "The pre-deploy command exited with code 3; its last line: no such table."), (failed.Hook!.Outcome, failed.Hook.ExitCode, failed.Hook.Problem));
        Assert.Equal(HookOutcome.TimedOut, late.Hook!.Outcome);
        Assert.DoesNotContain(await shop.EventsAsync(late.Id), e => e is CanaryReady or ReturnStarted);
        Assert.Equal(stable.Container, Assert.Single(shop.InstancesOf(1)).Instance.Container);
        await Eventually.Get(() => HooksOfAsync(shop), hooks => hooks.Length == 0, "they are taken away");
    }

    [Fact]
    public async Task A_control_plane_that_is_lost_while_it_runs_finds_it_again_and_runs_it_once()
    {
        await using var engine = await StartAsync();
        var shop = await LiveAsync(engine);
        var id = await shop.DeployAsync(Image("trap 'echo told to; exit 0' USR1; while :; do sleep 0.1; done"), Unjudged(new PhaseRequest(100) { Hold = TimeSpan.Zero }));
        var hook = Assert.Single(await Eventually.Get(() => HooksOfAsync(shop, "running"), hooks => hooks.Length > 0, "it runs"));
        await engine.RestartAsync();
        await shop.UntilStatusAsync(status => status.Instances.Count > 0, "it looks again");
        Assert.Equal([hook], await HooksOfAsync(shop));
        await engine.KillAsync();
        await podman.DoAsync("kill", "--signal", "USR1", hook);
        await Eventually.Get(() => HooksOfAsync(shop, "running"), hooks => hooks.Length == 0, "it has ended while nobody was there");
        await engine.StartAsync();
        var ended = await shop.UntilEndedAsync(id, Outcome.Succeeded);

        Assert.Equal((HookOutcome.Succeeded, 1), (ended.Hook!.Outcome, ended.Hook.Attempt));
        Assert.Equal(["told to"], ended.Hook.LastLines);
    }

    [Fact]
    public async Task An_abort_ends_it_and_one_that_somebody_took_away_holds_until_people_go_on()
    {
        await using var engine = await StartAsync();
        var shop = await LiveAsync(engine);
        var first = await shop.DeployAsync(Image("sleep 600"), Unjudged(new PhaseRequest(100) { Hold = TimeSpan.Zero }));
        await Eventually.Get(() => HooksOfAsync(shop, "running"), hooks => hooks.Length > 0, "it runs");
        await shop.OrderAsync(first, new Abort("not today"));
        var aborted = await shop.UntilEndedAsync(first, Outcome.Aborted);
        Assert.Equal(HookOutcome.Stopped, aborted.Hook!.Outcome);

        var second = await shop.DeployAsync(Image("sleep 600"), Unjudged(new PhaseRequest(100) { Hold = TimeSpan.Zero }));
        var hook = (await Eventually.Get(() => HooksOfAsync(shop, "running"), hooks => hooks.Length > 0, "it runs"))[0];

        // While nobody looks: a control plane that sees it die knows its end, which is another story.
        await engine.KillAsync();
        await podman.DoAsync("rm", "--force", "--time", "0", hook);
        await engine.StartAsync();
        await shop.UntilAsync(second, d => d is { Status: DeploymentStatus.Paused, Hook.IsOpen: true }, "holds");
        await shop.OrderAsync(second, new Resume());
        var ended = await shop.UntilEndedAsync(second, Outcome.Succeeded);
        Assert.Equal("ben", ended.Hook!.AcceptedBy!.Name);
    }

    [Fact]
    public async Task A_check_on_the_preview_reaches_every_instance_from_a_container_of_its_own()
    {
        await using var engine = await StartAsync();
        var shop = await LiveAsync(engine);
        var release = Image(hook: null) with { Env = [new("SHOP_VERSION", "2")], Replicas = 2 };
        var plan = new PlanRequest(PlanKind.Switch)
        {
            Hold = TimeSpan.Zero,
            PreviewCheck = new(["/bin/sh", "-c", "for url in $(echo $SLUICE_PREVIEW_URLS | tr , ' '); do wget -q -O /dev/null $url/health && echo well || exit 1; done"]),
        };
        var ended = await shop.UntilEndedAsync(await shop.DeployAsync(release, Quick() with { Strategy = DeploymentStrategy.BlueGreen, Plan = plan, Thresholds = new() }), Outcome.Succeeded);

        Assert.Equal(["well", "well"], ended.PreviewRun!.LastLines);
        await Eventually.Get(() => HooksOfAsync(shop), hooks => hooks.Length == 0, "it is taken away");
    }

    private static ReleaseSpec Image(string? hook, TimeSpan? timeout = null) => new()
    {
        Image = Podman.Shop,
        Env = [new("SHOP_VERSION", hook is null ? "1" : "2")],
        Readiness = new("/health", TimeSpan.FromSeconds(30)),
        PreDeploy = hook is null ? null : new(["/bin/sh", "-c", hook]) { Timeout = timeout },
    };

    private static async Task<ShopService> LiveAsync(EngineHost engine)
    {
        var shop = await DeclareAsync(engine, runtime: RuntimeKind.Container);
        await shop.UntilEndedAsync(await shop.DeployAsync(Image(hook: null), Unjudged(new PhaseRequest(100) { Hold = TimeSpan.Zero })), Outcome.Succeeded);
        await shop.UntilStatusAsync(status => status.Set is [{ Release: 1 }], "release 1 serves");
        return shop;
    }

    private async Task<EngineHost> StartAsync() =>
        await EngineHost.StartAsync(postgres, new Dictionary<string, string?>(StringComparer.Ordinal) { ["Runtimes:Containers:Host"] = (await podman.StartedAsync()).Host });

    private async Task<string[]> HooksOfAsync(ShopService shop, string? status = null) =>
        (await podman.DoAsync(["ps", "--all", "--quiet", "--no-trunc", "--filter", $"label=sluice.service={shop.Name}", "--filter", "label=sluice.hook", .. status is null ? Array.Empty<string>() : ["--filter", $"status={status}"]]))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
