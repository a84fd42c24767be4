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

/// <summary>What measurements do to a deployment, wherever its canary has traffic.</summary>
public sealed class GuardStories
{
    [Fact]
    public void The_nth_failing_run_goes_back_and_says_why() =>
        DeploymentScenario.AtHold()
            .When(new Judge(0, Make.Bad)).ThenKinds(typeof(VerdictChanged))
            .When(new Judge(0, Make.Bad)).ThenKinds(typeof(VerdictChanged))
            .When(new Judge(0, Make.Bad)).ThenKinds(typeof(VerdictChanged), typeof(ReturnStarted))
            .ThenStatus(new RollingBack(
                EndsAs.RolledBack,
                "The error rate of the canary was above its limit (limit 1 %, seen 5 %, stable 0 %) in 3 runs running.",
                Actor.Engine,
                FakeBus.Start,
                FakeBus.Start + DeploymentDecider.ReturnBudget));

    [Fact]
    public void A_run_that_passes_between_begins_the_count_anew() =>
        DeploymentScenario.AtHold()
            .Given(new Judge(0, Make.Bad), new Judge(0, Make.Bad), new Judge(0, Make.Good), new Judge(0, Make.Bad), new Judge(0, Make.Bad))
            .ThenStatus(new Running(RunStage.Hold));

    [Fact]
    public void An_outage_holds_and_is_no_failure() =>
        DeploymentScenario.AtHold()
            .Given(new Judge(0, Make.Bad), new Judge(0, Make.Bad), new Judge(0, Make.Outage))
            .When(new Judge(0, Make.Outage)).ThenIgnored("the verdict is unchanged")
            .Given(new Judge(0, Make.Bad), new Judge(0, Make.Bad))
            .ThenStatus(new Running(RunStage.Hold));

    [Fact]
    public void Guards_run_in_a_pause() => Returns(DeploymentScenario.AtHold().Given(new Pause(null)));

    [Fact]
    public void Guards_run_in_a_gap() => Returns(DeploymentScenario.AtWaiting());

    [Fact]
    public void Guards_run_in_an_open_pause_of_the_plan() =>
        Returns(DeploymentScenario.AtHold(change: s => s with { Plan = Make.Plan(Make.Phase(10, PhaseGap.Person), Make.Phase(100)) }).Passes().After(Make.Hold).Given(new Tick()));

    [Fact]
    public void Guards_run_when_the_budget_is_used_up() => Returns(DeploymentScenario.AtHold().After(Make.Minutes(20)).Given(new Tick()));

    [Fact]
    public void Guards_run_while_the_next_share_is_being_set() => Returns(DeploymentScenario.AtHold().Given(new Promote()));

    [Fact]
    public void Guards_run_at_all_of_the_traffic() => Returns(DeploymentScenario.AtHold(phase: 2));

    [Fact]
    public void With_rollback_off_a_failing_verdict_pauses_and_the_traffic_stays()
    {
        var scenario = DeploymentScenario.AtHold(change: s => s with { Rollback = new() { Enabled = false } }).Fails().ThenKinds(typeof(VerdictChanged), typeof(DeploymentPaused));
        Assert.Equal(PauseReason.Failure, scenario.Event<DeploymentPaused>().Reason);
        Assert.Equal(Make.Canary(10), scenario.State.Asked);
        scenario.When(new Judge(0, Make.Bad)).ThenIgnored("the verdict is unchanged");
    }

    [Fact]
    public void A_resume_after_a_failure_counts_the_failing_runs_anew()
    {
        var scenario = DeploymentScenario.AtHold(change: s => s with { Rollback = new() { Enabled = false } }).Fails().Given(new Resume());
        Assert.Null(scenario.State.Verdict);
        scenario.Given(new Judge(0, Make.Bad)).ThenStatus(new Running(RunStage.Hold));
        Assert.Equal(1, scenario.State.Verdict!.FailedRuns);

        scenario.When(new Judge(0, Make.Bad)).ThenStatus(new Running(RunStage.Hold))
            .When(new Judge(0, Make.Bad)).ThenKinds(typeof(VerdictChanged), typeof(DeploymentPaused));
    }

    [Fact]
    public void A_failing_verdict_is_stronger_than_a_persons_pause()
    {
        var scenario = DeploymentScenario.AtHold(change: s => s with { Rollback = new() { Enabled = false } }).Given(new Pause("lunch")).Fails();
        Assert.Equal(PauseReason.Failure, Assert.IsType<Paused>(scenario.State.Status).Reason);
    }

    [Fact]
    public void Unchanged_numbers_are_recorded_once_a_minute()
    {
        var scenario = DeploymentScenario.AtHold().Passes();
        scenario.After(Make.Seconds(59)).When(new Judge(0, Make.Good)).ThenIgnored("the verdict is unchanged")
            .After(Make.Seconds(1)).When(new Judge(0, Make.Good)).ThenKinds(typeof(EvidenceRecorded))
            .When(new Judge(0, Make.Good)).ThenIgnored("the verdict is unchanged");
    }

    [Fact]
    public void A_trigger_on_latency_fires_against_stable() =>
        DeploymentScenario.AtHold(change: s => s with { Rollback = new() { OnLatencyIncrease = 0.5 }, Analysis = s.Analysis with { FailedRuns = 1 } })
            .When(new Judge(0, Make.Seen(1000, 0, canaryMs: 100, stableMs: 20))).ThenKinds(typeof(VerdictChanged), typeof(ReturnStarted));

    [Fact]
    public void Without_a_stable_arm_a_comparison_only_watches() =>
        DeploymentScenario.AtHold(phase: 2, change: s => s with { Rollback = new() { OnLatencyIncrease = 0.5 }, Analysis = s.Analysis with { FailedRuns = 1 } })
            .When(new Judge(2, Make.Seen(1000, 0, canaryMs: 9000, stable: false))).ThenKinds(typeof(VerdictChanged))
            .ThenStatus(new Running(RunStage.Hold));

    private static void Returns(DeploymentScenario scenario) =>
        scenario.Fails().ThenKinds(typeof(VerdictChanged), typeof(ReturnStarted)).SplitIsRead().ThenOutcome(Outcome.RolledBack);
}
