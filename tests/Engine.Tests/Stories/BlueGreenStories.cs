using Sluice.Domain.Deployments;
using Sluice.Domain.Gates;
using Sluice.Domain.Traffic;
using Sluice.Engine.Workloads;
using static Sluice.Engine.Tests.Stories.ShopService;

namespace Sluice.Engine.Tests.Stories;

public sealed class BlueGreenStories(SharedEngine shared)
{
    [Fact]
    public async Task All_of_green_is_ready_beside_blue_before_anything_is_switched_and_nobody_notices()
    {
        var shop = await LiveAsync(await shared.StartedAsync(), replicas: 2);
        await using var visitors = shop.Visit();
        var id = await shop.DeployAsync(Shop("2") with { Replicas = 2 }, Switch(new() { FourEyes = false }));

        var asked = await shop.UntilAsync(id, d => d.OpenGate is not null, "asks before the switch");
        Assert.Equal(2, shop.InstancesOf(2).Count(i => i.Instance.State == InstanceState.Ready));
        Assert.Equal(0, visitors.AnswersOf("2"));
        await shop.OrderAsync(id, new DeploymentCommand.Approve(asked.OpenGate!.Id));
        await shop.UntilEndedAsync(id, Outcome.Succeeded);
        await shop.UntilStatusAsync(status => status.Set is [{ Release: 2, Share: var share }] && share == Share.All, "green serves alone");
        await visitors.LeaveAsync();

        Assert.Empty(visitors.Broken);
        Assert.Equal(Share.All, Assert.Single((await shop.EventsAsync(id)).OfType<DeploymentEvent.PhaseEntered>()).Share);
        var place = await shop.EnvironmentAsync();
        Assert.Equal(place.LiveSince!.Value + TimeSpan.FromHours(1), place.Standby!.Until);
        Assert.Equal(2, shop.InstancesOf(1).Count(i => i is { InService: false, Instance.Pid: not null }));
    }

    [Fact]
    public async Task Switching_back_in_the_soak_and_after_it_serves_by_the_same_blue_processes()
    {
        var shop = await LiveAsync(await shared.StartedAsync());
        await using var visitors = shop.Visit();
        var blue = Assert.Single(shop.InstancesOf(1)).Instance.Pid;

        var soaking = await shop.DeployAsync(Shop("2"), Switch(gate: null, soak: TimeSpan.FromHours(1)));
        await shop.UntilAsync(soaking, d => d.Set == TrafficSplit.AllCanary, "has switched");
        await shop.OrderAsync(soaking, new DeploymentCommand.Abort("back to blue"));
        await shop.UntilEndedAsync(soaking, Outcome.Aborted);
        await shop.UntilGoneAsync(2);

        var done = await shop.DeployAsync(Shop("3"), Switch(gate: null));
        await shop.UntilEndedAsync(done, Outcome.Succeeded);
        await shop.UntilEndedAsync(await shop.GoBackAsync(done), Outcome.Succeeded);
        await shop.UntilStatusAsync(status => status.Set is [{ Release: 1, Share: var share }] && share == Share.All, "blue serves again");
        await visitors.LeaveAsync();

        Assert.Empty(visitors.Broken);
        Assert.Equal(blue, Assert.Single(shop.InstancesOf(1)).Instance.Pid);
    }

    [Fact]
    public async Task A_green_that_fails_in_the_soak_is_switched_back_by_its_limit()
    {
        var shop = await LiveAsync(await shared.StartedAsync());
        await using var visitors = shop.Visit();
        var id = await shop.DeployAsync(Shop("2", ("SHOP_ERROR_RATE", "0.5")), Switch(gate: null, soak: TimeSpan.FromHours(1)));
        await shop.UntilEndedAsync(id, Outcome.RolledBack);
        await visitors.LeaveAsync();

        Assert.Empty(visitors.Broken);
        var events = await shop.EventsAsync(id);
        Assert.Equal([100, 0], events.Shares());
        events.ReturnsTrafficBeforeItEnds();
    }

    [Fact]
    public async Task A_green_that_never_gets_ready_is_never_switched_to()
    {
        var shop = await LiveAsync(await shared.StartedAsync());
        await using var visitors = shop.Visit();
        var broken = Shop("2") with { Readiness = new("/no-such-page", TimeSpan.FromSeconds(2)), Replicas = 2 };
        var id = await shop.DeployAsync(broken, Switch(gate: null));
        var ended = await shop.UntilEndedAsync(id, Outcome.Failed);
        await visitors.LeaveAsync();

        Assert.Empty(visitors.Broken);
        Assert.Equal((0, "apply"), (visitors.AnswersOf("2"), ended.FailedStage));
        Assert.Empty((await shop.EventsAsync(id)).OfType<DeploymentEvent.PhaseEntered>());
        Assert.Equal(1, (await shop.EnvironmentAsync()).Live);
    }

    private static DeploymentRequest Switch(ApprovalRule? gate, TimeSpan? soak = null) => Quick() with
    {
        Strategy = DeploymentStrategy.BlueGreen,
        Plan = new(PlanKind.Switch) { Hold = soak ?? TimeSpan.FromSeconds(2), Standby = TimeSpan.FromHours(1), BeforeSwitch = gate },
    };
}
