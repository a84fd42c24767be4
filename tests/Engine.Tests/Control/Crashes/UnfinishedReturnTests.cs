using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Rolling;
using Sluice.Engine.Tests.Commands;

using static Sluice.Domain.Deployments.DeploymentCommand;

namespace Sluice.Engine.Tests.Control.Crashes;

/// <summary>Called off in the middle, the old instances that are missing do not start any more: the way back is not completed in its time.</summary>
public sealed class UnfinishedReturnTests
{
    private static readonly TimeSpan s_hold = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public Task What_serves_goes_on_serving_the_place_says_so_and_the_next_deployment_ends_it(int next) => Stage.RunAsync(async () =>
    {
        using var stage = new Stage(replicas: 3);
        var id = await CalledOffAsync(stage);
        Assert.Equal((Outcome.Failed, RollbackOutcome.Failed), (((DeploymentStatus.Ended)(await stage.Node.FindAsync(id))!.Status).Outcome, (await stage.Node.FindAsync(id))!.RollbackOutcome));

        // Also for whoever comes new to it.
        stage.Restart();
        await stage.UntilAsync(() => Task.FromResult(stage.Node.Status is not null));
        Assert.Equal([1, 2, 2], Serving(stage));
        Assert.Contains("release 2 still gets 66.7 % of the traffic", string.Join('\n', stage.Node.Status!.Problems), StringComparison.Ordinal);

        // Of another release, what is left of the live one serves alone until the first batch is there.
        stage.World.Bounds = () => new(Least: next == 2 ? 3 : 1, Most: 7);
        stage.World.Broken = null;
        if (next == 2)
        {
            await stage.OrderAsync(bus => bus.RetryAsync(TenantId.Default, id, queue: false, Desk.By("again"), CancellationToken.None));
        }
        else
        {
            await stage.DeployAsync(Rolling(3));
        }

        await stage.UntilAsync(() => Task.FromResult(stage.IsAtRest(next)));
        await stage.UntilAsync(() => Task.FromResult(stage.Node.Status!.Problems.Count == 0));
        return true;
    });

    [Fact]
    public Task Once_the_old_instances_start_again_the_way_back_ends_by_itself() => Stage.RunAsync(async () =>
    {
        using var stage = new Stage(replicas: 3);
        await CalledOffAsync(stage);

        stage.World.Broken = null;
        await stage.UntilAsync(() => Task.FromResult(stage.IsAtRest(1)));
        Assert.All(Serving(stage), release => Assert.Equal(1, release));
        return true;
    });

    private static async Task<DeploymentId> CalledOffAsync(Stage stage)
    {
        await stage.LiveAsync();
        stage.World.Bounds = () => new(Least: 3, Most: 6);
        var id = await stage.DeployAsync(Rolling(2));
        await stage.UntilAsync(async () => await stage.Node.FindAsync(id) is { Phase: 1, Stage: RunStage.Hold } && stage.World.Instances.Count() == 3);
        stage.World.Broken = 1;
        await stage.OrderAsync(bus => bus.SendAsync(TenantId.Default, id, new Abort("not this one"), Desk.By("abort"), CancellationToken.None));
        await stage.UntilAsync(async () => await stage.Node.FindAsync(id) is { Status.IsTerminal: true });
        return id;
    }

    private static IEnumerable<int> Serving(Stage stage) => from arm in stage.World.Route!.Arms
                                                            where arm.Weight > 0
                                                            from destination in arm.Destinations
                                                            where !destination.Draining
                                                            select stage.World.Find(destination.Id)!.Release;

    private static DeploymentRequest Rolling(int release) => Stage.Request(release) with { Strategy = DeploymentStrategy.Rolling, Plan = new(PlanKind.Batches) { Hold = s_hold, Rolling = new() } };
}
