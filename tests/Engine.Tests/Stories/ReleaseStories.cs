using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Domain.Traffic;
using static Sluice.Domain.Deployments.DeploymentEvent;
using static Sluice.Engine.Tests.Stories.ShopService;

namespace Sluice.Engine.Tests.Stories;

public sealed class ReleaseStories(SharedEngine shared)
{
    [Fact]
    public async Task A_good_release_is_promoted_and_the_old_one_stands_by()
    {
        var shop = await LiveAsync(await shared.StartedAsync());
        await using var visitors = shop.Visit();
        var id = await shop.DeployAsync(Shop("2"), Quick());
        await shop.UntilEndedAsync(id, Outcome.Succeeded);
        await visitors.LeaveAsync();

        Assert.Empty(visitors.Broken);
        Assert.Equal(0, visitors.Errors);
        var events = await shop.EventsAsync(id);
        events.HoldsNothingTwice();
        Assert.Equal([10, 50, 100], events.Shares());
        Assert.Equal(1, Assert.Single(events.OfType<StableCaptured>()).Stable!.Release);
        Assert.All(events.OfType<PhaseCompleted>(), completed => Assert.True(completed.Origin.By.Name is "engine" or "policy"));

        var place = await shop.EnvironmentAsync();
        Assert.Equal((2, id, (DeploymentId?)null), (place.Live, place.LiveBy, place.Holder));
        Assert.Equal(new Standby(1, place.LiveSince!.Value + DeploymentDecider.StandbyKept), place.Standby);
        await shop.UntilStatusAsync(status => status.Set is [{ Release: 2, Share: var share }] && share == Share.All, "release 2 serves alone");
        Assert.Single(shop.InstancesOf(1), i => i is { InService: false, Instance.Pid: not null });
    }

    [Fact]
    public async Task Going_back_after_a_success_is_instant_and_marks_what_it_replaces()
    {
        var shop = await LiveAsync(await shared.StartedAsync());
        await using var visitors = shop.Visit();
        var id = await shop.DeployAsync(Shop("2"), Quick(100));
        await shop.UntilEndedAsync(id, Outcome.Succeeded);
        var standby = Assert.Single(shop.InstancesOf(1)).Instance;

        var back = await shop.GoBackAsync(id);
        var deployment = await shop.UntilEndedAsync(back, Outcome.Succeeded);
        await visitors.LeaveAsync();

        Assert.Empty(visitors.Broken);
        Assert.Equal((DeploymentKind.Rollback, id), (deployment.Spec.Kind, deployment.Spec.Supersedes));
        Assert.Equal(1, (await shop.EnvironmentAsync()).Live);
        var superseded = Assert.Single((await shop.ServiceEventsAsync()).OfType<ServiceEvent.DeploymentSuperseded>());
        Assert.Equal((id, back), (superseded.Deployment, superseded.By));
        Assert.Equal(standby.Pid, Assert.Single(shop.InstancesOf(1)).Instance.Pid);
        (await shop.EventsAsync(back)).HoldsNothingTwice();
    }

    [Fact]
    public async Task An_aborted_first_deployment_leaves_nothing_running_and_no_route()
    {
        var engine = await shared.StartedAsync();
        var shop = await DeclareAsync(engine, drain: TimeSpan.FromSeconds(1));
        var id = await shop.DeployAsync(Shop("1"), Unjudged(new PhaseRequest(100) { Hold = TimeSpan.FromHours(1) }));
        await shop.UntilStageAsync(id, RunStage.Hold);
        await shop.OrderAsync(id, new DeploymentCommand.Abort("changed my mind"));
        await shop.UntilEndedAsync(id, Outcome.Aborted);
        await shop.UntilStatusAsync(status => status is { Instances: [], Set: [] }, "nothing is left");
        Assert.Null((await shop.EnvironmentAsync()).Live);
        (await shop.EventsAsync(id)).HoldsNothingTwice();
    }

    [Fact]
    public async Task Requests_are_spread_over_all_instances_and_a_killed_one_comes_back_by_itself()
    {
        var shop = await LiveAsync(await shared.StartedAsync(), replicas: 3);
        await shop.UntilStatusAsync(status => status.Instances.Count(i => i.InService) == 3, "three instances serve");
        var victim = shop.InstancesOf(1).First().Instance;
        await using var visitors = shop.Visit();

        await Programs.SignalAsync("KILL", victim.Pid!.Value);
        await shop.UntilStatusAsync(
            status => status.Instances.Count(i => i is { InService: true, Instance.State: Engine.Workloads.InstanceState.Ready }) == 3
                && status.Instances.Single(i => i.Instance.Id == victim.Id).Instance.Pid != victim.Pid,
            "the killed instance is back");
        await visitors.LeaveAsync();
        Assert.True(visitors.Answers > visitors.Broken.Count * 2, $"{visitors.Broken.Count} of {visitors.Answers} failed");
    }
}
