using Sluice.Domain.Deployments;
using Sluice.Domain.Gates;
using Sluice.Domain.Services;
using Sluice.Domain.Traffic;
using static Sluice.Domain.Deployments.DeploymentCommand;
using static Sluice.Domain.Deployments.DeploymentEvent;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Domain.Tests.Deployments;

public sealed class BlueGreenStories
{
    private static readonly TimeSpan s_standby = Make.Minutes(30);

    [Fact]
    public void Green_stands_beside_blue_without_traffic_until_all_of_it_is_ready()
    {
        var scenario = DeploymentScenario.AtApply(Switch);
        Assert.Equal([1, 2], scenario.Wanted.Running);
        Assert.Equal([new WantedArm(1, ArmRole.Stable, Share.All)], scenario.Wanted.Arms);
    }

    [Fact]
    public void There_is_one_switch_and_blue_is_kept_through_the_soak()
    {
        var scenario = DeploymentScenario.AtApply(Switch).When(new ReportCanaryReady(2)).Then(new CanaryReady(2), new PhaseEntered(0, Share.All)).SplitIsRead();
        Assert.Equal([1, 2], scenario.Wanted.Running);
        Assert.Equal(Share.All, scenario.Wanted.Arms.Single(arm => arm.Role == ArmRole.Canary).Share);
        Assert.Equal(FakeBus.Start + Make.Hold, scenario.State.Clock.DueAt);
    }

    [Fact]
    public void After_the_soak_blue_is_kept_as_long_as_the_plan_says()
    {
        var scenario = DeploymentScenario.AtHold(change: Switch).Passes().After(Make.Hold).Given(new Tick()).SplitIsRead().ThenOutcome(Outcome.Succeeded);
        Assert.Equal(new Standby(1, FakeBus.Start + Make.Hold + s_standby), scenario.Place.Standby);
        Assert.Equal([2, 1], scenario.Wanted.Running);
        Assert.Equal([2], scenario.After(s_standby).Wanted.Running);
    }

    [Fact]
    public void An_abort_in_the_soak_is_one_switch_back() =>
        DeploymentScenario.AtHold(change: Switch).Given(new Abort("not this one")).SplitIsRead().ThenOutcome(Outcome.Aborted);

    [Fact]
    public void Approval_is_asked_for_once_green_is_ready_and_before_it_gets_traffic()
    {
        var scenario = DeploymentScenario.AtApply(spec => Switch(spec) with { Plan = Plan(gate: true) }).Given(new ReportCanaryReady(1));
        Assert.Equal(("Switch all traffic to release 2?", Share.None), (scenario.State.OpenGate!.Question, scenario.State.Asked.Canary));
        scenario.Given(new Approve(scenario.State.OpenGate.Id)).SplitIsRead();
        Assert.Equal((new Running(RunStage.Hold), TrafficSplit.AllCanary), (scenario.State.Status, scenario.State.Set));
    }

    [Fact]
    public void There_is_no_plan_ahead_that_could_make_another_strategy_of_it() =>
        Assert.Equal(
            "Everything is switched at once; there is no phase ahead to change.",
            Legality.Of(DeploymentScenario.AtApply(Switch).State, Make.BusWithLive().Place(), DeploymentAction.ChangePlan).ReasonIfNot);

    [Fact]
    public void The_strategy_and_its_plan_belong_together()
    {
        Assert.Equal("plan.kind", Mistake(Make.Request() with { Strategy = DeploymentStrategy.BlueGreen }));
        Assert.Equal("plan.kind", Mistake(Make.Request() with { Plan = new(PlanKind.Switch) }));
    }

    [Fact]
    public void A_first_deployment_has_nothing_to_stand_beside_and_keeps_its_strategy()
    {
        var bus = Make.BusWithoutLive();
        var (id, _) = bus.Create(Make.Request(1) with { Strategy = DeploymentStrategy.BlueGreen, Plan = new(PlanKind.Switch) { Hold = Make.Hold } });
        Assert.Equal((DeploymentStrategy.BlueGreen, PlanKind.Instant), (bus.Deployments[id].Spec.Strategy, bus.Deployments[id].Spec.Plan.Kind));
    }

    private static DeploymentSpec Switch(DeploymentSpec spec) => spec with { Strategy = DeploymentStrategy.BlueGreen, Plan = Plan() };

    private static PhasePlan Plan(bool gate = false) =>
        PlanBuilder.Build(new(PlanKind.Switch) { Hold = Make.Hold, Standby = s_standby, BeforeSwitch = gate ? ApprovalRule.Anyone : null }).Plan!;

    private static string Mistake(DeploymentRequest request) =>
        Assert.Single(Assert.IsType<Refusal.Invalid>(Assert.IsType<Decision.Refused>(Make.BusWithLive().Create(request).Decision).Refusal).Errors).Field;
}
