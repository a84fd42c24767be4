using Sluice.Domain.Deployments;
using Sluice.Domain.Rolling;
using Sluice.Domain.Traffic;
using Sluice.Engine.Control;
using Sluice.Engine.Traffic;
using Sluice.Engine.Workloads;
using static Sluice.Domain.Deployments.DeploymentCommand;
using static Sluice.Domain.Deployments.DeploymentStatus;
using static Sluice.Engine.Tests.Control.Given;

namespace Sluice.Engine.Tests.Control;

public sealed class ObservationsTests
{
    private static readonly Deployment s_gate = Deployment(new Running(RunStage.Gate)) with { Stable = null, StableIsKnown = false, CanaryIsReady = false, Phase = -1 };
    private static readonly Deployment s_apply = Deployment(new Running(RunStage.Apply)) with { CanaryIsReady = false, Phase = -1 };
    private static readonly RollingBack s_returning = new(EndsAs.Aborted, "stop", Domain.Actor.Person("ann"), Now, Now);

    [Fact]
    public void What_is_live_is_reported_once_it_is_seen_running()
    {
        Assert.Empty(Observations.From(View(s_gate), [Instance("a", 1, InstanceState.Unready)], RouteReading.None));
        Assert.Equal(new ReportStable(new(1, ["a"])), Assert.Single(Observations.From(View(s_gate), [Instance("a", 1)], RouteReading.None)));
        Assert.Equal(new ReportStable(Stable: null), Assert.Single(Observations.From(View(s_gate, live: null), [], RouteReading.None)));
    }

    [Fact]
    public void A_canary_is_ready_when_all_of_it_is()
    {
        Assert.Empty(Observations.From(View(s_apply), [Instance("d", 2, InstanceState.Starting)], Reading(0)));
        Assert.Equal(new ReportCanaryReady(1), Assert.Single(Observations.From(View(s_apply), [Instance("d", 2)], Reading(0))));
    }

    [Fact]
    public void A_failed_start_is_told_with_its_instance_and_cause()
    {
        var failed = Instance("d", 2, InstanceState.Failed) with { Problem = "exited with code 3" };
        Assert.Equal(new ReportStartFailed("Instance d exited with code 3."), Assert.Single(Observations.From(View(s_apply), [failed], Reading(0))));
    }

    [Fact]
    public void In_a_later_batch_a_start_that_fails_is_told_and_a_crash_of_one_that_was_ready_is_not()
    {
        var shifting = View(InPlace(Deployment(new Running(RunStage.Shift)), new(2, 1, 0)));
        var failed = Instance("d", 2, InstanceState.Failed) with { Problem = "exited with code 3" };
        Assert.Equal(new ReportStartFailed("Instance d exited with code 3."), Assert.Single(Observations.From(shifting, [failed], Reading(0))));
        Assert.Empty(Observations.From(shifting, [failed with { WasReady = true }], Reading(0)));

        // Before it had traffic nobody has seen it serve.
        Assert.Single(Observations.From(View(s_apply), [failed with { WasReady = true }], Reading(0)));
    }

    [Fact]
    public void A_failed_start_from_before_is_in_the_way()
    {
        var earlier = Instance("d", 2, InstanceState.Failed) with { StartedAt = Now - TimeSpan.FromSeconds(1) };
        Assert.True(View(s_apply).IsLeftOver(earlier));
        Assert.False(View(s_apply).IsLeftOver(earlier with { StartedAt = Now }));
        Assert.False(View(s_apply).IsLeftOver(earlier with { Release = 1 }));
        Assert.False(View(Deployment()).IsLeftOver(earlier));
    }

    [Fact]
    public void On_a_way_back_an_old_instance_that_did_not_get_ready_is_tried_again_after_a_while()
    {
        var targets = RollingTargets.For(new RollingLimits(1, MaxSurge: 1, MaxUnavailable: 0), (1, 1), 2, instances: 0, newServes: true, isReturning: true);
        var back = View(s_apply) with { Wanted = Wanted.Nothing with { Rolling = targets } };
        var failed = new Instance("r1-0", 1, 0, "http://127.0.0.1:1", InstanceState.Failed, Now);
        Assert.False(back.IsToBeTriedAgain(failed, Now.AddSeconds(29)));
        Assert.True(back.IsToBeTriedAgain(failed, Now.AddSeconds(30)));
        Assert.False(back.IsToBeTriedAgain(failed with { WasReady = true }, Now.AddSeconds(30)));
        Assert.False(back.IsToBeTriedAgain(failed with { Release = 2 }, Now.AddSeconds(30)));
        Assert.False((back with { Wanted = Wanted.Nothing with { Rolling = targets with { New = 1 } } }).IsToBeTriedAgain(failed, Now.AddSeconds(30)));
    }

    [Fact]
    public void The_split_is_told_when_both_shares_fit()
    {
        Assert.Equal(new ReportSplit(new(Share.FromPercent(30)), Verified: true), Assert.Single(Observations.From(View(Deployment()), [], Reading(30))));
        Assert.Empty(Observations.From(View(Deployment()), [], RouteReading.None));
        Assert.Empty(Observations.From(View(Deployment()), [], reading: null));
    }

    [Fact]
    public void The_same_shares_among_other_users_are_not_what_was_asked_for()
    {
        Assert.Empty(Observations.From(View(Among(Deployment())), [], Reading(30)));
        Assert.Single(Observations.From(View(Among(Deployment())), [], Reading(30) with { Users = Users }));
        var promoting = Among(Deployment(new Promoting(PromoteStage.CutOver))) with { Asked = TrafficSplit.AllCanary };
        Assert.Empty(Observations.From(View(promoting), [], Reading(100) with { Users = Users }));
        Assert.Single(Observations.From(View(promoting), [], Reading(100)));
    }

    [Fact]
    public void A_return_that_began_before_anything_was_captured_is_seen_to_be_done()
    {
        var live = new RouteReading([new(1, Share.All)], []);
        Assert.Equal(new ReportSplit(TrafficSplit.AllStable, Verified: true), Assert.Single(Observations.From(View(s_gate with { Status = s_returning }), [], live)));
        Assert.Equal(
            new ReportSplit(TrafficSplit.AllStable, Verified: true),
            Assert.Single(Observations.From(View(s_gate with { Status = s_returning }, live: null), [], RouteReading.None)));
    }
}
