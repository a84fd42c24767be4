using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Rollbacks;
using Sluice.Engine.Tests.Store;
using Sluice.Engine.Tests.Workloads;
using static Sluice.Domain.Deployments.DeploymentCommand;
using static Sluice.Domain.Deployments.DeploymentEvent;
using static Sluice.Engine.Tests.Stories.ShopService;

namespace Sluice.Engine.Tests.Stories;

/// <summary>The engine is torn down after every single event of a deployment and started again on the same data.</summary>
public sealed class EngineLossStories(PostgresFixture postgres)
{
    [Fact]
    public async Task A_good_release_is_promoted_although_the_engine_is_lost_after_every_event()
    {
        await using var engine = await EngineHost.StartAsync(postgres);
        var shop = await LiveAsync(engine);
        await using var visitors = shop.Visit();
        var request = Quick() with
        {
            Plan = new(PlanKind.Phases)
            {
                Phases =
                [
                    new(10) { Hold = TimeSpan.FromSeconds(1), Gap = PhaseGap.Timed(TimeSpan.FromSeconds(1)) },
                    new(50) { Hold = TimeSpan.FromSeconds(1), NeedsApproval = true },
                    new(100) { Hold = TimeSpan.Zero },
                ],
            },
        };
        var id = await shop.DeployAsync(Shop("2"), request);
        await LoseAfterEveryEventAsync(engine, shop, id, d => d.OpenGate is { } gate ? new Approve(gate.Id) : null);
        await shop.UntilEndedAsync(id, Outcome.Succeeded);
        await visitors.LeaveAsync();

        Assert.Empty(visitors.Broken);
        Assert.Equal(0, visitors.Errors);
        var events = await shop.EventsAsync(id);
        events.HoldsNothingTwice();
        Assert.Equal([10, 50, 100], events.Shares());
        Assert.Equal(["1", "2"], await RunningAsync(shop));
        Assert.Equal((2, id), ((await shop.EnvironmentAsync()).Live, (await shop.EnvironmentAsync()).LiveBy));
    }

    [Fact]
    public async Task A_bad_release_is_rolled_back_although_the_engine_is_lost_after_every_event()
    {
        await using var engine = await EngineHost.StartAsync(postgres);
        var shop = await LiveAsync(engine);
        await using var visitors = shop.Visit();
        var request = Quick(30, 100) with { Rollback = new() { ManualApproval = true, WhileWaiting = WhileWaiting.Shed } };
        var id = await shop.DeployAsync(Shop("2", ("SHOP_ERROR_RATE", "0.6")), request);
        await LoseAfterEveryEventAsync(engine, shop, id, d => d is { OpenGate: { } gate, Set.Canary.Percent: 0 } ? new Approve(gate.Id) : null);
        await shop.UntilEndedAsync(id, Outcome.RolledBack);
        await shop.UntilGoneAsync(2);
        await visitors.LeaveAsync();

        Assert.Empty(visitors.Broken);
        var events = await shop.EventsAsync(id);
        events.HoldsNothingTwice();
        events.ReturnsTrafficBeforeItEnds();
        Assert.Equal([30, 0], events.Shares());
        Assert.Equal(["1"], await RunningAsync(shop));
    }

    internal static async Task LoseAfterEveryEventAsync(EngineHost engine, ShopService shop, DeploymentId id, Func<Deployment, DeploymentCommand?> answer)
    {
        var seen = 0L;
        while (true)
        {
            var ct = TestContext.Current.CancellationToken;
            var now = await Eventually.Get(
                () => engine.States.FindDeploymentAsync(TenantId.Default, id, ct).AsTask(),
                found => found!.Version > seen || found.State.Status.IsTerminal || answer(found.State) is not null,
                $"{id} goes on after event {seen}",
                TimeSpan.FromSeconds(30));
            if (now!.State.Status.IsTerminal)
            {
                return;
            }

            if (answer(now.State) is { } order)
            {
                await shop.OrderAsync(id, order);
            }

            seen = now.Version;
            await engine.RestartAsync();
        }
    }

    /// <summary>The versions that run, each by exactly one process.</summary>
    private static async Task<IReadOnlyList<string>> RunningAsync(ShopService shop)
    {
        await shop.UntilStatusAsync(status => status.Instances.Count > 0, "the engine has looked");
        return [.. new Engine.Workloads.Processes.LinuxProcessTable().WithVariable("SLUICE_SERVICE", shop.Name.Value)
            .Select(process => shop.Status!.Instances.Single(i => i.Instance.Pid == process.Pid).Instance.Release.ToString(System.Globalization.CultureInfo.InvariantCulture))
            .Order(StringComparer.Ordinal)];
    }
}
