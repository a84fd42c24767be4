using Sluice.Domain.Deployments;
using Sluice.Domain.Rolling;
using Sluice.Engine.Tests.Store;
using static Sluice.Engine.Tests.Stories.ShopService;

namespace Sluice.Engine.Tests.Stories;

/// <summary>The engine is torn down in the middle of updates that replace instances, with real processes and real requests.</summary>
public sealed class RollingLossStories(PostgresFixture postgres)
{
    [Fact]
    public async Task A_rolling_update_costs_nobody_a_request_although_the_engine_is_lost_after_every_event()
    {
        await using var engine = await EngineHost.StartAsync(postgres);
        var shop = await LiveAsync(engine, replicas: 2);
        await using var visitors = shop.Visit();
        await using var census = shop.CountProcesses();
        var id = await shop.DeployAsync(Shop("2") with { Replicas = 2 }, Rolling(new()));
        await EngineLossStories.LoseAfterEveryEventAsync(engine, shop, id, _ => null);
        await shop.UntilEndedAsync(id, Outcome.Succeeded);
        await shop.UntilGoneAsync(1);
        await visitors.LeaveAsync();

        Assert.Empty(visitors.Broken);
        (await shop.EventsAsync(id)).HoldsNothingTwice();
        Assert.Equal((2, 3), (shop.InstancesOf(2).Count(), census.Most));
    }

    [Fact]
    public async Task An_instance_that_takes_its_time_to_end_keeps_its_room_although_the_engine_that_asked_it_is_lost()
    {
        await using var engine = await EngineHost.StartAsync(postgres);
        var shop = await DeclareAsync(engine);
        var slow = Shop("1") with { Command = ["/bin/sh", "-c", $"trap 'sleep 5; exit 0' TERM; {Programs.Shop} & wait"], Replicas = 2 };
        await shop.UntilEndedAsync(await shop.DeployAsync(slow, Unjudged(new PhaseRequest(100) { Hold = TimeSpan.Zero })), Outcome.Succeeded);
        await shop.UntilStatusAsync(status => status.Instances.Count(i => i is { InService: true }) == 2, "both serve");
        await using var visitors = shop.Visit();
        await using var census = shop.CountProcesses();
        var id = await shop.DeployAsync(Shop("2") with { Replicas = 2 }, Rolling(new() { Order = UpdateOrder.StopFirst }));
        await shop.UntilStatusAsync(status => status.Instances.Any(i => i.Instance is { Release: 1, IsStopping: true }), "one is asked to end");
        await engine.RestartAsync();
        await shop.UntilStatusAsync(status => status.Instances.Any(i => i.Instance is { Release: 1, IsStopping: true }), "the next engine sees that it was asked");
        await shop.UntilEndedAsync(id, Outcome.Succeeded);
        await visitors.LeaveAsync();

        Assert.Empty(visitors.Broken);
        Assert.Equal(2, census.Most);
    }

    [Fact]
    public async Task A_batch_that_fails_while_the_engine_is_lost_is_taken_back_and_its_last_lines_are_kept()
    {
        await using var engine = await EngineHost.StartAsync(postgres);
        var shop = await LiveAsync(engine, replicas: 2);
        await using var visitors = shop.Visit();
        var id = await shop.DeployAsync(Shop("2") with { Command = ["/bin/sh", "-c", "echo the till is missing; sleep 2; exit 3"], Replicas = 2 }, Rolling(new()));
        await shop.UntilStatusAsync(status => status.Instances.Any(i => i.Instance.Release == 2), "its first instance is there");
        var failing = shop.InstancesOf(2).First().Instance.Id;
        await engine.RestartAsync();
        var ended = await shop.UntilEndedAsync(id, Outcome.Failed);
        await shop.UntilGoneAsync(2);
        await visitors.LeaveAsync();

        Assert.Empty(visitors.Broken);
        Assert.Equal((0, "apply", RollbackOutcome.Succeeded), (visitors.AnswersOf("2"), ended.FailedStage, ended.RollbackOutcome));
        Assert.Contains("the till is missing", await engine.LastLinesAsync(shop.Place, failing));
    }

    private static DeploymentRequest Rolling(RollingRequest rolling) =>
        Unjudged() with { Strategy = DeploymentStrategy.Rolling, Plan = new(PlanKind.Batches) { Rolling = rolling, Hold = TimeSpan.FromSeconds(1) } };
}
