using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using Sluice.Domain.Rolling;
using Sluice.Domain.Services;
using Sluice.Domain.Traffic;
using static Sluice.Domain.Deployments.DeploymentCommand;
using static Sluice.Domain.Deployments.DeploymentEvent;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Domain.Tests.Deployments;

public sealed class RollingStories
{
    [Fact]
    public void The_first_batch_is_made_ready_beside_all_that_serves()
    {
        var scenario = AtApply();
        var wanted = scenario.Wanted.Rolling!;
        Assert.Equal((1, 4, 2, 1), (wanted.OldRelease, wanted.Old, wanted.NewRelease, wanted.New));
        Assert.Equal((4, 5, false), (wanted.Least, wanted.Most, wanted.NewServes));
        Assert.Equal([new WantedArm(1, ArmRole.Stable, Share.All)], scenario.Wanted.Arms);
    }

    [Fact]
    public void Each_phase_adds_a_batch_and_takes_as_many_away()
    {
        var scenario = AtApply().When(new ReportCanaryReady(1)).Then(new CanaryReady(1), new PhaseEntered(0, Make.Percent(25))).SplitIsRead();
        Assert.Equal((3, 1, true), Numbers(scenario));
        scenario.Given(new Promote()).SplitIsRead();
        Assert.Equal((2, 2, true), Numbers(scenario));
    }

    [Fact]
    public void Nothing_waits_for_the_old_ones_after_a_success_and_going_back_starts_them()
    {
        var scenario = AtApply(spec => spec with { Thresholds = new() }).Given(new ReportCanaryReady(1)).SplitIsRead();
        for (var batch = 1; batch < 4; batch++)
        {
            scenario.After(Make.Hold).Given(new Tick()).SplitIsRead();
        }

        scenario.After(Make.Hold).Given(new Tick()).SplitIsRead().ThenOutcome(Outcome.Succeeded);
        Assert.Equal([2], scenario.Wanted.Running);
        Assert.Null(Legality.Of(scenario.State, scenario.Place, DeploymentAction.RollBack).ReasonIfNot);
    }

    [Fact]
    public void An_abort_wants_the_old_ones_back_and_lets_the_new_ones_serve_until_they_are()
    {
        var scenario = AtApply().Given(new ReportCanaryReady(1)).SplitIsRead().Given(new Abort("not this one"));
        Assert.Equal((4, 0, true), Numbers(scenario));
        Assert.Equal([(1, Share.All), (2, Share.None)], scenario.Wanted.Arms.Select(arm => (arm.Release, arm.Share)));
        scenario.SplitIsRead().ThenOutcome(Outcome.Aborted);
    }

    [Fact]
    public void An_instance_of_a_later_batch_that_does_not_get_ready_takes_the_batches_back()
    {
        var scenario = AtApply().Given(new ReportCanaryReady(1)).SplitIsRead().Given(new Promote()).Given(new ReportStartFailed("it ended with 1"));
        Assert.Equal((EndsAs.Failed, "apply"), (Assert.IsType<RollingBack>(scenario.State.Status).EndsAs, scenario.State.FailedStage));
    }

    [Fact]
    public void Without_a_rollback_it_pauses_there_and_a_resume_tries_it_anew()
    {
        var scenario = AtApply(spec => spec with { Rollback = spec.Rollback with { Enabled = false } })
            .Given(new ReportCanaryReady(1)).SplitIsRead().Given(new Promote()).Given(new ReportStartFailed("it ended with 1"));
        Assert.Equal((PauseReason.Failure, RunStage.Shift), (Assert.IsType<Paused>(scenario.State.Status).Reason, scenario.State.Stage));
        scenario.When(new ReportStartFailed("it ended with 1")).ThenIgnored("it is paused already").After(Make.Minutes(1)).Given(new Resume());
        Assert.Equal((new Running(RunStage.Shift), FakeBus.Start + Make.Minutes(1)), (scenario.State.Status, scenario.State.CarriedOnAt));
    }

    [Fact]
    public void Promoted_fully_it_goes_to_the_last_batch_and_is_watched_there()
    {
        var scenario = AtApply().Given(new ReportCanaryReady(1)).SplitIsRead().When(new PromoteFully())
            .Then(new PhaseCompleted(0), new PhasesSkipped(1, 2), new PhaseEntered(3, Share.All));
        Assert.Equal((0, 4, true), Numbers(scenario));
        Assert.Equal(RunStage.Shift, scenario.State.Stage);
    }

    [Fact]
    public void A_batch_that_does_not_come_to_an_end_pauses_and_has_its_time_again_when_people_go_on()
    {
        var scenario = AtApply().Given(new ReportCanaryReady(1)).After(Make.Minutes(19)).When(new Tick()).ThenIgnored("nothing is due")
            .After(Make.Minutes(1)).Given(new Tick());
        Assert.Contains("not complete within 20m", Assert.IsType<Paused>(scenario.State.Status).Why, StringComparison.Ordinal);
        scenario.Given(new Resume()).After(Make.Minutes(1)).When(new Tick()).ThenIgnored("nothing is due");
    }

    [Fact]
    public void Where_old_instances_leave_first_the_start_is_not_paused_and_no_freeze_holds_it()
    {
        var scenario = AtApply(StopFirst).When(new Pause(null)).ThenIllegal("Instances are being replaced and others may be missing; pause it when they serve, or abort it.");
        scenario.Frozen().Given(new ReportCanaryReady(1));
        Assert.Equal(RunStage.Shift, scenario.State.Stage);
        Assert.Equal(PauseReason.Freeze, Assert.IsType<Paused>(AtApply().Frozen().Given(new ReportCanaryReady(1)).State.Status).Reason);
    }

    [Fact]
    public void A_way_back_has_time_for_every_batch_that_was_there()
    {
        var scenario = AtApply().Given(new ReportCanaryReady(1)).SplitIsRead().Given(new Abort("not this one")).After(DeploymentDecider.ReturnBudget).When(new Tick()).ThenIgnored("the return has time left");
        scenario.After(Make.Minutes(8)).Given(new Tick()).ThenOutcome(Outcome.Failed);

        // Nothing that serves is taken away: what is wanted goes on to be what the instances of both allow.
        Assert.Equal(new UnfinishedReturn(2, scenario.State.Spec.Plan.Rolling!, 4), scenario.Place.Unfinished);
        Assert.Equal(((4, 0, true), (1, 2)), (Numbers(scenario), (scenario.Wanted.Running[0], scenario.Wanted.Running[1])));
    }

    [Fact]
    public void Batches_that_serve_are_judged_while_the_next_one_is_starting()
    {
        var scenario = Shifting().Given(new Judge(1, Make.Bad)).Given(new Judge(1, Make.Bad));
        Assert.Equal(EndsAs.RolledBack, Assert.IsType<RollingBack>(scenario.State.Status).EndsAs);
    }

    [Fact]
    public void What_was_good_before_a_batch_is_there_says_nothing_for_it_and_a_failure_is_not_forgotten()
    {
        var good = Shifting().Given(new Judge(1, Make.Good));
        Assert.Equal(VerdictKind.Advance, good.State.Verdict!.Kind);
        Assert.Null(good.SplitIsRead().State.Verdict);
        Assert.Equal(1, Shifting().Given(new Judge(1, Make.Bad)).SplitIsRead().State.Verdict!.FailedRuns);
    }

    [Fact]
    public void Batches_planned_against_another_release_are_refused_before_anything_is_touched()
    {
        var spec = DeploymentScenario.AtGate(Rolling).State.Spec;
        Assert.StartsWith("Another release is live", Legality.Outdated(spec with { FromRelease = 7 }, Make.BusWithLive().Place()), StringComparison.Ordinal);
        Assert.Null(Legality.Outdated(spec, Make.BusWithLive().Place()));
    }

    [Theory]
    [InlineData(PlanKind.Recreate, UpdateOrder.StartFirst, PlanKind.Recreate)]
    [InlineData(PlanKind.Batches, UpdateOrder.StopFirst, PlanKind.Batches)]
    [InlineData(PlanKind.Batches, UpdateOrder.StartFirst, null)]
    public void Going_back_after_the_end_keeps_to_the_limits_of_the_way_there(PlanKind kind, UpdateOrder order, PlanKind? back)
    {
        var forward = PlanBuilder.Build(new(kind) { Instances = 4, Rolling = kind == PlanKind.Batches ? new() { Order = order } : null }).Plan!;
        var plan = InPlace.Back(forward, Make.Release() with { Replicas = 6 });
        Assert.Equal((back, back is null ? null : 6), (plan?.Kind, plan?.Rolling?.Instances));
        Assert.Equal(back == PlanKind.Batches ? 1 : forward.Rolling!.MaxUnavailable, plan?.Rolling?.MaxUnavailable ?? forward.Rolling!.MaxUnavailable);
    }

    [Fact]
    public void Its_batches_follow_from_the_instances_and_cannot_be_changed() =>
        Assert.StartsWith("Its batches follow from the instances", Legality.Of(AtApply().State, Make.BusWithLive().Place(), DeploymentAction.ChangePlan).ReasonIfNot, StringComparison.Ordinal);

    [Theory]
    [InlineData(3, 1, 25, 250)]
    [InlineData(4, 1, 25, 200)]
    [InlineData(3, 0, 25, 0)]
    [InlineData(0, 1, 25, 1000)]
    [InlineData(0, 0, 25, 250)]
    public void On_the_way_each_instance_gets_as_much_as_any_other(int old, int fresh, int asked, int tenths)
    {
        var targets = RollingTargets.For(new(4, 1, 0), (1, 4), 2, 1, newServes: true, isReturning: false);
        Assert.Equal(tenths, targets.ShareOfNew(old, fresh, Make.Percent(asked)).Tenths);
    }

    private static (int Old, int New, bool NewServes) Numbers(DeploymentScenario scenario) =>
        scenario.Wanted.Rolling is { } rolling ? (rolling.Old, rolling.New, rolling.NewServes) : default;

    /// <summary>The first batch serves, and the second one is starting.</summary>
    private static DeploymentScenario Shifting() =>
        AtApply(spec => spec with { Analysis = spec.Analysis with { SuccessfulRuns = 1, FailedRuns = 2 } }).Given(new ReportCanaryReady(1)).SplitIsRead().Given(new Promote());

    private static DeploymentScenario AtApply(Func<DeploymentSpec, DeploymentSpec>? change = null) =>
        DeploymentScenario.AtGate(spec => (change ?? (s => s))(Rolling(spec))).Given(new ReportStable(new CapturedStable(1, ["r1-0", "r1-1", "r1-2"]) { Replicas = 4 }));

    private static DeploymentSpec StopFirst(DeploymentSpec spec) => spec with
    {
        Plan = PlanBuilder.Build(new(PlanKind.Batches) { Instances = 4, Hold = Make.Hold, Rolling = new() { Order = UpdateOrder.StopFirst } }).Plan!,
    };

    private static DeploymentSpec Rolling(DeploymentSpec spec) => spec with
    {
        Strategy = DeploymentStrategy.Rolling,
        Plan = PlanBuilder.Build(new(PlanKind.Batches) { Instances = 4, Hold = Make.Hold }).Plan!,
    };
}
