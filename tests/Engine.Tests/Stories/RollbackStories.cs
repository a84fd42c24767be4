using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using Sluice.Domain.Rollbacks;
using static Sluice.Domain.Deployments.DeploymentCommand;
using static Sluice.Domain.Deployments.DeploymentEvent;
using static Sluice.Engine.Tests.Stories.ShopService;

namespace Sluice.Engine.Tests.Stories;

public sealed class RollbackStories(SharedEngine shared)
{
    private static readonly DeploymentRequest s_patient = Quick(30, 100) with
    {
        Plan = new(PlanKind.Phases) { Phases = [new(30) { Hold = TimeSpan.FromHours(1) }, new(100) { Hold = TimeSpan.FromSeconds(1) }] },
    };

    [Theory]
    [InlineData("SHOP_ERROR_RATE", "0.5", "error_rate")]
    [InlineData("SHOP_LATENCY_MS", "1500", "latency_p95")]
    public async Task A_release_that_breaks_a_limit_is_rolled_back_after_so_many_failing_runs(string fault, string value, string check)
    {
        var shop = await LiveAsync(await shared.StartedAsync());
        await using var visitors = shop.Visit();
        var request = s_patient with { Thresholds = new() { ErrorRate = 0.05, LatencyP95 = TimeSpan.FromMilliseconds(900) } };
        var id = await shop.DeployAsync(Shop("2", (fault, value)), request);
        var ended = await shop.UntilEndedAsync(id, Outcome.RolledBack);
        await visitors.LeaveAsync();

        Assert.Empty(visitors.Broken);
        var events = await shop.EventsAsync(id);
        events.HoldsNothingTwice();
        events.ReturnsTrafficBeforeItEnds();
        Assert.Equal([30, 0], events.Shares());
        var verdicts = events.OfType<VerdictChanged>().ToList();
        Assert.Equal(VerdictKind.RollBack, verdicts[^1].Verdict.Kind);
        Assert.Equal(2, verdicts[^1].Verdict.FailedRuns);
        Assert.Contains(verdicts[^1].Verdict.Checks, c => c.Name == check && c.Outcome == CheckOutcome.Fail);
        Assert.True(verdicts[^1].Origin.At - verdicts.First(v => v.Verdict.FailedRuns == 1).Origin.At < TimeSpan.FromSeconds(10));
        Assert.Equal(RollbackOutcome.Succeeded, ended.RollbackOutcome);
        Assert.Equal(1, (await shop.EnvironmentAsync()).Live);
        await shop.UntilGoneAsync(2);
    }

    [Fact]
    public async Task A_rollback_that_people_approve_goes_back()
    {
        var shop = await LiveAsync(await shared.StartedAsync());
        await using var visitors = shop.Visit();
        var id = await AskedAsync(shop, WhileWaiting.Hold);
        Assert.Equal(30, (await shop.DeploymentAsync(id)).Asked.Canary.Percent);
        await shop.OrderAsync(id, new Approve("g1"));
        await shop.UntilEndedAsync(id, Outcome.RolledBack);
        await visitors.LeaveAsync();
        Assert.Empty(visitors.Broken);
        var events = await shop.EventsAsync(id);
        events.HoldsNothingTwice();
        events.ReturnsTrafficBeforeItEnds();
        Assert.Equal("ben", Assert.Single(events.OfType<GateAnswered>()).Origin.By.Name);
    }

    [Fact]
    public async Task A_rollback_that_people_reject_is_muted_for_its_phase_and_the_deployment_goes_on()
    {
        var shop = await LiveAsync(await shared.StartedAsync());
        await using var visitors = shop.Visit();
        var id = await AskedAsync(shop, WhileWaiting.Hold);
        await shop.OrderAsync(id, new Reject("g1"));
        var muted = await shop.UntilAsync(id, d => d is { OpenGate: null, Verdict.Kind: VerdictKind.Advance }, "is judged without what was muted");
        Assert.Equal(["error_rate"], muted.Muted);
        Assert.Equal(RunStage.Hold, muted.Stage);
        await shop.OrderAsync(id, new Promote());
        await shop.UntilAsync(id, d => d is { Phase: 1, OpenGate: not null }, "asks again in the next phase, where nothing is muted");
        Assert.Empty(visitors.Broken);
    }

    [Fact]
    public async Task A_canary_that_is_shed_while_people_decide_gets_its_share_back_when_they_carry_on()
    {
        var shop = await LiveAsync(await shared.StartedAsync());
        await using var visitors = shop.Visit();
        var id = await AskedAsync(shop, WhileWaiting.Shed);
        await shop.UntilAsync(id, d => d.Set?.Canary.Percent == 0, "has no traffic while it waits");
        Assert.Single(shop.InstancesOf(2), i => i.Instance.Pid is not null);
        await shop.OrderAsync(id, new Reject("g1"));
        var back = await shop.UntilAsync(id, d => d.Set?.Canary.Percent == 30 && d.Stage == RunStage.Hold, "has its share back");
        Assert.NotNull(back.Clock.DueAt);
        await shop.OrderAsync(id, new Abort("enough seen"));
        await shop.UntilEndedAsync(id, Outcome.Aborted);
        await visitors.LeaveAsync();
        Assert.Empty(visitors.Broken);
        Assert.Equal([30, 0, 30, 0], (await shop.EventsAsync(id)).Shares());
    }

    private static async Task<DeploymentId> AskedAsync(ShopService shop, WhileWaiting waiting)
    {
        var request = s_patient with { Rollback = new() { ManualApproval = true, WhileWaiting = waiting } };
        var id = await shop.DeployAsync(Shop("2", ("SHOP_ERROR_RATE", "0.5")), request);
        await shop.UntilAsync(id, d => d.OpenGate is not null, "asks");
        return id;
    }
}
