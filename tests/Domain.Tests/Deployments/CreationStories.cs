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

public sealed class CreationStories
{
    private static readonly DeploymentId s_third = DeploymentId.Of(Make.Checkout, 3);

    [Fact]
    public void A_first_deployment_has_one_phase()
    {
        var bus = Make.BusWithoutLive();
        var (id, _) = bus.Create(Make.Request(1));
        Assert.Equal(PlanBuilder.Instant(Make.Hold), bus.Deployments[id].Spec.Plan);
        Assert.Equal(new Running(RunStage.Gate), bus.Deployments[id].Status);
    }

    [Fact]
    public void An_inline_release_is_made_with_the_deployment_and_gets_the_next_number()
    {
        var bus = Make.BusWithLive();
        var (id, decision) = bus.Create(Make.Request() with { Release = null, NewRelease = Make.Release("four") });
        Assert.Equal(DeploymentId.Of(Make.Checkout, 2), id);
        Assert.Equal(
            [new ServiceEvent.ReleaseAdded(4, Make.Release("four")), new ServiceEvent.DeploymentNumbered(2, id, Make.Production), new ServiceEvent.PlaceTaken(Make.Production, id)],
            Assert.IsType<Decision.Accepted>(decision).ServiceEvents);
        Assert.Equal(4, bus.Deployments[id].Spec.ToRelease);
        Assert.Equal(1, bus.Deployments[id].Spec.FromRelease);
    }

    [Fact]
    public void A_second_deployment_is_refused_and_told_who_holds_the_place()
    {
        var bus = Make.BusWithLive();
        var (holder, _) = bus.Create(Make.Request());
        var (_, decision) = bus.Create(Make.Request(3));
        Assert.Equal(Decision.Refuse(new Refusal.Busy(holder)), decision);
        Assert.Equal(2, bus.Service.LastDeployment);
    }

    [Fact]
    public void A_second_deployment_may_wait_in_the_queue()
    {
        var bus = Make.BusWithLive();
        var (holder, _) = bus.Create(Make.Request());
        var (id, decision) = bus.Create(Make.Request(3) with { Queue = true });
        Assert.Equal(new DeploymentQueued(holder), Assert.IsType<Decision.Accepted>(decision).Events[1]);
        Assert.Equal(new Pending(PendingReason.Queued), bus.Deployments[id].Status);
        Assert.Equal([id], bus.Place().Queue);
    }

    [Fact]
    public void A_free_place_goes_to_the_queue_before_newcomers()
    {
        var bus = Make.BusWithLive();
        var (holder, _) = bus.Create(Make.Request());
        var (waiting, _) = bus.Create(Make.Request(3) with { Queue = true });
        bus.Send(holder, new Abort("stop"));
        bus.Send(holder, new ReportSplit(TrafficSplit.AllStable, Verified: true));
        Assert.Null(bus.Place().Holder);

        Assert.Equal(Decision.Refuse(new Refusal.Busy(waiting)), bus.Create(Make.Request()).Decision);
        var (late, _) = bus.Create(Make.Request() with { Queue = true });
        Assert.Equal([waiting, late], bus.Place().Queue);
    }

    [Fact]
    public void A_draft_holds_no_place()
    {
        var bus = Make.BusWithLive();
        var (id, _) = bus.Create(Make.Request() with { AutoStart = false });
        Assert.Equal(new Pending(PendingReason.Draft), bus.Deployments[id].Status);
        Assert.Null(bus.Place().Holder);
        Assert.IsType<Decision.Accepted>(bus.Create(Make.Request(3)).Decision);
    }

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        var bus = Make.BusWithLive();
        var (_, decision) = bus.Create(new DeploymentRequest(Make.Checkout, new("moon"), Release: 9, NewRelease: null)
        {
            Strategy = DeploymentStrategy.BlueGreen,
            Plan = new PlanRequest(PlanKind.Phases) { Hold = Make.Minutes(-1) },
            Thresholds = new() { ErrorRate = 1.5, LatencyP99 = TimeSpan.Zero, Custom = [new("mood", Min: 2, Max: 1)] },
            Analysis = new() { FailedRuns = 0, Interval = TimeSpan.Zero },
            Rollback = new() { OnErrorRate = double.NaN, OnMetricFailure = ["latency_p50"] },
        });
        var errors = Assert.IsType<Refusal.Invalid>(Assert.IsType<Decision.Refused>(decision).Refusal).Errors;
        Assert.Equal(
            [
                "analysis.failed_runs", "analysis.interval", "environment", "plan.hold", "plan.kind", "plan.phases", "release", "rollback.on_error_rate",
                "rollback.on_metric_failure[0]", "thresholds.custom[0].metric", "thresholds.custom[0].min", "thresholds.error_rate", "thresholds.latency_p99",
            ],
            errors.Select(e => e.Field).Order(StringComparer.Ordinal));
        Assert.All(errors, e => Assert.True(e.Found.Length > 0 && e.Remedy.Length > 0, e.Field));
        Assert.Equal(1, bus.Service.LastDeployment);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Exactly_one_of_release_and_new_release_is_given(bool both)
    {
        var request = Make.Request() with { Release = both ? 2 : null, NewRelease = both ? Make.Release() : null };
        var refused = Assert.IsType<Decision.Refused>(Make.BusWithLive().Create(request).Decision);
        Assert.Equal("release", Assert.Single(Assert.IsType<Refusal.Invalid>(refused.Refusal).Errors).Field);
    }

    [Fact]
    public void A_release_that_the_environment_cannot_run_is_refused()
    {
        var request = Make.Request() with { Release = null, NewRelease = new ReleaseSpec { Image = "shop:1" } };
        var refused = Assert.IsType<Decision.Refused>(Make.BusWithLive().Create(request).Decision);
        Assert.Equal("release", Assert.Single(Assert.IsType<Refusal.Invalid>(refused.Refusal).Errors).Field);
    }

    [Fact]
    public void A_dry_run_ends_without_a_change() =>
        DeploymentScenario.AtGate(s => s with { DryRun = true })
            .When(new ReportStable(Make.Stable))
            .Then(new StableCaptured(Make.Stable), new DeploymentSucceeded(NoOp: true))
            .ThenService(new ServiceEvent.PlaceFreed(Make.Production, Make.Second));

    [Fact]
    public void A_dry_run_keeps_what_was_found_out_about_it_and_what_is_done_in_earnest_nothing()
    {
        ValueList<Finding> found = [new(FindingLevel.Warning, "analysis", "It would go back.")];
        var bus = Make.BusWithLive();
        var (earnest, _) = bus.Create(Make.Request() with { Findings = found });
        var (dry, _) = bus.Create(Make.Request() with { DryRun = true, Queue = true, Findings = found });
        Assert.Null(bus.Deployments[earnest].Spec.Findings);
        Assert.Equal(found, bus.Deployments[dry].Spec.Findings);
    }

    [Fact]
    public void What_was_found_out_about_one_dry_run_is_not_said_of_its_retry()
    {
        var aborted = DeploymentScenario.AtHold(change: s => s with { Findings = [new(FindingLevel.Note, "analysis", "It would pass.")] }).Given(new Abort("stop")).SplitIsRead();
        Assert.Null(aborted.Bus.Deployments[aborted.Bus.Retry(aborted.Id).Id].Spec.Findings);
    }

    [Fact]
    public void What_runs_already_is_a_success_that_changed_nothing() =>
        DeploymentScenario.AtGate(s => s with { ToRelease = 1 })
            .When(new ReportStable(Make.Stable))
            .Then(new StableCaptured(Make.Stable), new DeploymentSucceeded(NoOp: true))
            .ThenOutcome(Outcome.Succeeded);

    [Fact]
    public void A_retry_is_a_new_deployment_of_the_same()
    {
        var aborted = DeploymentScenario.AtHold().Given(new Abort("stop")).SplitIsRead();
        var (id, _) = aborted.Bus.Retry(aborted.Id);
        Assert.Equal(s_third, id);
        Assert.Equal(aborted.State.Spec with { Id = id, Number = 3, RetryOf = aborted.Id }, aborted.Bus.Deployments[id].Spec);
        Assert.Equal(id, aborted.Place.Holder);
    }

    [Fact]
    public void A_running_deployment_is_not_retried_even_with_a_place_in_the_queue()
    {
        var running = DeploymentScenario.AtHold();
        Assert.Equal(Decision.Illegal("It has not ended yet."), running.Bus.Retry(running.Id, queue: true).Decision);
    }

    [Fact]
    public void A_retry_of_a_busy_place_names_the_holder_or_waits()
    {
        var aborted = DeploymentScenario.AtHold().Given(new Abort("stop")).SplitIsRead();
        var (holder, _) = aborted.Bus.Create(Make.Request(3));
        Assert.Equal(Decision.Refuse(new Refusal.Busy(holder)), aborted.Bus.Retry(aborted.Id).Decision);
        var (id, _) = aborted.Bus.Retry(aborted.Id, queue: true);
        Assert.Equal([id], aborted.Place.Queue);
    }

    [Fact]
    public void A_first_deployment_is_not_retried_over_a_live_release()
    {
        var bus = Make.BusWithoutLive();
        var (first, _) = bus.Create(Make.Request(1));
        bus.Send(first, new Abort("stop"));
        bus.Send(first, new ReportSplit(TrafficSplit.AllStable, Verified: true));
        bus.Store(new ServiceEvent.ReleaseWentLive(Make.Production, 2, Make.Second, Standby: null, StandbyUntil: null));
        Assert.Equal(Decision.Illegal("It was planned before anything was live here and would switch at once; create it anew."), bus.Retry(first).Decision);
    }

    [Fact]
    public void A_plan_for_an_empty_place_ends_when_something_is_live_by_its_turn()
    {
        var scenario = DeploymentScenario.Draft(s => s with { Plan = PlanBuilder.Instant(Make.Hold) });
        scenario.Bus.Store(new ServiceEvent.PlaceQueued(Make.Production, scenario.Id));
        scenario.Bus.Store(scenario.Id, new DeploymentQueued(Make.First), Make.Maria);
        scenario.Given(new Dequeue())
            .When(new ReportStable(Make.Stable))
            .ThenKinds(typeof(StableCaptured), typeof(DeploymentFailed))
            .ThenOutcome(Outcome.Failed);
    }

    [Fact]
    public void Going_back_is_a_new_deployment_at_once_and_without_gates()
    {
        var done = DeploymentScenario.AtPromoting().SplitIsRead();
        var (id, _) = done.Bus.GoBack(done.Id);
        var spec = done.Bus.Deployments[id].Spec;
        Assert.Equal((DeploymentKind.Rollback, 2, 1, PlanKind.Instant, done.Id), (spec.Kind, spec.FromRelease, spec.ToRelease, spec.Plan.Kind, spec.Supersedes));
        Assert.False(spec.Analysis.Enabled);
    }

    [Fact]
    public void Going_back_restores_what_ran_not_what_was_live_at_creation()
    {
        // It was created while release 1 was live, and waited until release 3 was.
        var bus = Make.BusWithLive();
        var scenario = DeploymentScenario.On(bus);
        bus.Store(new ServiceEvent.ReleaseWentLive(Make.Production, 3, Make.First, Standby: null, StandbyUntil: null));
        scenario.Given(new Start(), new ReportStable(new CapturedStable(3, ["r3-0"])), new ReportCanaryReady(1)).SplitIsRead().Given(new PromoteFully()).SplitIsRead();
        var (id, _) = bus.GoBack(scenario.Id);
        Assert.Equal(3, bus.Deployments[id].Spec.ToRelease);
    }

    [Fact]
    public void Going_back_passes_the_queue_and_not_the_holder()
    {
        var done = DeploymentScenario.AtPromoting();
        var (waiting, _) = done.Bus.Create(Make.Request(3) with { Queue = true });
        done.SplitIsRead();
        var (back, decision) = done.Bus.GoBack(done.Id);
        Assert.IsType<Decision.Accepted>(decision);
        Assert.Equal(back, done.Place.Holder);
        Assert.Equal([waiting], done.Place.Queue);
        Assert.Equal(Decision.Refuse(new Refusal.Busy(back)), done.Bus.GoBack(done.Id).Decision);
    }

    [Fact]
    public void Going_back_from_what_was_replaced_is_illegal()
    {
        var done = DeploymentScenario.AtPromoting().SplitIsRead();
        Finish(done.Bus, done.Bus.GoBack(done.Id).Id);
        Assert.Equal(Decision.Illegal("A later deployment has replaced what it brought."), done.Bus.GoBack(done.Id).Decision);
    }

    [Fact]
    public void Going_back_from_a_running_deployment_is_illegal_here()
    {
        var running = DeploymentScenario.AtHold();
        Assert.Equal(Decision.Illegal("It has not ended yet."), running.Bus.GoBack(running.Id).Decision);
    }

    [Fact]
    public void A_rollback_marks_what_it_replaced()
    {
        var done = DeploymentScenario.AtPromoting().SplitIsRead();
        var (id, _) = done.Bus.GoBack(done.Id);
        Finish(done.Bus, id);
        Assert.Contains(done.Bus.Log, entry => entry.Event is ServiceEvent.DeploymentSuperseded mark && mark.Deployment == done.Id && mark.By == id);
        Assert.Equal((1, id), (done.Place.Live, done.Place.LiveBy));
        Assert.Equal(Outcome.Succeeded, Assert.IsType<Ended>(done.State.Status).Outcome);
    }

    [Fact]
    public void A_rollback_is_not_repeated_once_something_else_is_live()
    {
        var done = DeploymentScenario.AtPromoting().SplitIsRead();
        var (back, _) = done.Bus.GoBack(done.Id);
        done.Bus.Send(back, new Abort("stop"));
        done.Bus.Send(back, new ReportSplit(TrafficSplit.AllStable, Verified: true));
        Assert.Equal(Outcome.Aborted, Assert.IsType<Ended>(done.Bus.Deployments[back].Status).Outcome);

        done.Bus.Store(new ServiceEvent.ReleaseWentLive(Make.Production, 3, DeploymentId.Of(Make.Checkout, 4), Standby: 2, done.Bus.Now));
        Assert.Equal(Decision.Illegal("A later deployment has replaced what it was to undo."), done.Bus.Retry(back).Decision);
    }

    /// <summary>An instant plan from its start to its end.</summary>
    private static void Finish(FakeBus bus, DeploymentId id)
    {
        DeploymentScenario.Of(bus, id)
            .Given(new ReportStable(new CapturedStable(bus.Place().Live!.Value, ["x"])), new ReportCanaryReady(1)).SplitIsRead()
            .Given(new Tick()).SplitIsRead()
            .ThenOutcome(Outcome.Succeeded);
    }
}
