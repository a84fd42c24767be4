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

/// <summary>From waiting for a place to a canary that is ready.</summary>
public sealed class StartStories
{
    [Fact]
    public void Starting_takes_the_place() =>
        DeploymentScenario.Draft()
            .When(new Start())
            .Then(new DeploymentStarted())
            .ThenService(new ServiceEvent.PlaceTaken(Make.Production, Make.Second))
            .ThenStatus(new Running(RunStage.Gate));

    [Fact]
    public void Starting_a_draft_in_a_busy_place_names_the_holder()
    {
        var draft = DeploymentScenario.Draft();
        var (holder, _) = draft.Bus.Create(Make.Request(3));
        draft.When(new Start());
        Assert.Equal(Decision.Refuse(new Refusal.Busy(holder)), draft.Last);
    }

    [Fact]
    public void The_first_in_the_queue_starts_when_the_place_is_free()
    {
        var bus = Make.BusWithLive();
        var (holder, _) = bus.Create(Make.Request());
        var (first, _) = bus.Create(Make.Request(3) with { Queue = true });
        var (second, _) = bus.Create(Make.Request(3) with { Queue = true });
        DeploymentScenario.Of(bus, first).When(new Dequeue()).ThenIgnored("it is not this deployment's turn");

        bus.Send(holder, new Abort("stop"));
        bus.Send(holder, new ReportSplit(TrafficSplit.AllStable, Verified: true));
        DeploymentScenario.Of(bus, second).When(new Dequeue()).ThenIgnored("it is not this deployment's turn");
        DeploymentScenario.Of(bus, first).When(new Dequeue()).Then(new DeploymentStarted());
        Assert.Equal((first, second), (bus.Place().Holder, Assert.Single(bus.Place().Queue)));
    }

    [Fact]
    public void One_that_gave_up_waiting_leaves_the_queue()
    {
        var bus = Make.BusWithLive();
        bus.Create(Make.Request());
        var (id, _) = bus.Create(Make.Request(3) with { Queue = true });
        DeploymentScenario.Of(bus, id).When(new Cancel("not today"))
            .Then(new DeploymentCancelled("not today"))
            .ThenService(new ServiceEvent.PlaceFreed(Make.Production, id))
            .ThenOutcome(Outcome.Cancelled);
        Assert.Empty(bus.Place().Queue);
        Assert.NotNull(bus.Place().Holder);
    }

    [Fact]
    public void What_runs_is_captured_before_anything_is_touched()
    {
        var scenario = DeploymentScenario.AtGate();
        Assert.Equal([1], scenario.Wanted.Running);
        scenario.When(new ReportStable(Make.Stable)).Then(new StableCaptured(Make.Stable)).ThenStatus(new Running(RunStage.Apply));
        Assert.Equal([1, 2], scenario.Wanted.Running);
    }

    [Fact]
    public void What_is_live_and_not_seen_running_holds_the_start() =>
        DeploymentScenario.AtGate()
            .When(new ReportStable(null)).ThenIgnored("what is live was not seen running")
            .When(new ReportStable(new CapturedStable(3, ["r3-0"]))).ThenIgnored("what is live was not seen running");

    [Fact]
    public void Where_nothing_runs_all_phases_but_the_last_are_skipped() =>
        DeploymentScenario.FirstDraft().Given(new Start())
            .When(new ReportStable(null))
            .Then(new StableCaptured(null), new PhasesSkipped(0, 1))
            .Given(new ReportCanaryReady(1))
            .Then(new CanaryReady(1), new PhaseEntered(2, Share.All));

    [Fact]
    public void A_ready_canary_enters_the_first_phase() =>
        DeploymentScenario.AtApply()
            .When(new ReportCanaryReady(2))
            .Then(new CanaryReady(2), new PhaseEntered(0, Make.Percent(10)))
            .ThenStatus(new Running(RunStage.Shift));

    [Fact]
    public void A_canary_that_gets_ready_during_a_pause_waits_for_the_resume() =>
        DeploymentScenario.AtApply().Given(new Pause("lunch"))
            .When(new ReportCanaryReady(1)).Then(new CanaryReady(1))
            .Given(new Resume()).ThenStatus(new Running(RunStage.Apply))
            .When(new Tick()).Then(new PhaseEntered(0, Make.Percent(10)));

    [Fact]
    public void A_canary_that_does_not_start_goes_back_and_fails()
    {
        var scenario = DeploymentScenario.AtApply();
        scenario.When(new ReportStartFailed("port in use"))
            .Then(new ReturnStarted(EndsAs.Failed, "port in use", "apply", FakeBus.Start + DeploymentDecider.ReturnBudget))
            .SplitIsRead()
            .ThenOutcome(Outcome.Failed);
        Assert.Equal(("apply", RollbackOutcome.Succeeded), (scenario.State.FailedStage, scenario.State.RollbackOutcome));
    }

    [Fact]
    public void A_first_phase_with_a_gate_asks_before_any_traffic() =>
        DeploymentScenario.AtApply(s => s with { Plan = Make.Plan(Make.Phase(10, gate: true), Make.Phase(100)) })
            .When(new ReportCanaryReady(1)).ThenKinds(typeof(CanaryReady), typeof(GateOpened))
            .When(new Approve("g1")).ThenKinds(typeof(GateAnswered), typeof(PhaseEntered));
}
