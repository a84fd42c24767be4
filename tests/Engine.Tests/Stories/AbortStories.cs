using Sluice.Domain.Deployments;
using Sluice.Engine.Workloads;
using static Sluice.Domain.Deployments.DeploymentCommand;
using static Sluice.Domain.Deployments.DeploymentEvent;
using static Sluice.Engine.Tests.Stories.ShopService;

namespace Sluice.Engine.Tests.Stories;

public sealed class AbortStories(SharedEngine shared)
{
    private static readonly TimeSpan s_long = TimeSpan.FromHours(1);

    [Fact]
    public async Task An_abort_before_anything_was_touched_leaves_everything_as_it_was()
    {
        var shop = await LiveAsync(await shared.StartedAsync());
        var stable = Assert.Single(shop.InstancesOf(1)).Instance;

        // What is live does not answer, so it cannot be captured.
        await Programs.SignalAsync("STOP", stable.Pid!.Value);
        await shop.UntilStatusAsync(status => status.Instances.Any(i => i.Instance.State == InstanceState.Unready), "release 1 does not answer");
        var id = await shop.DeployAsync(Shop("2"), Long());
        await shop.UntilStageAsync(id, RunStage.Gate);
        await shop.OrderAsync(id, new Abort("not today"));
        await shop.UntilEndedAsync(id, Outcome.Aborted);
        await Programs.SignalAsync("CONT", stable.Pid.Value);

        Assert.DoesNotContain(await shop.EventsAsync(id), e => e is StableCaptured or PhaseEntered);
        Assert.Empty(shop.InstancesOf(2));
        (await shop.EventsAsync(id)).HoldsNothingTwice();
    }

    [Fact]
    public async Task An_abort_while_the_canary_starts_stops_it()
    {
        var shop = await LiveAsync(await shared.StartedAsync());
        await using var visitors = shop.Visit();
        var id = await shop.DeployAsync(Shop("2", ("SHOP_START_DELAY_MS", "50000")), Long());
        await shop.UntilStageAsync(id, RunStage.Apply);
        await shop.UntilStatusAsync(status => status.Instances.Any(i => i.Instance is { Release: 2, State: InstanceState.Starting }), "release 2 starts");
        await AbortAsync(shop, id, visitors);
    }

    [Fact]
    public async Task An_abort_in_a_hold_returns_traffic_first_and_stops_the_canary_afterwards()
    {
        var shop = await LiveAsync(await shared.StartedAsync());
        await using var visitors = shop.Visit();
        var id = await shop.DeployAsync(Shop("2"), Long());
        await shop.UntilStageAsync(id, RunStage.Hold);
        await AbortAsync(shop, id, visitors);
    }

    [Fact]
    public async Task An_abort_between_two_phases_returns_too()
    {
        var shop = await LiveAsync(await shared.StartedAsync());
        await using var visitors = shop.Visit();
        var id = await shop.DeployAsync(Shop("2"), Unjudged(new PhaseRequest(30) { Hold = TimeSpan.Zero, Gap = PhaseGap.Timed(s_long) }));
        await shop.UntilStageAsync(id, RunStage.Waiting);
        await AbortAsync(shop, id, visitors);
    }

    [Fact]
    public async Task An_abort_while_paused_returns_too()
    {
        var shop = await LiveAsync(await shared.StartedAsync());
        await using var visitors = shop.Visit();
        var id = await shop.DeployAsync(Shop("2"), Long());
        await shop.UntilStageAsync(id, RunStage.Hold);
        await shop.OrderAsync(id, new Pause("lunch"));
        await AbortAsync(shop, id, visitors);
    }

    [Fact]
    public async Task An_abort_while_a_person_is_asked_returns_too()
    {
        var shop = await LiveAsync(await shared.StartedAsync());
        await using var visitors = shop.Visit();
        var id = await shop.DeployAsync(Shop("2"), Unjudged(new PhaseRequest(30) { Hold = TimeSpan.Zero }, new PhaseRequest(60) { NeedsApproval = true }));
        await shop.UntilAsync(id, d => d.OpenGate is not null, "asks before its second phase");
        await AbortAsync(shop, id, visitors);
    }

    [Fact]
    public async Task Open_requests_are_answered_by_the_canary_that_leaves()
    {
        var engine = await shared.StartedAsync();
        var shop = await LiveAsync(engine);
        var id = await shop.DeployAsync(Shop("2", ("SHOP_LATENCY_MS", "4000"), ("SHOP_JITTER", "0")), Long());
        await shop.UntilStageAsync(id, RunStage.Hold);
        await using var visitors = shop.Visit();
        await shop.UntilStatusAsync(status => status.Instances.Any(i => i is { Instance.Release: 2, Open: > 0 }), "the canary has open requests");

        await shop.OrderAsync(id, new Abort("too slow"));
        await shop.UntilEndedAsync(id, Outcome.Aborted);
        await shop.UntilStatusAsync(status => status.Instances.Any(i => i is { Instance: { Release: 2, Problem: null }, Draining: true, Open: > 0 }), "the canary drains");
        await shop.UntilGoneAsync(2);
        await visitors.LeaveAsync();
        Assert.Empty(visitors.Broken);
        Assert.True(visitors.AnswersOf("2") > 0);
    }

    private static async Task AbortAsync(ShopService shop, DeploymentId id, Visitors visitors)
    {
        await shop.OrderAsync(id, new Abort("a story needs it"));
        await shop.UntilEndedAsync(id, Outcome.Aborted);
        await shop.UntilGoneAsync(2);
        await visitors.LeaveAsync();

        Assert.Empty(visitors.Broken);
        Assert.Equal(0, visitors.Errors);
        var events = await shop.EventsAsync(id);
        events.HoldsNothingTwice();
        events.ReturnsTrafficBeforeItEnds();
        Assert.Equal(1, (await shop.EnvironmentAsync()).Live);
        Assert.Null((await shop.EnvironmentAsync()).Holder);
        Assert.Single(shop.InstancesOf(1), i => i.InService);
    }
}
