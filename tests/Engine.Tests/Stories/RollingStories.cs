using Sluice.Domain.Deployments;
using Sluice.Domain.Rolling;
using Sluice.Engine.Workloads;
using static Sluice.Engine.Tests.Stories.ShopService;

namespace Sluice.Engine.Tests.Stories;

public sealed class RollingStories(SharedEngine shared)
{
    [Fact]
    public async Task Instances_take_each_others_place_batch_by_batch_and_nobody_notices()
    {
        var shop = await LiveAsync(await shared.StartedAsync(), replicas: 3);
        await using var visitors = shop.Visit(together: 4);
        var id = await shop.DeployAsync(Shop("2") with { Replicas = 3 }, Rolling(new()));
        await shop.UntilEndedAsync(id, Outcome.Succeeded);
        await shop.UntilGoneAsync(1);
        await visitors.LeaveAsync();

        Assert.Empty(visitors.Broken);
        Assert.Equal([33.3m, 66.7m, 100], (await shop.EventsAsync(id)).OfType<DeploymentEvent.PhaseEntered>().Select(e => e.Share.Percent));
        Assert.Equal(3, shop.InstancesOf(2).Count());
        Assert.Equal(2, (await shop.EnvironmentAsync()).Live);
    }

    [Fact]
    public async Task Stopped_first_there_are_never_too_many_and_the_others_serve()
    {
        var shop = await LiveAsync(await shared.StartedAsync(), replicas: 2);
        await using var visitors = shop.Visit();
        await using var census = shop.Count();
        var id = await shop.DeployAsync(Shop("2") with { Replicas = 2 }, Rolling(new() { Order = UpdateOrder.StopFirst }));
        await shop.UntilEndedAsync(id, Outcome.Succeeded);
        await visitors.LeaveAsync();

        Assert.Empty(visitors.Broken);
        Assert.Equal(2, census.Most);
    }

    [Fact]
    public async Task Called_off_in_the_middle_the_old_ones_come_back_before_the_new_ones_leave()
    {
        var shop = await LiveAsync(await shared.StartedAsync(), replicas: 3);
        await using var visitors = shop.Visit(together: 4);
        var id = await shop.DeployAsync(Shop("2") with { Replicas = 3 }, Rolling(new(), hold: TimeSpan.FromHours(1)));
        await shop.UntilAsync(id, d => d is { Phase: 0, Stage: RunStage.Hold }, "serves with the first batch");
        await shop.OrderAsync(id, new DeploymentCommand.Promote());
        await shop.UntilAsync(id, d => d is { Phase: 1, Stage: RunStage.Hold }, "serves with the second batch");
        await shop.OrderAsync(id, new DeploymentCommand.Abort("not this one"));
        await shop.UntilEndedAsync(id, Outcome.Aborted);
        await shop.UntilGoneAsync(2);
        await visitors.LeaveAsync();

        Assert.Empty(visitors.Broken);
        Assert.True(visitors.AnswersOf("2") > 0);
        await shop.UntilStatusAsync(status => status.Instances.Count(i => i is { Instance: { Release: 1, State: InstanceState.Ready }, InService: true }) == 3, "all of release 1 serve again");
    }

    [Fact]
    public async Task A_batch_that_does_not_get_ready_costs_nobody_a_request_and_is_taken_back()
    {
        var shop = await LiveAsync(await shared.StartedAsync(), replicas: 2);
        await using var visitors = shop.Visit();
        var broken = Shop("2") with { Readiness = new("/no-such-page", TimeSpan.FromSeconds(2)), Replicas = 2 };
        var ended = await shop.UntilEndedAsync(await shop.DeployAsync(broken, Rolling(new())), Outcome.Failed);
        await visitors.LeaveAsync();

        Assert.Empty(visitors.Broken);
        Assert.Equal((0, "apply", RollbackOutcome.Succeeded), (visitors.AnswersOf("2"), ended.FailedStage, ended.RollbackOutcome));
    }

    [Fact]
    public async Task Batches_that_fail_on_real_requests_are_taken_back_by_their_limit()
    {
        var shop = await LiveAsync(await shared.StartedAsync(), replicas: 2);
        await using var visitors = shop.Visit(together: 4);
        var id = await shop.DeployAsync(Shop("2", ("SHOP_ERROR_RATE", "0.5")) with { Replicas = 2 }, Rolling(new(), hold: TimeSpan.FromHours(1)) with { Thresholds = new() { ErrorRate = 0.05 } });
        await shop.UntilEndedAsync(id, Outcome.RolledBack);
        await visitors.LeaveAsync();
        Assert.Empty(visitors.Broken);
    }

    [Fact]
    public async Task Recreating_stops_everything_first_says_so_to_whoever_comes_and_ends_with_the_new_release()
    {
        var shop = await LiveAsync(await shared.StartedAsync(), replicas: 2);
        await using var visitors = shop.Visit();
        await using var census = shop.Count();
        var id = await shop.DeployAsync(Shop("2") with { Replicas = 2 }, Recreate());
        await shop.UntilEndedAsync(id, Outcome.Succeeded);
        await visitors.LeaveAsync();

        Assert.Equal(2, census.Most);
        Assert.NotEmpty(visitors.Broken);
        Assert.All(visitors.Broken, answer => Assert.Contains("503", answer, StringComparison.Ordinal));
        Assert.Equal(2, (await shop.EnvironmentAsync()).Live);

        // The way back cannot stand beside it either.
        await shop.UntilEndedAsync(await shop.GoBackAsync(id), Outcome.Succeeded);
        Assert.Equal((1, 2), ((await shop.EnvironmentAsync()).Live, census.Most));
    }

    private static DeploymentRequest Rolling(RollingRequest rolling, TimeSpan? hold = null) => Quick() with
    {
        Strategy = DeploymentStrategy.Rolling,
        Plan = new(PlanKind.Batches) { Rolling = rolling, Hold = hold ?? TimeSpan.FromSeconds(1) },
        Thresholds = new(),
    };

    private static DeploymentRequest Recreate() => Rolling(new()) with { Strategy = DeploymentStrategy.Recreate, Plan = new(PlanKind.Recreate) { Hold = TimeSpan.FromSeconds(1) } };
}
