using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Domain.Gates;
using static Sluice.Domain.Deployments.DeploymentCommand;
using static Sluice.Domain.Deployments.DeploymentEvent;

namespace Sluice.Domain.Tests.Deployments;

/// <summary>What lists remember of how a deployment went.</summary>
public sealed class CourseTests
{
    [Fact]
    public void One_that_goes_by_itself_is_nobody_s_hand_and_keeps_its_largest_share()
    {
        var course = Of(DeploymentScenario.AtHold().Passes().After(Make.Hold).Given(new Tick()).SplitIsRead());
        Assert.Equal(new Course { MostShare = Make.Percent(50) }, course);
    }

    [Fact]
    public void A_return_keeps_when_it_was_decided_and_how_far_it_had_come()
    {
        var scenario = DeploymentScenario.AtHold().After(Make.Minutes(1)).Fails();
        var decided = scenario.Bus.Now;
        var course = Of(scenario.After(Make.Seconds(20)).SplitIsRead());
        Assert.Equal((decided, Make.Percent(10), false), (course.ReturnBeganAt, course.MostShare, course.IsTouched));
    }

    [Fact]
    public void Those_whose_yes_let_it_go_on_are_named_and_nobody_else()
    {
        var rule = new ApprovalRule { Quorum = 2, FourEyes = false };
        var plan = Make.Plan(Make.Phase(10), Make.Phase(50, gate: true) with { Approval = rule }, Make.Phase(100));
        var scenario = DeploymentScenario.AtHold(change: spec => spec with { Plan = plan }).Passes().After(Make.Hold).Given(new Tick());
        Assert.Empty(Of(scenario.Given(new Approve("g1"), Make.Maria)).Approvers);
        Assert.Equal(["ann", "maria"], Of(scenario.Given(new Approve("g1"), Make.Ann)).Approvers);
    }

    [Fact]
    public void A_no_and_a_yes_to_going_back_let_nothing_go_on() =>
        Assert.Empty(Of(DeploymentScenario.AtQuestion().Given(new Approve("g1"), Make.Ann)).Approvers);

    [Fact]
    public void An_order_between_start_and_end_is_a_hand_and_a_note_is_none()
    {
        Assert.False(Of(DeploymentScenario.AtHold().Given(new AddNote("looks well"))).IsTouched);
        Assert.True(Of(DeploymentScenario.AtHold().Given(new Pause("look"))).IsTouched);
        Assert.True(Of(DeploymentScenario.AtHold().Given(new Abort("bad"))).IsTouched);
        Assert.False(Of(DeploymentScenario.Draft().Given(new Abort("not now"))).IsTouched);
    }

    [Fact]
    public void What_was_ordered_against_the_evidence_stays_marked()
    {
        var held = DeploymentScenario.AtHold().State;
        var against = new PhaseCompleted(0) { Origin = new Origin(FakeBus.Start, Make.Maria) { Order = new GivenOrder("promote", "ui", Seen: null, Version: 9, Against: "hold") } };
        var course = Course.None.After(held, against).After(held, new SplitLost("gone"));
        Assert.True(course.IsOverridden);
        Assert.False(Course.None.After(held, new PhaseCompleted(0)).IsOverridden);
    }

    private static Course Of(DeploymentScenario scenario)
    {
        var (state, course) = ((Deployment?)null, Course.None);
        foreach (var @event in scenario.Bus.Log.Where(entry => entry.Deployment == scenario.Id).Select(entry => entry.Event).OfType<DeploymentEvent>())
        {
            (course, state) = (course.After(state, @event), Deployment.Evolve(state, @event));
        }

        return course;
    }
}
