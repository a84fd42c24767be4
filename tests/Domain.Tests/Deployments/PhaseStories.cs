using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using Sluice.Domain.Gates;
using Sluice.Domain.Rollbacks;
using Sluice.Domain.Services;
using Sluice.Domain.Traffic;
using static Sluice.Domain.Deployments.DeploymentCommand;
using static Sluice.Domain.Deployments.DeploymentEvent;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Domain.Tests.Deployments;

/// <summary>Shift, hold, gap, next phase, promotion.</summary>
public sealed class PhaseStories
{
    [Fact]
    public void A_hold_begins_when_the_split_is_read_back() =>
        DeploymentScenario.AtShift().After(Make.Minutes(1))
            .When(new ReportSplit(Make.Canary(10), Verified: true))
            .Then(new SplitSet(Make.Canary(10), true, FakeBus.Start + Make.Minutes(6), FakeBus.Start + Make.Minutes(21)))
            .ThenStatus(new Running(RunStage.Hold));

    [Fact]
    public void Another_split_than_the_asked_one_starts_no_hold() =>
        DeploymentScenario.AtShift()
            .When(new ReportSplit(Make.Canary(9), Verified: true)).ThenIgnored("the asked split is not in force yet")
            .When(new Tick()).ThenIgnored("nothing is due");

    [Fact]
    public void A_router_that_only_acknowledges_is_marked()
    {
        var scenario = DeploymentScenario.AtShift().Given(new ReportSplit(Make.Canary(10), Verified: false));
        Assert.True(scenario.State.SetIsUnverified);
        scenario.ThenStatus(new Running(RunStage.Hold));
    }

    [Fact]
    public void A_phase_does_not_end_before_it_is_due() =>
        DeploymentScenario.AtHold().Passes().After(Make.Hold - Make.Seconds(1)).When(new Tick()).ThenIgnored("the hold goes on");

    [Fact]
    public void A_phase_does_not_end_without_the_verdict() =>
        DeploymentScenario.AtHold().After(Make.Hold).When(new Tick()).ThenIgnored("the hold goes on");

    [Fact]
    public void A_phase_that_passed_and_is_due_gives_way_to_the_next() =>
        DeploymentScenario.AtHold().Passes().After(Make.Hold)
            .When(new Tick()).Then(new PhaseCompleted(0), new PhaseEntered(1, Make.Percent(50)))
            .When(new Judge(0, Make.Bad)).ThenIgnored("the measurement is of a phase that is over");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Without_limits_or_analysis_time_alone_decides(bool enabled) =>
        DeploymentScenario.AtHold(change: s => s with { Thresholds = enabled ? new() : s.Thresholds, Analysis = s.Analysis with { Enabled = enabled } })
            .After(Make.Hold).When(new Tick()).ThenKinds(typeof(PhaseCompleted), typeof(PhaseEntered));

    [Fact]
    public void A_lost_split_holds_and_its_return_goes_on() =>
        DeploymentScenario.AtHold().Passes().Given(new ReportSplitLost("no answer")).After(Make.Hold)
            .When(new ReportSplitLost("no answer")).ThenIgnored("known already")
            .When(new Tick()).ThenIgnored("the hold goes on")
            .When(new ReportSplit(Make.Canary(10), Verified: true)).Then(new SplitSet(Make.Canary(10), true, DueAt: null, BudgetEndsAt: null))
            .When(new Tick()).ThenKinds(typeof(PhaseCompleted), typeof(PhaseEntered));

    [Fact]
    public void A_split_that_drifted_is_lost() =>
        DeploymentScenario.AtHold().When(new ReportSplit(Make.Canary(30), Verified: true))
            .Then(new SplitLost("The router has stable 70 %, canary 30 % where stable 90 %, canary 10 % was set."))
            .When(new ReportSplit(Make.Canary(30), Verified: true)).ThenIgnored("the asked split is not in force yet");

    [Fact]
    public void A_gap_is_waited_before_the_phase_is_completed()
    {
        var scenario = DeploymentScenario.AtWaiting();
        Assert.Equal(PhaseStatus.Waiting, scenario.State.Phases[0].Status);
        scenario.After(Make.Minutes(1)).When(new Tick()).ThenIgnored("the gap is not over")
            .After(Make.Minutes(1)).When(new Tick()).Then(new PhaseCompleted(0), new PhaseEntered(1, Make.Percent(50)));
    }

    [Fact]
    public void A_gap_does_not_end_on_a_split_that_is_lost() =>
        DeploymentScenario.AtWaiting().Given(new ReportSplitLost("no answer")).After(Make.Minutes(2))
            .When(new Tick()).ThenIgnored("the asked split is not in force");

    [Fact]
    public void A_gap_does_not_end_while_a_failure_is_being_confirmed() =>
        DeploymentScenario.AtWaiting().Given(new Judge(0, Make.Bad)).After(Make.Minutes(2))
            .When(new Tick()).ThenIgnored("a failure is being confirmed")
            .Given(new Judge(0, Make.Bad)).When(new Judge(0, Make.Bad)).ThenKinds(typeof(VerdictChanged), typeof(ReturnStarted));

    [Fact]
    public void An_open_pause_ends_with_a_resume_and_the_next_phase() =>
        DeploymentScenario.AtHold(change: s => s with { Plan = Make.Plan(Make.Phase(10, PhaseGap.Person), Make.Phase(100)) }).Passes().After(Make.Hold)
            .When(new Tick()).Then(new DeploymentPaused(PauseReason.Step, "The plan pauses here until a person resumes."))
            .When(new Resume()).Then(new DeploymentResumed(Due, Budget), new PhaseCompleted(0), new PhaseEntered(1, Share.All));

    [Fact]
    public void Promote_ends_the_hold_at_once() =>
        DeploymentScenario.AtHold().When(new Promote()).Then(new PhaseCompleted(0), new PhaseEntered(1, Make.Percent(50)));

    [Fact]
    public void Promote_fully_skips_the_rest()
    {
        var scenario = DeploymentScenario.AtHold().When(new PromoteFully())
            .Then(new PhaseCompleted(0), new PhasesSkipped(1, 2), new PromotionStarted(Full: true))
            .ThenStatus(new Promoting(PromoteStage.CutOver));
        Assert.Equal(TrafficSplit.AllCanary, scenario.State.Asked);
        Assert.Equal([PhaseStatus.Completed, PhaseStatus.Skipped, PhaseStatus.Skipped], scenario.State.Phases.Select(p => p.Status));
    }

    [Fact]
    public void All_of_the_traffic_is_a_phase_with_its_own_hold_and_then_the_promotion() =>
        DeploymentScenario.AtHold(phase: 2).Passes()
            .When(new Tick()).ThenIgnored("the hold goes on")
            .After(Make.Hold).When(new Tick()).Then(new PhaseCompleted(2), new PromotionStarted(Full: false))
            .When(new ReportSplit(TrafficSplit.AllCanary, Verified: true)).Then(new DeploymentSucceeded(NoOp: false))
            .ThenOutcome(Outcome.Succeeded);

    [Fact]
    public void A_success_makes_the_release_live_and_keeps_the_one_before_for_a_while()
    {
        var scenario = DeploymentScenario.AtPromoting().SplitIsRead();
        var until = FakeBus.Start + DeploymentDecider.StandbyKept;
        scenario.ThenService(
            new ServiceEvent.ReleaseWentLive(Make.Production, 2, Make.Second, Standby: 1, until), new ServiceEvent.PlaceFreed(Make.Production, Make.Second));
        Assert.Equal((2, Make.Second, new Standby(1, until)), (scenario.Place.Live, scenario.Place.LiveBy, scenario.Place.Standby));
        Assert.Equal(100, scenario.State.Progress);
    }

    [Fact]
    public void The_promotion_ends_only_when_all_of_the_traffic_is_read_back() =>
        DeploymentScenario.AtPromoting()
            .When(new ReportSplit(Make.Canary(99.9m), Verified: true)).ThenIgnored("the asked split is not in force yet")
            .When(new Tick()).ThenIgnored("nothing is due");

    private static DateTimeOffset Due => FakeBus.Start + Make.Hold;

    private static DateTimeOffset Budget => FakeBus.Start + Make.Minutes(20);
}
