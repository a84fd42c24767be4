using Sluice.Domain.Deployments;
using static Sluice.Domain.Deployments.DeploymentCommand;
using static Sluice.Domain.Deployments.DeploymentEvent;

namespace Sluice.Domain.Tests.Deployments;

/// <summary>A stop never waits for words, and they are owed afterwards. Maria gives the orders.</summary>
public sealed class OwedReasonStories
{
    private static readonly Actor s_ben = Actor.Person("ben");

    [Fact]
    public void A_stop_without_a_reason_is_carried_out_and_owes_it()
    {
        var scenario = Silent(DeploymentScenario.AtHold()).When(new Abort("No reason was given.")).ThenKinds(typeof(ReturnStarted), typeof(ReasonOwed));
        Assert.Equal(new("r1", DeploymentAction.Abort, FakeBus.Start.AddMinutes(30), FakeBus.Start.AddDays(1)), scenario.Event<ReasonOwed>() with { Origin = Domain.Events.Origin.Unstamped });
        Assert.Equal(Make.Maria, Assert.Single(scenario.State.OwedReasons).By);
    }

    [Fact]
    public void Who_gave_the_order_adds_the_reason_within_half_an_hour()
    {
        var scenario = Aborted().After(Make.Minutes(30));
        scenario.When(new Explain("r1", "It was on fire."), s_ben).ThenIllegal("Somebody else gave the order; you may review it.");
        scenario.When(new Explain("r2", "It was on fire.")).ThenIllegal("No reason r2 is owed.");
        scenario.When(new Explain("r1", "It was on fire.")).Then(new ReasonSettled("r1", "It was on fire."));
        Assert.Empty(scenario.State.OwedReasons);
        scenario.When(new Explain("r1", "Again.")).ThenIllegal("No reason is owed.");
        scenario.When(new Review("I looked."), s_ben).ThenIllegal("No review is owed.");
    }

    [Fact]
    public void After_that_only_somebody_else_settles_it()
    {
        var scenario = Aborted().After(Make.Minutes(31));
        scenario.When(new Explain("r1", "It was on fire.")).ThenIllegal("It is too late to add the reason; somebody else has to review the order.");
        scenario.When(new Review("I looked.") { Of = "r1" }).ThenIllegal("You gave the order; somebody else has to review it.");
        scenario.When(new Review("I looked.") { Of = "r7" }, s_ben).ThenIllegal("No review of r7 is owed.");
        scenario.When(new Review("I looked."), s_ben).Then(new ReasonSettled("r1", "I looked."));
    }

    [Fact]
    public void Several_reviews_are_owed_each_by_its_name()
    {
        var scenario = DeploymentScenario.AtHold(change: spec => spec with { Plan = Make.Plan(Make.Phase(10), Make.Phase(50, gate: true), Make.Phase(100)) }).Given(new Promote());
        Silent(scenario).Given(new BreakGlass("g1", "INC-17")).SplitIsRead().Given(new PromoteFully()).Given(new Abort("No reason was given."));
        Assert.Equal(["r1", "r2"], scenario.State.OwedReasons.Select(owed => owed.Id));
        scenario.Given(new Review("The gate."), s_ben).ThenKinds(typeof(BrokenGateReviewed));
        scenario.When(new Review("Which?"), s_ben).ThenIllegal("Several reviews are owed; name one.");
        scenario.Given(new Review("The stop.") { Of = "r2" }, s_ben).When(new Review("The rest."), s_ben).Then(new ReasonSettled("r1", "The rest."));
    }

    [Theory]
    [InlineData(DeploymentAction.PromoteFully, true)]
    [InlineData(DeploymentAction.RollBack, true)]
    [InlineData(DeploymentAction.Cancel, true)]
    [InlineData(DeploymentAction.Promote, false)]
    [InlineData(DeploymentAction.Pause, false)]
    public void Only_orders_that_have_to_say_why_owe_it(DeploymentAction action, bool owes)
    {
        var scenario = Silent(DeploymentScenario.AtHold().Passes());
        Assert.Equal(owes, OwedReason.IsAskedFor(scenario.State, scenario.Place, action));
    }

    [Fact]
    public void Going_on_against_a_failing_check_has_to_say_why()
    {
        var scenario = DeploymentScenario.AtHold(change: spec => spec with { Rollback = new() { Enabled = false } }).Fails();
        Silent(scenario).When(new Promote()).ThenKinds(typeof(PhaseCompleted), typeof(PhaseEntered), typeof(ReasonOwed));
    }

    [Fact]
    public void Neither_a_draft_nor_a_policy_owes_anything()
    {
        Silent(DeploymentScenario.Draft()).When(new Abort("No reason was given.")).ThenKinds(typeof(DeploymentAborted));
        Silent(DeploymentScenario.AtHold()).When(new Abort("By policy."), Actor.Policy).ThenKinds(typeof(ReturnStarted));
    }

    [Fact]
    public void A_return_after_the_end_owes_it_as_the_deployment_that_it_is()
    {
        var scenario = DeploymentScenario.AtPromoting().SplitIsRead();
        var (_, decision) = DeploymentCreation.GoBack(scenario.Bus.Service, scenario.State);
        var asked = OwedReason.AskForReturn(decision, FakeBus.Start, Gates.Caller.Of(Make.Maria) with { GaveNoReason = true });
        Assert.Equal([typeof(DeploymentCreated), typeof(DeploymentStarted), typeof(ReasonOwed)], Assert.IsType<Decision.Accepted>(asked).Events.Select(e => e.GetType()));
        Assert.Equal(decision, OwedReason.AskForReturn(decision, FakeBus.Start, Gates.Caller.Of(Make.Maria)));
    }

    private static DeploymentScenario Aborted() => Silent(DeploymentScenario.AtHold()).Given(new Abort("No reason was given.")).SplitIsRead();

    private static DeploymentScenario Silent(DeploymentScenario scenario)
    {
        scenario.Bus.GivesNoReasons = true;
        return scenario;
    }
}
