using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Domain.Traffic;
using static Sluice.Domain.Deployments.DeploymentCommand;
using static Sluice.Domain.Deployments.DeploymentEvent;
using static Sluice.Domain.Deployments.DeploymentStatus;
using static Sluice.Domain.Services.ServiceEvent;

namespace Sluice.Domain.Tests.Deployments;

/// <summary>What somebody else started is written down where nothing was ever deployed.</summary>
public sealed class InitialStories
{
    private static readonly ReleaseSpec s_runs = new() { Endpoints = ["http://10.0.0.4:8080"], Notes = "as it was" };
    private static readonly ReleaseSpec s_next = s_runs with { Endpoints = ["http://10.0.0.5:8080"], Notes = "the next" };

    [Fact]
    public void What_runs_becomes_release_1_and_a_deployment_that_has_succeeded()
    {
        var bus = Elsewhere();
        var (id, decision) = bus.Record(null, s_runs);
        var accepted = Assert.IsType<Decision.Accepted>(decision);
        Assert.Equal(
            [new ReleaseAdded(1, s_runs), new DeploymentNumbered(1, id, Make.Production), new ReleaseWentLive(Make.Production, 1, id, Standby: null, StandbyUntil: null) { Recorded = true }],
            accepted.ServiceEvents);
        Assert.Equal([typeof(DeploymentCreated), typeof(DeploymentSucceeded)], accepted.Events.Select(e => e.GetType()));

        Assert.Equal((1, id, true, bus.Now), (bus.Place().Live, bus.Place().LiveBy, bus.Place().LiveIsRecorded, bus.Place().LiveSince));
        Assert.Null(bus.Place().Holder);
        var deployment = bus.Deployments[id];
        Assert.Equal(new Ended(Outcome.Succeeded, Reason: null, bus.Now, NoOp: true), deployment.Status);
        Assert.Equal((DeploymentKind.Initial, (int?)null, 1, 100), (deployment.Spec.Kind, deployment.Spec.FromRelease, deployment.Spec.ToRelease, deployment.Progress));
        Assert.Null(deployment.StartedAt);
    }

    [Fact]
    public void From_then_on_it_is_what_serves_and_what_runs()
    {
        var bus = Elsewhere();
        bus.Record(null, s_runs);
        var wanted = Wanted.From(bus.Place(), active: null, bus.Now);
        Assert.Equal(([new WantedArm(1, ArmRole.Stable, Share.All)], [1]), (wanted.Arms, wanted.Running));
    }

    [Fact]
    public void A_release_that_is_there_can_be_named()
    {
        var bus = Elsewhere();
        bus.Store(new ReleaseAdded(1, s_next), new ReleaseAdded(2, s_runs));
        var (id, decision) = bus.Record(2);
        Assert.IsType<Decision.Accepted>(decision);
        Assert.Equal((2, id), (bus.Place().Live, bus.Place().LiveBy));
    }

    [Fact]
    public void The_same_order_again_has_nothing_to_do_and_names_the_same_deployment()
    {
        var bus = Elsewhere();
        var (id, _) = bus.Record(null, s_runs);
        var events = bus.Log.Count;
        Assert.Equal((id, Decision.Ignore("it is recorded already")), bus.Record(null, s_runs));
        Assert.Equal((id, Decision.Ignore("it is recorded already")), bus.Record(1));
        Assert.Equal(events, bus.Log.Count);

        bus.Store(new ReleaseAdded(2, s_runs));
        Assert.Equal((id, Decision.Ignore("it is recorded already")), bus.Record(2));
    }

    [Fact]
    public void Something_else_is_a_deployment_then()
    {
        var bus = Elsewhere();
        var (id, _) = bus.Record(null, s_runs);
        Assert.Equal($"Release 1 is recorded for production of checkout already, by {id}. What has changed since is a deployment.", Illegal(bus.Record(null, s_next)));
    }

    [Fact]
    public void The_next_deployment_starts_from_it_and_can_go_back_to_it()
    {
        var bus = Elsewhere();
        bus.Record(null, s_runs);
        var (second, _) = bus.Create(Make.Request() with { Release = null, NewRelease = s_next });
        Assert.Equal((1, 2, 3), (bus.Deployments[second].Spec.FromRelease, bus.Deployments[second].Spec.ToRelease, bus.Deployments[second].Spec.Plan.Phases.Count));

        var scenario = DeploymentScenario.Of(bus, second).Given(new ReportStable(Make.Stable), new ReportCanaryReady(1)).SplitIsRead().Given(new PromoteFully()).SplitIsRead().ThenOutcome(Outcome.Succeeded);
        Assert.False(scenario.Place.LiveIsRecorded);
        Assert.Equal(1, scenario.Place.Standby!.Release);
        var (back, _) = bus.GoBack(second);
        Assert.Equal((DeploymentKind.Rollback, 1), (bus.Deployments[back].Spec.Kind, bus.Deployments[back].Spec.ToRelease));
    }

    [Fact]
    public void Where_something_was_deployed_nothing_is_recorded_not_even_the_same()
    {
        var bus = Elsewhere();
        bus.Store(new ReleaseAdded(1, s_runs), new DeploymentNumbered(1, Make.First, Make.Production), new ReleaseWentLive(Make.Production, 1, Make.First, Standby: null, StandbyUntil: null));
        Assert.Equal("Release 1 is live in production of checkout, deployed by checkout-1. Only where nothing was ever deployed can be recorded what runs already.", Illegal(bus.Record(1)));
        Assert.Equal(1, bus.Service.LastDeployment);
    }

    [Fact]
    public void While_a_first_deployment_has_the_place_or_waits_for_it_that_one_is_named()
    {
        var bus = Elsewhere();
        var (first, _) = bus.Create(Make.Request() with { Release = null, NewRelease = s_next });
        Assert.Equal(Decision.Refuse(new Refusal.Busy(first)), bus.Record(null, s_runs).Decision);

        var frozen = Elsewhere();
        frozen.Freeze();
        var (waits, _) = frozen.Create(Make.Request() with { Release = null, NewRelease = s_next });
        Assert.Equal(Decision.Refuse(new Refusal.Busy(waits)), frozen.Record(null, s_runs).Decision);

        var later = Elsewhere();
        var (comes, _) = later.Create(Make.Request() with { Release = null, NewRelease = s_next, StartAt = FakeBus.Start + TimeSpan.FromHours(1) });
        Assert.Equal(Decision.Refuse(new Refusal.Busy(comes)), later.Record(null, s_runs).Decision);
    }

    [Fact]
    public void A_first_attempt_that_was_aborted_is_not_in_the_way()
    {
        var bus = Elsewhere();
        var (first, _) = bus.Create(Make.Request() with { Release = null, NewRelease = s_next });
        bus.Send(first, new Abort("it runs already"));
        bus.Send(first, new ReportSplit(TrafficSplit.AllStable, Verified: true));
        Assert.IsType<Decision.Accepted>(bus.Record(null, s_runs).Decision);
        Assert.Equal(2, bus.Place().Live);
        Assert.Null(bus.Place().LastWithoutSuccess);
    }

    [Fact]
    public void Under_a_freeze_nothing_begins_to_serve()
    {
        var bus = Elsewhere();
        bus.Freeze();
        Assert.Equal(bus.Place().Frozen!.Sentence, Illegal(bus.Record(null, s_runs)));
    }

    [Fact]
    public void What_Sluice_would_start_itself_is_not_recorded()
    {
        var bus = Make.BusWithoutLive();
        Assert.StartsWith("Sluice starts what runs in production itself", Illegal(bus.Record(1)), StringComparison.Ordinal);
    }

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        var refused = Assert.IsType<Decision.Refused>(Elsewhere().Record(null, s_runs with { Endpoints = ["ftp://x", "http://10.0.0.4/path"], Replicas = 0 }).Decision);
        Assert.Equal(["release.endpoints[0]", "release.endpoints[1]", "release.replicas"], Assert.IsType<Refusal.Invalid>(refused.Refusal).Errors.Select(e => e.Field));

        var foreign = Assert.IsType<Decision.Refused>(Elsewhere().Record(null, Make.Release()).Decision);
        Assert.Equal("release", Assert.Single(Assert.IsType<Refusal.Invalid>(foreign.Refusal).Errors).Field);
    }

    [Fact]
    public void It_has_no_operations_and_nothing_to_repeat_or_take_back()
    {
        var bus = Elsewhere();
        var (id, _) = bus.Record(null, s_runs);
        var deployment = bus.Deployments[id];
        Assert.Equal("It changed nothing.", Legality.Of(deployment, bus.Place(), DeploymentAction.RollBack).ReasonIfNot);
        Assert.Equal("It succeeded; there is nothing to repeat.", Legality.Of(deployment, bus.Place(), DeploymentAction.Retry).ReasonIfNot);
        Assert.IsType<Decision.Accepted>(bus.Send(id, new AddNote("Started by hand in 2019.")));
    }

    /// <summary>A place of which somebody else runs the instances.</summary>
    private static FakeBus Elsewhere()
    {
        var bus = new FakeBus();
        bus.Store(new ServiceDeclared(Make.Checkout, [Make.Environment() with { Runtime = new RuntimeSpec(RuntimeKind.External) }]));
        return bus;
    }

    private static string Illegal((DeploymentId Id, Decision Decision) answer) => Assert.IsType<Refusal.Illegal>(Assert.IsType<Decision.Refused>(answer.Decision).Refusal).Sentence;
}
