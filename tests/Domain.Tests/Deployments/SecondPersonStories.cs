using Sluice.Domain.Deployments;
using Sluice.Domain.Gates;
using Sluice.Domain.Services;
using static Sluice.Domain.Deployments.DeploymentCommand;
using static Sluice.Domain.Deployments.DeploymentEvent;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Domain.Tests.Deployments;

/// <summary>Orders against the verdict where a second person is wanted. Maria made the deployment, Ben orders, Olga and Kim agree or do not.</summary>
public sealed class SecondPersonStories
{
    private static readonly Actor s_ben = Actor.Person("ben");
    private static readonly Actor s_olga = Actor.Person("olga");
    private static readonly Actor s_kim = Actor.Person("kim");

    [Fact]
    public void Unless_a_place_wants_it_one_person_is_enough()
    {
        var scenario = DeploymentScenario.AtHold().Given(new Judge(0, Make.Bad));
        Assert.Equal(new AllowedAction(DeploymentAction.Promote, 3, null), Legality.Of(scenario.State, scenario.Place, DeploymentAction.Promote));
        scenario.When(new Promote(), s_ben).ThenKinds(typeof(PhaseCompleted), typeof(PhaseEntered));
    }

    [Fact]
    public void A_promotion_against_a_failing_check_becomes_a_question_and_changes_no_traffic()
    {
        var scenario = AtFailingCheck();
        Assert.Equal(new AllowedAction(DeploymentAction.Promote, 3, null) { NeedsSecondPerson = true }, Legality.Of(scenario.State, scenario.Place, DeploymentAction.Promote));
        scenario.When(new Promote(), s_ben).ThenKinds(typeof(GateOpened)).ThenStatus(new Paused(PauseReason.Approval, RunStage.Hold, s_ben, scenario.Bus.Now, scenario.State.OpenGate!.Question));
        Assert.Equal((GateKind.Override, DeploymentAction.Promote, s_ben), (scenario.State.OpenGate!.Kind, scenario.State.OpenGate.Order!.Value, scenario.State.OpenGate.AskedBy!));
        Assert.Equal(["error_rate"], scenario.State.OpenGate.Triggers);
        Assert.Equal(Make.Canary(10), scenario.State.Asked);
    }

    [Fact]
    public void Somebody_else_carries_the_order_out()
    {
        var scenario = Asked().When(new Approve("g1"), s_olga).ThenKinds(typeof(GateAnswered), typeof(PhaseCompleted), typeof(PhaseEntered)).ThenStatus(new Running(RunStage.Shift));
        Assert.Equal((1, Make.Canary(50)), (scenario.State.Phase, scenario.State.Asked));
    }

    [Fact]
    public void A_full_promotion_waits_likewise() =>
        AtFailingCheck().Given(new PromoteFully(), s_ben).When(new Approve("g1"), s_olga).ThenKinds(typeof(GateAnswered), typeof(PhaseCompleted), typeof(PhasesSkipped), typeof(PromotionStarted));

    [Fact]
    public void Who_ordered_cannot_agree_whatever_the_rule_says()
    {
        Asked().When(new Approve("g1"), s_ben).ThenIllegal("You asked for it; somebody else has to answer.");
        Asked().When(new Approve("g1")).ThenIllegal("You made this deployment; somebody else has to answer.");
        var lenient = AtFailingCheck(ApprovalRule.ForOrders with { FourEyes = false }).Given(new Promote(), s_ben);
        lenient.When(new Approve("g1"), s_ben).ThenIllegal("You asked for it; somebody else has to answer.");
        lenient.When(new Approve("g1")).ThenKinds(typeof(GateAnswered), typeof(PhaseCompleted), typeof(PhaseEntered));
    }

    [Fact]
    public void Only_the_named_groups_agree_and_as_many_as_the_rule_says()
    {
        var scenario = AtFailingCheck(ApprovalRule.ForOrders with { Quorum = 2, Groups = ["sre"] }).Given(new Promote(), s_ben);
        scenario.When(new Approve("g1"), s_olga).ThenIllegal("Only members of sre have a say here.");
        scenario.Given(new Approve("g1"), s_olga, ["sre"]).When(new Approve("g1"), s_olga, ["sre"]).ThenIllegal("You have approved already.");
        scenario.When(new Approve("g1"), s_kim, ["sre"]).ThenKinds(typeof(GateAnswered), typeof(PhaseCompleted), typeof(PhaseEntered));
    }

    [Fact]
    public void A_no_drops_the_order_and_the_hold_goes_on()
    {
        var scenario = Asked().After(Make.Minutes(3)).When(new Reject("g1"), s_olga).ThenKinds(typeof(GateLapsed)).ThenStatus(new Running(RunStage.Hold));
        Assert.Null(scenario.State.OpenGate);
        Assert.Equal(scenario.Bus.Now + Make.Hold, scenario.State.Clock.DueAt);
    }

    [Fact]
    public void Without_an_answer_the_order_is_dropped_and_never_carried_out()
    {
        var scenario = Asked().After(Make.Minutes(59)).When(new Tick()).ThenIgnored("nothing is due");
        scenario.After(Make.Minutes(1)).When(new Tick()).ThenKinds(typeof(GateLapsed)).ThenStatus(new Running(RunStage.Hold));
        Assert.Equal((0, GateLapse.Expired), (scenario.State.Phase, scenario.Event<GateLapsed>().Why));
        scenario.When(new Approve("g1"), s_olga).ThenIllegal("No question is open.");
    }

    [Fact]
    public void The_order_can_be_taken_back() =>
        Asked().When(new Withdraw("g1"), s_ben).ThenKinds(typeof(GateLapsed)).ThenStatus(new Running(RunStage.Hold));

    [Fact]
    public void An_abort_and_a_return_need_nobody_and_a_pause_drops_the_order()
    {
        Asked().When(new Abort("stop"), s_ben).ThenKinds(typeof(ReturnStarted)).SplitIsRead().ThenOutcome(Outcome.Aborted);
        Asked().When(new RollBack("worse"), s_ben).ThenKinds(typeof(ReturnStarted)).SplitIsRead().ThenOutcome(Outcome.RolledBack);
        var paused = Asked().When(new Pause("wait"), s_olga).ThenKinds(typeof(GateLapsed), typeof(DeploymentPaused));
        Assert.Equal(PauseReason.Person, Assert.IsType<Paused>(paused.State.Status).Reason);
        var before = AtFailingCheck().After(Make.Minutes(25)).Given(new Tick()).Given(new Promote(), s_ben);
        before.When(new Pause("wait"), s_olga).ThenKinds(typeof(GateLapsed));
        Assert.Equal(PauseReason.Inconclusive, Assert.IsType<Paused>(before.State.Status).Reason);
        AtFailingCheck().When(new Pause("wait"), s_ben).ThenKinds(typeof(DeploymentPaused));
    }

    [Fact]
    public void Guards_go_on_and_return_a_bad_release_without_asking()
    {
        var scenario = Asked().Given(new Judge(0, Make.Bad)).When(new Judge(0, Make.Bad)).ThenKinds(typeof(VerdictChanged), typeof(ReturnStarted));
        Assert.Null(scenario.State.OpenGate);
    }

    [Fact]
    public void A_rollback_question_takes_the_place_of_the_order()
    {
        var scenario = AtFailingCheck(change: s => s with { Rollback = new() { ManualApproval = true } }).Given(new Promote(), s_ben).Given(new Judge(0, Make.Bad));
        scenario.When(new Judge(0, Make.Bad)).ThenKinds(typeof(VerdictChanged), typeof(GateLapsed), typeof(GateOpened));
        Assert.Equal((GateKind.RollbackQuestion, null), (scenario.State.OpenGate!.Kind, scenario.State.GateBefore));
        Assert.Equal(GateLapse.Overtaken, scenario.Event<GateLapsed>().Why);
    }

    [Fact]
    public void A_changed_plan_drops_the_order_it_was_about()
    {
        var scenario = Asked().When(new ChangePlan([new(90), new(100)]), s_kim).ThenKinds(typeof(PlanChanged), typeof(GateLapsed)).ThenStatus(new Running(RunStage.Hold));
        Assert.Equal(GateLapse.Overtaken, scenario.Event<GateLapsed>().Why);
        scenario.When(new Approve("g1"), s_olga).ThenIllegal("No question is open.");
    }

    [Fact]
    public void A_further_check_that_fails_voids_what_was_agreed()
    {
        var scenario = AtFailingCheck(ApprovalRule.ForOrders with { Quorum = 2 }, s => s with { Thresholds = s.Thresholds with { LatencyP99 = TimeSpan.FromMilliseconds(100) } })
            .Given(new Promote(), s_ben).Given(new Approve("g1"), s_olga);
        scenario.When(new Judge(0, Make.Seen(1000, 50, canaryMs: 200))).ThenKinds(typeof(VerdictChanged), typeof(ApprovalsVoided));
        Assert.Equal(["olga"], scenario.State.OpenGate!.Voided.Select(voided => voided.By));
        scenario.When(new Approve("g1"), s_kim).ThenKinds(typeof(ApprovalGiven));
    }

    [Fact]
    public void A_gate_of_the_plan_ahead_asks_as_well()
    {
        var scenario = AtFailingCheck(change: s => s with { Plan = Make.Plan(Make.Phase(10), Make.Phase(50, gate: true) with { Approval = new() }, Make.Phase(100)) }).Given(new Promote(), s_ben);
        scenario.When(new Approve("g1"), s_olga).ThenKinds(typeof(GateAnswered), typeof(PhaseCompleted), typeof(GateOpened));
        scenario.When(new Approve("g2"), s_ben).ThenIllegal("You asked for it; somebody else has to answer.");
        Assert.Equal(GateKind.BeforePhase, scenario.State.OpenGate!.Kind);
    }

    [Fact]
    public void Resuming_is_no_way_round_a_pause_for_lack_of_evidence()
    {
        var scenario = AtHold(ApprovalRule.ForOrders).After(Make.Minutes(25)).Given(new Tick());
        Assert.Equal(PauseReason.Inconclusive, Assert.IsType<Paused>(scenario.State.Status).Reason);
        scenario.Given(new Resume(), s_ben).When(new Promote(), s_ben).ThenKinds(typeof(GateOpened));
        AtHold(ApprovalRule.ForOrders).Passes().When(new Promote(), s_ben).ThenKinds(typeof(PhaseCompleted), typeof(PhaseEntered));
    }

    [Fact]
    public void Resuming_between_phases_is_no_way_round_a_check_that_fails()
    {
        var scenario = AtHold(ApprovalRule.ForOrders, s => s with { Plan = Make.Plan(Make.Phase(10, PhaseGap.Person), Make.Phase(50), Make.Phase(100)) }).Passes().After(Make.Hold).Given(new Tick());
        Assert.False(Legality.Of(scenario.State, scenario.Place, DeploymentAction.Resume).NeedsSecondPerson);
        scenario.Given(new Judge(0, Make.Bad)).When(new Resume(), s_ben).ThenKinds(typeof(GateOpened));
        scenario.When(new Reject("g1"), s_olga).ThenKinds(typeof(GateLapsed));
        Assert.Equal(PauseReason.Step, Assert.IsType<Paused>(scenario.State.Status).Reason);
        scenario.Given(new Resume(), s_ben).When(new Approve("g2"), s_olga).ThenKinds(typeof(GateAnswered), typeof(PhaseCompleted), typeof(PhaseEntered));
    }

    [Fact]
    public void Under_a_freeze_it_can_be_agreed_to_and_goes_on_when_the_freeze_is_over()
    {
        var scenario = Asked().Frozen().When(new Approve("g1"), s_olga).ThenKinds(typeof(ApprovalGiven));
        scenario.When(new Tick()).ThenIgnored("a freeze is in force");
        scenario.Thawed().When(new Tick()).ThenKinds(typeof(GateAnswered), typeof(PhaseCompleted), typeof(PhaseEntered));
    }

    [Fact]
    public void In_an_emergency_the_glass_is_broken_and_a_review_is_owed()
    {
        var scenario = Asked().When(new BreakGlass("g1", "INC-17"), s_ben).ThenKinds(typeof(GateBroken), typeof(PhaseCompleted), typeof(PhaseEntered));
        scenario.When(new Review("I did it."), s_ben).ThenIllegal("You broke the gate; somebody else has to review it.");
    }

    [Fact]
    public void To_carry_on_although_a_trigger_fired_takes_two_and_going_back_takes_one()
    {
        var scenario = AtQuestion();
        Assert.True(Legality.Of(scenario.State, scenario.Place, DeploymentAction.Reject).NeedsSecondPerson);
        scenario.When(new Reject("g1"), s_ben).Then(new CarryOnGiven("g1"));
        scenario.When(new Reject("g1"), s_ben).ThenIllegal("You have said so already; it takes somebody else.");
        scenario.When(new Reject("g1"), s_kim).ThenIllegal("Only members of sre can agree to carry on.");
        scenario.When(new Reject("g1"), s_olga, ["sre"]).ThenKinds(typeof(GateAnswered));
        AtQuestion().Given(new Reject("g1"), s_ben).When(new Approve("g1"), s_kim).ThenKinds(typeof(GateAnswered), typeof(ReturnStarted));
    }

    [Fact]
    public void The_wish_to_carry_on_is_void_when_a_further_check_fails()
    {
        var scenario = AtQuestion().Given(new Reject("g1"), s_ben);
        scenario.When(new Judge(0, Make.Seen(1000, 50, canaryMs: 200))).ThenKinds(typeof(VerdictChanged), typeof(ApprovalsVoided));
        Assert.Empty(scenario.State.OpenGate!.CarryOn);
        scenario.When(new Reject("g1"), s_olga, ["sre"]).Then(new CarryOnGiven("g1"));
    }

    [Fact]
    public void A_gate_without_four_eyes_has_them_while_a_check_fails()
    {
        var open = AtHold(ApprovalRule.ForOrders, s => s with { Rollback = new() { Enabled = false }, Plan = Make.Plan(Make.Phase(10), Make.Phase(50, gate: true) with { Approval = new() { FourEyes = false } }, Make.Phase(100)) });
        open.Passes().Given(new Promote()).Given(new Judge(0, Make.Bad));
        open.When(new Approve("g1")).ThenIllegal("A check fails, and going on against it takes somebody else than who asked.");
        open.When(new Approve("g1"), s_olga).ThenKinds(typeof(GateAnswered), typeof(PhaseEntered));
    }

    [Fact]
    public void The_rule_is_declared_with_the_place_and_not_while_something_is_under_way_there()
    {
        var wanted = Make.Environment() with { OverrideApproval = ApprovalRule.ForOrders };
        var bus = Make.BusWithLive();
        var declared = Assert.IsType<Decision.Accepted>(ServiceDecider.Declare(bus.Service, Make.Checkout, [wanted], []));
        Assert.Equal([new ServiceEvent.OverrideApprovalDeclared(Make.Production, ApprovalRule.ForOrders)], declared.ServiceEvents);
        bus.Store([.. declared.ServiceEvents]);
        Assert.IsType<Decision.Ignored>(ServiceDecider.Declare(bus.Service, Make.Checkout, [wanted], []));
        Assert.IsType<Decision.Ignored>(ServiceDecider.Declare(bus.Service, Make.Checkout, [Make.Environment()], []));

        var off = Make.Environment() with { OverrideApproval = ServiceEnvironment.NobodyElse };
        DeploymentScenario.On(bus).Given(new Start());
        Assert.IsType<Refusal.Conflict>(Assert.IsType<Decision.Refused>(ServiceDecider.Declare(bus.Service, Make.Checkout, [off], [])).Refusal);
    }

    [Fact]
    public void A_rule_that_would_let_an_order_pass_or_go_back_by_itself_is_refused()
    {
        var rule = ApprovalRule.ForOrders with { Quorum = 21, OnReject = GateEnd.RollBack };
        var errors = ServiceRules.Check(Make.Checkout, [Make.Environment() with { OverrideApproval = rule }]);
        Assert.Equal(["environments[0].override_approval.quorum", "environments[0].override_approval"], errors.Select(e => e.Field));
        Assert.Equal(["gate.on_expiry", "gate.on_reject"], ApprovalRules.Check(new() { OnExpiry = (GateEnd)7, OnReject = (GateEnd)8 }, "gate").Select(e => e.Field));
    }

    /// <summary>In phase 1 with a check that has begun to fail, where the rule is in force.</summary>
    internal static DeploymentScenario AtFailingCheck(ApprovalRule? rule = null, Func<DeploymentSpec, DeploymentSpec>? change = null) =>
        AtHold(rule ?? ApprovalRule.ForOrders, change).Given(new Judge(0, Make.Bad));

    private static DeploymentScenario Asked() => AtFailingCheck().Given(new Promote(), s_ben);

    private static DeploymentScenario AtHold(ApprovalRule rule, Func<DeploymentSpec, DeploymentSpec>? change = null)
    {
        var bus = Make.BusWithLive();
        bus.Store(new ServiceEvent.OverrideApprovalDeclared(Make.Production, rule));
        return DeploymentScenario.On(bus, change).Given(new Start(), new ReportStable(Make.Stable), new ReportCanaryReady(1)).SplitIsRead();
    }

    private static DeploymentScenario AtQuestion() =>
        AtHold(ApprovalRule.ForOrders with { Groups = ["sre"] }, s => s with { Rollback = new() { ManualApproval = true, OnLatencyIncrease = 0.5 } }).Fails();
}
