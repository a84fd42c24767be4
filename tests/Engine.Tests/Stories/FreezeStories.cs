using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Freezes;
using Sluice.Engine.Commands;
using Sluice.Engine.Tests.Store;
using static Sluice.Domain.Deployments.DeploymentEvent;
using static Sluice.Engine.Tests.Stories.ShopService;

namespace Sluice.Engine.Tests.Stories;

/// <summary>Freezes over a real database, gateway and instances. An engine of their own: everything else on it would be frozen too.</summary>
public sealed class FreezeStories(PostgresFixture postgres)
{
    private static readonly PhaseRequest[] s_phases = [new(30) { Hold = TimeSpan.FromSeconds(5) }, new(100) { Hold = TimeSpan.Zero }];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Under_a_freeze_of_everything_a_canary_stays_a_bad_one_goes_back_and_a_new_one_waits()
    {
        await using var engine = await EngineHost.StartAsync(postgres);
        var (good, bad, late) = (await LiveAsync(engine), await LiveAsync(engine), await LiveAsync(engine));
        await using var visitors = bad.Visit();
        var broken = await bad.DeployAsync(Shop("2"), Quick(30, 100) with
        {
            Plan = new(PlanKind.Phases) { Phases = [new(30) { Hold = TimeSpan.FromHours(1) }, new(100)] },
        });
        await bad.UntilStageAsync(broken, RunStage.Hold);
        var canary = await good.DeployAsync(Shop("2"), Unjudged(s_phases));
        await good.UntilStageAsync(canary, RunStage.Hold);
        var freeze = await FreezeAsync(engine, new("year end"));

        var held = await good.UntilAsync(canary, d => d.Status is DeploymentStatus.Paused { Reason: PauseReason.Freeze }, "is held by the freeze");
        Assert.Equal("Frozen by ann until somebody lifts it: year end.", ((DeploymentStatus.Paused)held.Status).Why);
        await good.UntilStatusAsync(status => status.Frozen?.Id == freeze, "says what freezes it");
        await bad.SetFaultsAsync(2, new { error_rate = 0.5 });
        await bad.UntilEndedAsync(broken, Outcome.RolledBack);
        var waiting = await late.DeployAsync(Shop("2"), Unjudged(s_phases));
        Assert.Equal(new DeploymentStatus.Pending(PendingReason.Queued), (await late.DeploymentAsync(waiting)).Status);
        Assert.IsType<CommandAnswer.Refused>(await engine.Bus.SendAsync(TenantId.Default, canary, new DeploymentCommand.Promote(), new(Actor.Person("ben")), Ct));
        Assert.Equal((0, 30m), ((await good.DeploymentAsync(canary)).Phase, (await good.DeploymentAsync(canary)).Set!.Value.Canary.Percent));

        // What is frozen stays frozen through the loss of the engine.
        await engine.RestartAsync();
        await good.UntilStatusAsync(status => status.Frozen?.Id == freeze, "still says what freezes it");

        Assert.IsType<CommandAnswer.Applied>(await engine.Bus.LiftFreezeAsync(TenantId.Default, freeze, new(Actor.Person("ann"), "done"), Ct));
        await good.UntilEndedAsync(canary, Outcome.Succeeded);
        await late.UntilEndedAsync(waiting, Outcome.Succeeded);
        var events = await good.EventsAsync(canary);
        events.HoldsNothingTwice();
        Assert.Single(events.OfType<DeploymentPaused>());
        Assert.Equal([30, 100], events.Shares());
        await visitors.LeaveAsync();
        Assert.Empty(visitors.Broken);
    }

    [Fact]
    public async Task When_a_window_is_over_what_it_held_goes_on_by_itself()
    {
        await using var engine = await EngineHost.StartAsync(postgres);
        var shop = await LiveAsync(engine);
        var end = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(4);
        await FreezeAsync(engine, new("stock taking", Until: end) { Service = shop.Name });
        var id = await shop.DeployAsync(Shop("2"), Unjudged(s_phases));
        Assert.Equal(new DeploymentStatus.Pending(PendingReason.Queued), (await shop.DeploymentAsync(id)).Status);
        await shop.UntilEndedAsync(id, Outcome.Succeeded);
        Assert.True((await shop.EventsAsync(id)).OfType<DeploymentStarted>().Single().Origin.At >= end);
        Assert.Null((await shop.EnvironmentAsync()).Frozen);
    }

    private static async Task<FreezeId> FreezeAsync(EngineHost engine, FreezeRequest request) =>
        Assert.IsType<CommandAnswer.Applied>(await engine.Bus.DeclareFreezeAsync(TenantId.Default, request, new(Actor.Person("ann"), request.Reason), Ct)).Freeze!.Value;
}
