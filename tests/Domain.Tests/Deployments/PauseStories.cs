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

/// <summary>Pause, resume, extend, and budgets that run out.</summary>
public sealed class PauseStories
{
    [Fact]
    public void A_pause_freezes_the_timers_and_a_resume_sets_them_going()
    {
        var scenario = DeploymentScenario.AtHold().Passes().After(Make.Minutes(2)).Given(new Pause("lunch")).After(Make.Minutes(60));
        Assert.Null(scenario.Wanted.LookAgainAt);
        scenario.When(new Tick()).ThenIgnored("nothing is due");

        var now = scenario.Bus.Now;
        scenario.When(new Resume()).Then(new DeploymentResumed(now + Make.Minutes(3), now + Make.Minutes(18)))
            .ThenStatus(new Running(RunStage.Hold))
            .After(Make.Minutes(3) - Make.Seconds(1)).When(new Tick()).ThenIgnored("the hold goes on")
            .After(Make.Seconds(1)).When(new Tick()).ThenKinds(typeof(PhaseCompleted), typeof(PhaseEntered));
    }

    [Fact]
    public void A_pause_in_a_gap_freezes_the_gap() =>
        DeploymentScenario.AtWaiting().After(Make.Minutes(1)).Given(new Pause(null)).After(Make.Minutes(10)).Given(new Resume())
            .ThenStatus(new Running(RunStage.Waiting))
            .After(Make.Seconds(59)).When(new Tick()).ThenIgnored("the gap is not over")
            .After(Make.Seconds(1)).When(new Tick()).ThenKinds(typeof(PhaseCompleted), typeof(PhaseEntered));

    [Fact]
    public void A_share_that_is_read_back_during_a_pause_keeps_its_whole_hold()
    {
        var scenario = DeploymentScenario.AtShift().Given(new Pause(null)).SplitIsRead().After(Make.Minutes(30));
        Assert.Equal(RunStage.Hold, scenario.State.Stage);
        scenario.When(new Resume()).Then(new DeploymentResumed(scenario.Bus.Now + Make.Hold, scenario.Bus.Now + Make.Minutes(20)));
    }

    [Fact]
    public void A_paused_deployment_can_be_promoted() =>
        DeploymentScenario.AtHold().Given(new Pause(null)).When(new Promote())
            .Then(new PhaseCompleted(0), new PhaseEntered(1, Make.Percent(50)))
            .ThenStatus(new Running(RunStage.Shift));

    [Fact]
    public void An_extension_moves_the_end_of_hold_and_budget() =>
        DeploymentScenario.AtHold().Passes()
            .When(new Extend(Make.Minutes(5))).Then(new HoldExtended(Make.Minutes(5), FakeBus.Start + Make.Minutes(10), FakeBus.Start + Make.Minutes(25)))
            .After(Make.Minutes(9)).When(new Tick()).ThenIgnored("the hold goes on")
            .After(Make.Minutes(1)).When(new Tick()).ThenKinds(typeof(PhaseCompleted), typeof(PhaseEntered));

    [Fact]
    public void An_extension_counts_for_a_frozen_hold_too()
    {
        var scenario = DeploymentScenario.AtHold().Given(new Pause(null)).When(new Extend(Make.Minutes(5)))
            .Then(new HoldExtended(Make.Minutes(5), DueAt: null, BudgetEndsAt: null));
        scenario.After(Make.Minutes(1)).When(new Resume()).Then(new DeploymentResumed(scenario.Bus.Now + Make.Minutes(10), scenario.Bus.Now + Make.Minutes(25)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(1441)]
    [InlineData(1e9)]
    public void An_extension_that_shortens_or_never_ends_is_refused(double minutes)
    {
        var scenario = DeploymentScenario.AtHold().When(new Extend(Make.Minutes(minutes)));
        Assert.Equal("by", Assert.Single(Assert.IsType<Refusal.Invalid>(Assert.IsType<Decision.Refused>(scenario.Last).Refusal).Errors).Field);
    }

    [Fact]
    public void A_hold_without_a_decision_pauses_when_its_budget_is_used_up()
    {
        var scenario = DeploymentScenario.AtHold().Given(new Judge(0, Make.TooLittle)).After(Make.Minutes(20)).When(new Tick())
            .Then(new DeploymentPaused(PauseReason.Inconclusive, "Not enough data: 10 of 50 canary requests seen."));

        // "Collect more": it must not run out again at once.
        scenario.Given(new Resume()).When(new Tick()).ThenIgnored("the hold goes on");
        Assert.Equal(scenario.Bus.Now + Make.Minutes(20), scenario.State.Clock.BudgetEndsAt);
    }

    [Fact]
    public void A_budget_that_a_lost_split_used_up_says_so() =>
        DeploymentScenario.AtHold().Passes().Given(new ReportSplitLost("The gateway does not answer.")).After(Make.Minutes(20))
            .When(new Tick()).Then(new DeploymentPaused(PauseReason.Inconclusive, "The gateway does not answer."));

    [Fact]
    public void A_budget_may_end_in_a_return() =>
        WhenUsedUp(OnInconclusive.RollBack, Make.Outage)
            .Then(new ReturnStarted(
                EndsAs.RolledBack,
                "No decision in time. The measurements could not be read (connection refused): holding until they are back.",
                "hold",
                FakeBus.Start + Make.Minutes(23)));

    [Fact]
    public void A_budget_may_end_in_the_next_phase_without_suspicion() =>
        WhenUsedUp(OnInconclusive.AdvanceIfNoSuspicion, Make.TooLittle).ThenKinds(typeof(PhaseCompleted), typeof(PhaseEntered));

    [Fact]
    public void Suspicion_keeps_a_used_up_budget_from_going_on() =>
        WhenUsedUp(OnInconclusive.AdvanceIfNoSuspicion, Make.Bad).ThenKinds(typeof(DeploymentPaused));

    [Fact]
    public void Low_throughput_is_a_matter_of_data_not_of_suspicion() =>
        WhenUsedUp(OnInconclusive.AdvanceIfNoSuspicion, Make.Good, new Thresholds { ThroughputMin = 1e6 }).ThenKinds(typeof(PhaseCompleted), typeof(PhaseEntered));

    [Fact]
    public void A_phase_may_have_a_budget_of_its_own() =>
        DeploymentScenario.AtHold(change: s => s with { Plan = Make.Plan(Make.Phase(10) with { Budget = Make.Minutes(6) }, Make.Phase(100)) })
            .After(Make.Minutes(6)).When(new Tick()).ThenKinds(typeof(DeploymentPaused));

    private static DeploymentScenario WhenUsedUp(OnInconclusive policy, Measurement seen, Thresholds? thresholds = null) =>
        DeploymentScenario.AtHold(change: s => s with { Analysis = s.Analysis with { OnInconclusive = policy }, Thresholds = thresholds ?? s.Thresholds })
            .Given(new Judge(0, seen)).After(Make.Minutes(20)).When(new Tick());
}
