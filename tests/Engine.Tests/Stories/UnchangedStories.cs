using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Domain.Traffic;
using Sluice.Engine.Workloads;
using static Sluice.Domain.Deployments.DeploymentEvent;
using static Sluice.Engine.Tests.Stories.ShopService;

namespace Sluice.Engine.Tests.Stories;

public sealed class UnchangedStories(SharedEngine shared)
{
    [Fact]
    public async Task A_release_that_runs_the_same_as_what_is_live_ends_at_once_and_touches_nothing()
    {
        var shop = await LiveAsync(await shared.StartedAsync());
        var before = Assert.Single(shop.InstancesOf(1)).Instance;
        await using var visitors = shop.Visit();
        var id = await shop.DeployAsync(Shop("1") with { Notes = "the same again" }, Quick());
        var ended = await shop.UntilEndedAsync(id, Outcome.Succeeded);
        await visitors.LeaveAsync();

        Assert.Empty(visitors.Broken);
        Assert.Equal("Release 2 runs the same as release 1, which is live.", Assert.IsType<DeploymentStatus.Ended>(ended.Status).Reason);
        Assert.Equal(new DeploymentSucceeded(NoOp: true) { SameAs = 1 }, (await shop.EventsAsync(id))[^1] with { Origin = Domain.Events.Origin.Unstamped });
        Assert.DoesNotContain(await shop.EventsAsync(id), e => e is CanaryReady or PhaseEntered or SplitSet);
        Assert.Equal((1, (DeploymentId?)null), ((await shop.EnvironmentAsync()).Live, (await shop.EnvironmentAsync()).Holder));
        Assert.Empty(shop.InstancesOf(2));
        Assert.Equal((before.Id, before.Pid), (Assert.Single(shop.InstancesOf(1)).Instance.Id, Assert.Single(shop.InstancesOf(1)).Instance.Pid));
    }

    [Fact]
    public async Task Who_insists_gets_new_instances_of_what_runs_the_same()
    {
        var shop = await LiveAsync(await shared.StartedAsync());
        var before = Assert.Single(shop.InstancesOf(1)).Instance.Pid;
        await using var visitors = shop.Visit();
        var id = await shop.DeployAsync(Shop("1"), Unjudged(new PhaseRequest(100) { Hold = TimeSpan.Zero }) with { ForceRecreate = true });
        await shop.UntilEndedAsync(id, Outcome.Succeeded);
        await shop.UntilStatusAsync(status => status.Set is [{ Release: 2, Share: var share }] && share == Share.All, "release 2 serves alone");
        await visitors.LeaveAsync();

        Assert.Empty(visitors.Broken);
        Assert.NotEqual(before, Assert.Single(shop.InstancesOf(2)).Instance.Pid);
        Assert.True((await shop.DeploymentAsync(id)).Spec.ForceRecreate);
    }

    [Fact]
    public async Task An_instance_that_nobody_asks_serves_once_it_goes_on_running_and_goes_on_serving()
    {
        var shop = await LiveAsync(await shared.StartedAsync());
        await using var visitors = shop.Visit();
        var mute = Shop("2", ("SHOP_NEVER_READY", "true")) with { Readiness = new("/health", TimeSpan.FromSeconds(2)) };
        var id = await shop.DeployAsync(mute, Unjudged(new PhaseRequest(100) { Hold = TimeSpan.Zero }) with { SkipHealth = true });
        await shop.UntilEndedAsync(id, Outcome.Succeeded);
        await shop.UntilStatusAsync(
            status => status.Set is [{ Release: 2 }] && status.Instances.Where(i => i.Instance.Release == 2).All(i => i is { InService: true, Instance.State: InstanceState.Ready }),
            "release 2 serves and counts as ready");
        await visitors.LeaveAsync();

        Assert.Empty(visitors.Broken);
        Assert.True(visitors.AnswersOf("2") > 0);
        Assert.Equal([2], (await shop.EnvironmentAsync()).HealthSkipped);
    }

    [Fact]
    public async Task An_instance_that_nobody_asks_and_that_ends_is_a_failed_start_all_the_same()
    {
        var shop = await LiveAsync(await shared.StartedAsync());
        var id = await shop.DeployAsync(Shop("2") with { Command = ["/bin/sh", "-c", "echo the till is missing; exit 3"] }, Quick() with { SkipHealth = true });
        await shop.UntilEndedAsync(id, Outcome.Failed);

        Assert.Contains("the till is missing", Assert.Single((await shop.EventsAsync(id)).OfType<DeploymentFailed>()).Cause, StringComparison.Ordinal);
    }
}
