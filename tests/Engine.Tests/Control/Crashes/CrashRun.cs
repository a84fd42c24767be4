using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Engine.Tests.Commands;
using Sluice.Engine.Tests.Stories;

namespace Sluice.Engine.Tests.Control.Crashes;

/// <summary>How a deployment ended, as far as a crash may not change it.</summary>
/// <param name="Checks">How each run of a check on the preview ended.</param>
internal sealed record CrashEnd(Outcome Outcome, int? Live, string Instances, string Phases, string Checks);

/// <summary>One deployment from its order to the rest after its end, with a control plane that ends once on the way and another one after it.</summary>
internal static class CrashRun
{
    public static Task<CrashEnd> RunAsync(Scenario scenario, Fuse fuse) => Stage.RunAsync(async () =>
    {
        using var stage = new Stage(scenario.Replicas, scenario.Errors);
        await stage.LiveAsync();
        stage.World.Broken = scenario.IsBroken ? 2 : null;
        (stage.World.CheckEndsWith, stage.World.CheckTakes) = (scenario.CheckEndsWith, scenario.CheckTakes);
        stage.World.Bounds = () => scenario.Back is { } back && stage.Store.Events.Any(e => e.Event is DeploymentEvent.ReturnStarted) ? back : scenario.Bounds;
        stage.Restart(fuse);
        var request = Stage.Request(2) with { Strategy = scenario.Strategy, Plan = scenario.Plan, Thresholds = scenario.Errors > 0 ? new() { ErrorRate = 0.05 } : new() };
        var id = await stage.DeployAsync(request);
        var (isGiven, hasBefallen) = (false, false);
        await stage.UntilAsync(async () =>
        {
            var deployment = (await stage.Node.FindAsync(id))!;
            if (!hasBefallen && scenario.Befalls is (var isDue, var blow) && isDue(deployment))
            {
                blow(stage.World);
                hasBefallen = true;
            }

            if (!isGiven && scenario.Ordered(deployment, stage.World) is { } order)
            {
                await stage.OrderAsync(bus => bus.SendAsync(TenantId.Default, id, order, Desk.By("the-order"), CancellationToken.None));
                isGiven = true;
            }

            return deployment is { Status: DeploymentStatus.Ended { Outcome: var outcome } } && stage.IsAtRest(outcome == Outcome.Succeeded ? 2 : 1);
        });
        return End(stage, id);
    });

    private static CrashEnd End(Stage stage, DeploymentId id)
    {
        var events = stage.Store.Events.Where(e => e.Stream == id.Stream).Select(e => e.Event).ToList();
        events.HoldsNothingTwice();
        Assert.False(stage.World.IsChecking, "A check on the preview goes on after its deployment.");
        var ended = (DeploymentStatus.Ended)Deployment.Fold(events.Cast<DeploymentEvent>())!.Status;
        if (ended.Outcome != Outcome.Succeeded)
        {
            events.ReturnsTrafficBeforeItEnds();
        }

        return new(
            ended.Outcome,
            Service.Fold(stage.Store.Events.Select(e => e.Event).OfType<ServiceEvent>())!.Environment(Desk.Production.Name)!.Live,
            string.Join(' ', stage.World.Instances.Select(i => $"{i.Release}/{i.Slot}").Order(StringComparer.Ordinal)),
            string.Join(' ', events.OfType<DeploymentEvent.PhaseEntered>().Select(e => e.Phase)),
            string.Join(' ', events.OfType<DeploymentEvent.HookEnded>().Select(e => e.Outcome)));
    }
}
