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

/// <summary>Questions of the plan, and questions of a fired trigger.</summary>
public sealed class GateStories
{
    [Fact]
    public void A_plan_gate_asks_before_its_phase() =>
        AtPlanGate()
            .Then(
                new PhaseCompleted(0),
                new GateOpened(new Gate("g1", GateKind.BeforePhase, "Give release 2 50 % of the traffic?", 1, [], FakeBus.Start), Shed: false))
            .ThenStatus(new Paused(PauseReason.Approval, RunStage.Hold, Make.Maria, FakeBus.Start, "Give release 2 50 % of the traffic?"));

    [Fact]
    public void Approving_a_plan_gate_enters_its_phase() =>
        AtPlanGate().When(new Approve("g1")).ThenKinds(typeof(GateAnswered), typeof(PhaseEntered)).ThenStatus(new Running(RunStage.Shift));

    [Fact]
    public void Rejecting_a_plan_gate_goes_back() =>
        AtPlanGate().When(new Reject("g1")).ThenKinds(typeof(GateAnswered), typeof(ReturnStarted)).SplitIsRead().ThenOutcome(Outcome.RolledBack);

    [Fact]
    public void An_answer_names_the_question() => AtPlanGate().When(new Approve("g7")).ThenIllegal("Question g7 is not open; g1 is.");

    [Fact]
    public void There_is_no_way_round_a_gate()
    {
        DeploymentScenario.AtHold(change: Gated).When(new PromoteFully()).ThenIllegal("Phase 2 needs an approval, which cannot be skipped.");
        AtPlanGate().When(new Promote()).ThenIllegal("A question is open: approve or reject.");
        AtPlanGate().When(new Resume()).ThenIllegal("A question is open: approve or reject.");
        AtPlanGate().When(new Tick()).ThenIgnored("nothing is due");
    }

    [Fact]
    public void A_failing_canary_at_a_plan_gate_goes_back_without_an_answer() =>
        AtPlanGate().Fails().ThenKinds(typeof(VerdictChanged), typeof(ReturnStarted)).SplitIsRead().ThenOutcome(Outcome.RolledBack);

    [Fact]
    public void A_trigger_at_a_plan_gate_asks_first_and_carrying_on_leaves_the_gate_open()
    {
        var scenario = AtPlanGate(s => s with { Rollback = new() { ManualApproval = true } }).Fails().ThenKinds(typeof(VerdictChanged), typeof(GateOpened));
        Assert.Equal(("g2", GateKind.RollbackQuestion), (scenario.State.OpenGate!.Id, scenario.State.OpenGate.Kind));
        scenario.Given(new Reject("g2"));
        Assert.Equal("g1", scenario.State.OpenGate!.Id);
        scenario.When(new Resume()).ThenIllegal("A question is open: approve or reject.")
            .When(new Approve("g1")).ThenKinds(typeof(GateAnswered), typeof(PhaseEntered));
        Assert.Null(scenario.State.OpenGate);
    }

    [Fact]
    public void With_rollback_off_a_failing_canary_leaves_the_plan_gate_as_it_is()
    {
        var scenario = AtPlanGate(s => s with { Rollback = new() { Enabled = false } }).Fails().ThenKinds(typeof(VerdictChanged));
        Assert.Equal("g1", scenario.State.OpenGate!.Id);
    }

    [Fact]
    public void A_fired_trigger_asks_when_people_are_to_decide()
    {
        var scenario = DeploymentScenario.AtQuestion();
        var gate = scenario.Event<GateOpened>().Gate;
        Assert.Equal(("g1", GateKind.RollbackQuestion, 0), (gate.Id, gate.Kind, gate.Phase));
        Assert.Equal(["error_rate"], gate.Triggers);
        Assert.Equal(
            "The error rate of the canary was above its limit (limit 1 %, seen 5 %, stable 0 %) in 3 runs running. Return all traffic to stable?", gate.Question);
        Assert.Equal(Make.Canary(10), scenario.State.Asked);
    }

    [Fact]
    public void Not_automatic_means_that_people_are_asked() =>
        DeploymentScenario.AtHold(change: s => s with { Rollback = new() { Automatic = false } }).Fails().ThenKinds(typeof(VerdictChanged), typeof(GateOpened));

    [Fact]
    public void Approving_a_rollback_goes_back_and_counts_as_a_failed_phase()
    {
        var scenario = DeploymentScenario.AtQuestion().When(new Approve("g1")).ThenKinds(typeof(GateAnswered), typeof(ReturnStarted)).SplitIsRead().ThenOutcome(Outcome.RolledBack);
        Assert.Equal(PhaseStatus.Failed, scenario.State.Phases[0].Status);
        Assert.Equal("hold", scenario.State.FailedStage);
    }

    [Fact]
    public void Rejecting_a_rollback_carries_on_with_the_trigger_muted_for_this_phase()
    {
        var scenario = DeploymentScenario.AtQuestion().After(Make.Minutes(7));
        var now = scenario.Bus.Now;
        scenario.When(new Reject("g1")).Then(new GateAnswered("g1", Approved: false, now + Make.Hold, now + Make.Minutes(20))).ThenStatus(new Running(RunStage.Hold));
        Assert.Equal(["error_rate"], scenario.State.Muted);

        scenario.When(new Judge(0, Make.Bad)).ThenKinds(typeof(VerdictChanged));
        Assert.Equal(VerdictKind.Advance, scenario.State.Verdict!.Kind);
        scenario.After(Make.Hold).Given(new Tick()).SplitIsRead();
        Assert.Empty(scenario.State.Muted);
        scenario.Fails().ThenKinds(typeof(VerdictChanged), typeof(GateOpened));
    }

    [Fact]
    public void Only_what_fired_is_muted()
    {
        var scenario = DeploymentScenario.AtQuestion(s => s with { Thresholds = new() { ErrorRate = 0.01, ThroughputMin = 1e6 } });
        Assert.Equal(["error_rate"], scenario.State.OpenGate!.Triggers);
    }

    [Fact]
    public void While_shed_the_canary_gets_nothing_and_is_kept()
    {
        var scenario = Shed();
        Assert.Equal([new WantedArm(1, ArmRole.Stable, Share.All), new WantedArm(2, ArmRole.Canary, Share.None)], scenario.Wanted.Arms);
        Assert.Equal([1, 2], scenario.Wanted.Running);
        scenario.SplitIsRead().Then(new SplitSet(TrafficSplit.AllStable, true, DueAt: null, BudgetEndsAt: null));
    }

    [Fact]
    public void Carrying_on_after_shedding_gives_the_share_back_and_holds_anew()
    {
        var scenario = Shed().SplitIsRead().After(Make.Minutes(1)).Given(new Reject("g1")).ThenStatus(new Running(RunStage.Shift));
        Assert.Equal(Make.Canary(10), scenario.State.Asked);
        scenario.SplitIsRead().ThenStatus(new Running(RunStage.Hold));
        Assert.Equal(scenario.Bus.Now + Make.Hold, scenario.State.Clock.DueAt);
    }

    [Fact]
    public void A_question_in_a_gap_that_shed_the_canary_runs_the_phase_again()
    {
        var scenario = DeploymentScenario.AtWaiting(s => s with { Rollback = new() { ManualApproval = true, WhileWaiting = WhileWaiting.Shed } }).Fails().SplitIsRead().Given(new Reject("g1"));
        Assert.Equal((PhaseStatus.Running, RunStage.Shift), (scenario.State.Phases[0].Status, scenario.State.Stage));
    }

    [Fact]
    public void Without_a_stable_release_there_is_nobody_to_shed_to()
    {
        var scenario = DeploymentScenario.FirstDraft(s => s with { Rollback = new() { ManualApproval = true, WhileWaiting = WhileWaiting.Shed } })
            .Given(new Start(), new ReportStable(null), new ReportCanaryReady(1)).SplitIsRead().Fails();
        Assert.False(scenario.Event<GateOpened>().Shed);
        Assert.Equal([new WantedArm(2, ArmRole.Canary, Share.All)], scenario.Wanted.Arms);
    }

    [Fact]
    public void A_question_under_a_pause_returns_to_the_pause() =>
        DeploymentScenario.AtHold(change: s => s with { Rollback = new() { ManualApproval = true } }).Given(new Pause("lunch")).Fails().Given(new Reject("g1"))
            .ThenStatus(new Paused(PauseReason.Person, RunStage.Hold, Make.Maria, FakeBus.Start, "lunch"))
            .When(new Resume()).Then(new DeploymentResumed(FakeBus.Start + Make.Hold, FakeBus.Start + Make.Minutes(20)));

    [Fact]
    public void An_open_question_is_asked_once() =>
        DeploymentScenario.AtQuestion().When(new Judge(0, Make.Bad)).ThenIgnored("the verdict is unchanged");

    private static DeploymentScenario AtPlanGate(Func<DeploymentSpec, DeploymentSpec>? change = null) =>
        DeploymentScenario.AtHold(change: s => Gated((change ?? (x => x))(s))).Given(new Promote());

    private static DeploymentScenario Shed() => DeploymentScenario.AtQuestion(s => s with { Rollback = s.Rollback with { WhileWaiting = WhileWaiting.Shed } });

    private static DeploymentSpec Gated(DeploymentSpec spec) => spec with { Plan = Make.Plan(Make.Phase(10), Make.Phase(50, gate: true), Make.Phase(100)) };
}
