using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Domain.Notifications;
using Sluice.Domain.Tests.Deployments;
using static Sluice.Domain.Deployments.DeploymentCommand;
using static Sluice.Domain.Deployments.DeploymentEvent;

namespace Sluice.Domain.Tests.Notifications;

/// <summary>Which events others are told of.</summary>
public sealed class NotificationRulesTests
{
    [Fact]
    public void A_deployment_that_succeeds_was_started_and_has_succeeded() =>
        Assert.Equal([NotificationKind.Started, NotificationKind.Succeeded], Kinds(DeploymentScenario.AtPromoting().SplitIsRead()));

    [Fact]
    public void A_return_is_told_when_it_begins_and_not_again_when_it_is_over()
    {
        var scenario = DeploymentScenario.AtHold().Given(new RollBack("errors")).SplitIsRead();
        Assert.Equal([NotificationKind.Started, NotificationKind.Returned], Kinds(scenario));
        var told = Told(scenario)[^1];
        Assert.Equal((scenario.Id, "errors", "maria", "production"), (told.Deployment, told.Text, told.By, told.Environment.Value));
    }

    [Fact]
    public void An_abort_and_a_cancel_are_told_by_their_own_names_when_they_are_over()
    {
        Assert.Equal([NotificationKind.Started], Kinds(DeploymentScenario.AtHold().Given(new Abort("wrong build"))));
        Assert.Equal([NotificationKind.Started, NotificationKind.Aborted], Kinds(DeploymentScenario.AtHold().Given(new Abort("wrong build")).SplitIsRead()));
        Assert.Equal([NotificationKind.Started, NotificationKind.Cancelled], Kinds(DeploymentScenario.AtHold().Given(new Cancel("not today")).SplitIsRead()));
        Assert.Equal([NotificationKind.Cancelled], Kinds(DeploymentScenario.Draft().Given(new Cancel("not today"))));
    }

    [Fact]
    public void A_question_is_told_with_its_words()
    {
        var scenario = DeploymentScenario.AtQuestion();
        var told = Told(scenario)[^1];
        Assert.Equal((NotificationKind.GateWaits, scenario.State.OpenGate!.Question), (told.Kind, told.Text));
        Assert.Equal($"{scenario.Id}:{told.Version}:gate_waits", told.Id);
    }

    [Fact]
    public void Who_acts_against_the_evidence_is_told_of_beside_what_it_led_to()
    {
        var scenario = DeploymentScenario.AtPromoting().SplitIsRead();
        var order = new Origin(FakeBus.Start, Make.Ann, "it is fine") { Order = new GivenOrder("promote", "ui", Seen: 4, Version: 5, Against: "verdict:roll_back") };
        Assert.Equal([NotificationKind.Overridden], NotificationRules.Of(scenario.State, new PromotionStarted(Full: true) { Origin = order }, 5).Select(told => told.Kind));
        var both = NotificationRules.Of(scenario.State, new DeploymentSucceeded(NoOp: false) { Origin = order }, 5);
        Assert.Equal([NotificationKind.Succeeded, NotificationKind.Overridden], both.Select(told => told.Kind));
        Assert.Equal(("ann", "it is fine"), (both[1].By, both[1].Text));
        Assert.Equal(2, both.Select(told => told.Id).Distinct().Count());
    }

    [Fact]
    public void What_ran_already_was_not_delivered()
    {
        var bus = Make.BusWithoutLive();
        var (id, _) = bus.Record(1);
        Assert.Empty(Kinds(DeploymentScenario.Of(bus, id)));
    }

    [Fact]
    public void A_hold_by_a_failure_is_told_like_one_by_a_verdict()
    {
        var paused = new DeploymentPaused(PauseReason.Failure, "the router is away") { Origin = new(FakeBus.Start, Actor.Policy) };
        Assert.True(NotificationRules.BeginsHold(paused));
        var held = Deployment.Evolve(DeploymentScenario.AtHold().State, paused);
        Assert.Equal("the router is away", NotificationRules.StillHeld(held, held, 9)?.Text);
    }

    [Fact]
    public void A_hold_is_told_only_while_it_is_the_same_hold()
    {
        var scenario = DeploymentScenario.AtHold();
        var paused = new DeploymentPaused(PauseReason.Inconclusive, "too little evidence") { Origin = new(FakeBus.Start, Actor.Policy) };
        Assert.True(NotificationRules.BeginsHold(paused));
        Assert.False(NotificationRules.BeginsHold(paused with { Reason = PauseReason.Person }));
        var held = Deployment.Evolve(scenario.State, paused);
        var told = NotificationRules.StillHeld(held, held, 9)!;
        Assert.Equal((NotificationKind.Held, FakeBus.Start + NotificationRules.HeldFor, "too little evidence"), (told.Kind, told.At, told.Text));

        var resumed = Deployment.Evolve(held, new DeploymentResumed(null, null) { Origin = new(FakeBus.Start, Make.Ann) });
        Assert.Null(NotificationRules.StillHeld(held, resumed, 9));
        var again = Deployment.Evolve(resumed, paused with { Origin = new(FakeBus.Start.AddMinutes(1), Actor.Policy) });
        Assert.Null(NotificationRules.StillHeld(held, again, 9));
    }

    [Fact]
    public void What_is_told_of_passes_the_first_look_and_what_fails_it_is_never_told_of()
    {
        foreach (var scenario in new[] { DeploymentScenario.AtPromoting().SplitIsRead(), DeploymentScenario.AtQuestion(), DeploymentScenario.AtHold().Given(new Abort("x")).SplitIsRead() })
        {
            Assert.All(Steps(scenario), step => Assert.Equal(NotificationRules.Of(step.After, step.Event, step.Version).Count > 0, NotificationRules.MayTell(step.Event)));
        }
    }

    private static List<NotificationKind> Kinds(DeploymentScenario scenario) => [.. Told(scenario).Select(told => told.Kind)];

    private static List<Notification> Told(DeploymentScenario scenario) => [.. Steps(scenario).SelectMany(step => NotificationRules.Of(step.After, step.Event, step.Version))];

    private static IEnumerable<(Deployment After, DeploymentEvent Event, long Version)> Steps(DeploymentScenario scenario)
    {
        var (state, version) = ((Deployment?)null, 0L);
        foreach (var @event in scenario.Bus.Log.Where(entry => entry.Deployment == scenario.Id).Select(entry => entry.Event).OfType<DeploymentEvent>())
        {
            state = Deployment.Evolve(state, @event);
            yield return (state, @event, ++version);
        }
    }
}
