using Sluice.Domain.Deployments;
using Sluice.Engine.Tests.Store;
using Sluice.Engine.Tests.Workloads;
using static Sluice.Domain.Deployments.DeploymentCommand;
using static Sluice.Domain.Deployments.DeploymentEvent;
using static Sluice.Engine.Tests.Stories.ShopService;

namespace Sluice.Engine.Tests.Stories;

public sealed class GatewayLossStories(PostgresFixture postgres)
{
    private static readonly DeploymentRequest s_request = Unjudged(new PhaseRequest(30) { Hold = TimeSpan.FromSeconds(2) }, new PhaseRequest(100) { Hold = TimeSpan.Zero });

    [Fact]
    public async Task A_deployment_holds_while_the_gateway_is_gone_and_goes_on_when_it_is_back_with_its_last_configuration()
    {
        await using var engine = await EngineHost.StartAsync(postgres);
        var shop = await LiveAsync(engine);
        var id = await shop.DeployAsync(Shop("2"), s_request);
        var due = (await shop.UntilStageAsync(id, RunStage.Hold)).Clock.DueAt!.Value;

        var first = await engine.GatewayPidAsync();
        await Programs.SignalAsync("STOP", first);
        await shop.UntilAsync(id, d => d.SplitProblem is not null, "says that the split is not known");
        await shop.UntilStatusAsync(status => status.LookedAt > due && status.Problems.Count > 0, "the hold is over and the engine looks in vain");
        Assert.Equal(0, (await shop.DeploymentAsync(id)).Phase);
        await shop.OrderAsync(id, new Pause("look at what comes back"));

        await Programs.SignalAsync("KILL", first);
        await Eventually.Get(() => Task.FromResult(engine.GatewayHealth.Current), health => health is { IsReachable: true, Pid: { } pid } && pid != first, "another gateway serves");
        await shop.UntilAsync(id, d => d.Set?.Canary.Percent == 30, "reads its split back");
        await using var visitors = shop.Visit();
        await Eventually.True(() => visitors.AnswersOf("1") > 0 && visitors.AnswersOf("2") > 0, "both releases serve");
        await shop.OrderAsync(id, new Resume());
        await shop.UntilEndedAsync(id, Outcome.Succeeded);
        await visitors.LeaveAsync();

        Assert.Empty(visitors.Broken);
        var events = await shop.EventsAsync(id);
        events.HoldsNothingTwice();
        Assert.Equal([30, 100], events.Shares());
        Assert.Equal(1, engine.GatewayHealth.Current.Restarts);
    }

    [Fact]
    public async Task An_abort_while_a_share_is_being_set_returns_as_soon_as_the_gateway_answers()
    {
        await using var engine = await EngineHost.StartAsync(postgres);
        var shop = await LiveAsync(engine);
        var id = await shop.DeployAsync(Shop("2", ("SHOP_START_DELAY_MS", "1500")), s_request);
        await shop.UntilStageAsync(id, RunStage.Apply);
        await AbortedWithoutGatewayAsync(engine, shop, id, () => shop.UntilStageAsync(id, RunStage.Shift));
    }

    [Fact]
    public async Task An_abort_in_the_last_moment_of_a_promotion_returns_as_soon_as_the_gateway_answers()
    {
        await using var engine = await EngineHost.StartAsync(postgres);
        var shop = await LiveAsync(engine);
        var id = await shop.DeployAsync(Shop("2"), Long());
        await shop.UntilStageAsync(id, RunStage.Hold);
        await AbortedWithoutGatewayAsync(engine, shop, id, async () =>
        {
            await shop.OrderAsync(id, new PromoteFully());
            Assert.IsType<DeploymentStatus.Promoting>((await shop.DeploymentAsync(id)).Status);
        });
    }

    private static async Task AbortedWithoutGatewayAsync(EngineHost engine, ShopService shop, DeploymentId id, Func<Task> getThere)
    {
        var gateway = await engine.GatewayPidAsync();
        await Programs.SignalAsync("STOP", gateway);
        await getThere();
        await shop.OrderAsync(id, new Abort("a story needs it"));
        Assert.IsType<DeploymentStatus.RollingBack>((await shop.DeploymentAsync(id)).Status);
        await Programs.SignalAsync("CONT", gateway);
        await shop.UntilEndedAsync(id, Outcome.Aborted);
        await shop.UntilGoneAsync(2);

        var events = await shop.EventsAsync(id);
        events.HoldsNothingTwice();
        events.ReturnsTrafficBeforeItEnds();
        Assert.DoesNotContain(events, e => e is SplitSet { Split.Canary.Percent: 100 });
        await using var visitors = shop.Visit();
        await Eventually.True(() => visitors.AnswersOf("1") > 20, "release 1 serves");
        Assert.Empty(visitors.Broken);
        Assert.Equal(0, visitors.AnswersOf("2"));
    }
}
