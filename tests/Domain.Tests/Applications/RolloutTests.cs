using Sluice.Domain.Applications;
using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Domain.Services;
using static Sluice.Domain.Applications.ApplicationCommand;

namespace Sluice.Domain.Tests.Applications;

/// <summary>How the services of an application are taken live one after the other: db, then web when db is ready, then worker when web runs.</summary>
public sealed class RolloutTests
{
    private static readonly ApplicationName s_shop = new("shop");
    private static readonly EnvironmentName s_production = new("production");
    private static readonly ServiceName s_db = new("db");
    private static readonly ServiceName s_web = new("web");
    private static readonly ServiceName s_worker = new("worker");
    private ApplicationBook _book = ApplicationBook.Empty;

    private Rollout Rollout => _book.Find(s_shop)!;

    [Fact]
    public void A_service_is_due_when_what_it_waits_for_is_as_it_should_be()
    {
        Start();
        Assert.Equal([s_db], Due());
        Started(s_db);
        Assert.Empty(Due(Sight(s_db, null, running: 1, ready: 1)));
        Assert.Equal(["db must be ready."], RolloutProgress.WaitsFor(Rollout, Rollout.Step(s_web)!, [Sight(s_db, null, running: 1)]));

        Report(Sight(s_db, live: 1, running: 2, ready: 1, wanted: 2));
        Assert.Equal(StepState.Done, State(s_db));
        Assert.Empty(Due(Sight(s_db, live: 1, running: 2, ready: 1, wanted: 2)));
        Assert.Equal([s_web], Due(Sight(s_db, live: 1, running: 2, ready: 2, wanted: 2)));

        Started(s_web);
        Assert.Empty(Due(Sight(s_web, null)));
        Assert.Equal([s_worker], Due(Sight(s_web, null, running: 1)));
        Started(s_worker);
        Report(Sight(s_web, 1, running: 1), Sight(s_worker, 1, running: 1));
        Assert.Equal((RolloutStatus.Succeeded, "Every service runs as it should."), (Rollout.Status, Rollout.Why));
        Assert.Empty(Due());
    }

    [Fact]
    public void A_failed_dependency_holds_the_rest_says_so_and_lets_go_when_it_is_live_after_all()
    {
        Start();
        Started(s_db);
        Report(Sight(s_db, null) with { Ended = "db-1 ended failed: no such image." });
        Assert.Equal((RolloutStatus.Held, "web, worker wait for what failed. db: db-1 ended failed: no such image."), (Rollout.Status, Rollout.Why));
        Assert.Empty(Due(Sight(s_db, null)));
        Assert.Equal(["db failed."], RolloutProgress.WaitsFor(Rollout, Rollout.Step(s_web)!, []));

        Report(Sight(s_db, live: 1, running: 1, ready: 1) with { Ended = "db-1 ended failed: no such image." });
        Assert.Equal((RolloutStatus.Running, StepState.Done), (Rollout.Status, State(s_db)));
        Assert.Equal([s_web], Due(Sight(s_db, live: 1, running: 1, ready: 1)));
    }

    [Fact]
    public void Of_a_service_that_has_gone_on_to_another_release_that_one_counts()
    {
        Start();
        Started(s_db);
        Report(Sight(s_db, live: 1, running: 1));
        Assert.Empty(Due(Sight(s_db, live: 2) with { Releases = [new(2, Running: 1, Ready: 0, Wanted: 1)] }));
        Assert.Equal([s_web], Due(Sight(s_db, live: 2) with { Releases = [new(2, Running: 1, Ready: 1, Wanted: 1)] }));
    }

    [Fact]
    public void What_does_not_wait_for_the_failed_one_goes_on()
    {
        Start([Wish(s_db), Wish(s_worker), Wish(s_web, On(s_db)), Wish(new("mail"), On(s_worker))]);
        Started(s_db);
        Started(s_worker);
        Report(Sight(s_db, null) with { Ended = "gone" });
        Assert.Equal(RolloutStatus.Running, Rollout.Status);
        Report(Sight(s_worker, 1, running: 1));
        Assert.Equal((RolloutStatus.Running, "mail"), (Rollout.Status, Assert.Single(Due(Sight(s_worker, 1, running: 1))).Value));
        Started(new("mail"));
        Report(Sight(new("mail"), 1));
        Assert.Equal((RolloutStatus.Held, "web waits for what failed. db: gone"), (Rollout.Status, Rollout.Why));
    }

    [Fact]
    public void Without_anything_that_could_follow_a_failure_is_the_end()
    {
        Start([Wish(s_db), Wish(s_web)]);
        Started(s_db);
        Started(s_web);
        Report(Sight(s_db, 1), Sight(s_web, null) with { Ended = "gone" });
        Assert.Equal((RolloutStatus.Failed, "web: gone", true), (Rollout.Status, Rollout.Why, Rollout.HasEnded));
        Assert.IsType<Decision.Ignored>(Decide(new Report(s_shop, 1, [Sight(s_web, 1)])));
    }

    [Fact]
    public void The_same_look_twice_changes_nothing_the_second_time()
    {
        Start();
        Started(s_db);
        Report(Sight(s_db, null) with { Ended = "gone" });
        Assert.IsType<Decision.Ignored>(Decide(new Report(s_shop, 1, [Sight(s_db, null) with { Ended = "gone" }])));
        Assert.IsType<Decision.Ignored>(Decide(new ReportStarted(s_shop, 1, s_db, new("db-1"))));
        Assert.IsType<Decision.Ignored>(Decide(new Report(s_shop, 7, [Sight(s_db, 1)])));
    }

    [Fact]
    public void A_deployment_that_is_refused_fails_its_step()
    {
        Start();
        Give(new ReportRefused(s_shop, 1, s_db, "There is no engine."));
        Report();
        Assert.Equal((StepState.Failed, RolloutStatus.Held), (State(s_db), Rollout.Status));
        Assert.Contains("There is no engine.", Rollout.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_rollout_starts_nothing_more()
    {
        Start();
        Started(s_db);
        Give(new Cancel(s_shop));
        Assert.Equal(RolloutStatus.Cancelled, Rollout.Status);
        Assert.Empty(Due(Sight(s_db, 1, running: 1, ready: 1)));
        Assert.IsType<Decision.Ignored>(Decide(new Cancel(s_shop)));
        Assert.IsType<Refusal.NotFound>(Assert.IsType<Decision.Refused>(Decide(new Cancel(new("other")))).Refusal);
    }

    [Fact]
    public void A_second_rollout_waits_for_the_first_and_takes_the_place_of_one_that_is_held()
    {
        Start();
        Assert.Contains("Rollout 1 of shop is under way", Assert.IsType<Decision.Refused>(Decide(new Start(s_shop, s_production, [Wish(s_db)]))).Refusal.Sentence, StringComparison.Ordinal);
        Started(s_db);
        Report(Sight(s_db, null) with { Ended = "gone" });
        var events = Give(new Start(s_shop, s_production, [Wish(s_db)]));
        Assert.Equal(RolloutStatus.Superseded, Assert.IsType<ApplicationEvent.RolloutEnded>(events[0]).Outcome);
        Assert.Equal((2, RolloutStatus.Running, 1), (Rollout.Number, Rollout.Status, Rollout.Steps.Count));
    }

    [Fact]
    public void A_held_rollout_ends_when_a_newer_file_wants_what_runs()
    {
        Start([Wish(s_db), Wish(s_web, On(s_db))]);
        Started(s_db);
        Report(Sight(s_db, null) with { Ended = "gone" });
        var web = Service.Fold(
        [
            new ServiceEvent.ServiceDeclared(s_web, [new(s_production, new(RuntimeKind.Container), Wish(s_web).Router)]), new ServiceEvent.ReleaseAdded(1, Wish(s_web).Release),
            new ServiceEvent.ReleaseWentLive(s_production, 1, DeploymentId.Of(s_web, 1), Standby: null, StandbyUntil: null),
        ])!;
        var accepted = Assert.IsType<Decision.Accepted>(ApplicationDecider.Decide(_book, new Start(s_shop, s_production, [Wish(s_web)]), [web], []));
        Assert.Equal(RolloutStatus.Superseded, Assert.IsType<ApplicationEvent.RolloutEnded>(Assert.Single(accepted.ApplicationEvents)).Outcome);
        Give(new Cancel(s_shop));
        Assert.IsType<Decision.Ignored>(ApplicationDecider.Decide(_book, new Start(s_shop, s_production, [Wish(s_web)]), [web], []));
    }

    [Fact]
    public void New_services_and_their_releases_come_into_being_with_the_rollout()
    {
        var accepted = Assert.IsType<Decision.Accepted>(Decide(new Start(s_shop, s_production, [Wish(s_web), Wish(s_db)])));
        Assert.Equal(["db", "web"], accepted.Services.Select(one => one.Service.Value));
        Assert.All(accepted.Services, one => Assert.IsType<ServiceEvent.ReleaseAdded>(Assert.IsType<ServiceEvent.ServiceDeclared>(one.Events[0]) is null ? null : one.Events[1]));
        Assert.Equal(["web", "db"], Assert.IsType<ApplicationEvent.RolloutStarted>(Assert.Single(accepted.ApplicationEvents)).Steps.Select(step => step.Key));
    }

    [Fact]
    public void What_is_wrong_with_any_of_them_is_told_together_and_nothing_comes_into_being()
    {
        var refused = Assert.IsType<Decision.Refused>(Decide(new Start(s_shop, s_production, [Wish(s_db) with { Release = new() { Image = "Not An Image" } }, Wish(s_web) with { Release = new() { Image = "a", Replicas = 0 } }])));
        Assert.Equal(["services.db.release.image", "services.web.release.replicas"], Assert.IsType<Refusal.Invalid>(refused.Refusal).Errors.Select(error => error.Field).Distinct());
    }

    private void Start(params ValueList<ServiceWish> wishes) =>
        Give(new Start(s_shop, s_production, wishes.Count > 0 ? wishes : [Wish(s_db), Wish(s_web, new ServiceDependency(s_db, DependencyCondition.ServiceHealthy)), Wish(s_worker, On(s_web))]));

    private void Started(ServiceName service) => Give(new ReportStarted(s_shop, Rollout.Number, service, DeploymentId.Of(service, 1)));

    private void Report(params ValueList<ServiceSight> sights) => Give(new Report(s_shop, Rollout.Number, sights));

    private StepState State(ServiceName service) => Rollout.Step(service)!.State;

    private List<ServiceName> Due(params ValueList<ServiceSight> sights) => [.. RolloutProgress.Due(Rollout, sights).Select(step => step.Service)];

    private Decision Decide(ApplicationCommand command) => ApplicationDecider.Decide(_book, command, [], []);

    private ValueList<ApplicationEvent> Give(ApplicationCommand command)
    {
        var events = Assert.IsType<Decision.Accepted>(Decide(command)).ApplicationEvents.Select(e => e with { Origin = new Origin(DateTimeOffset.UnixEpoch, Actor.Person("ann")) }).ToValueList();
        _book = events.Aggregate(_book, ApplicationBook.Evolve);
        return events;
    }

    private static ServiceWish Wish(ServiceName service, params ValueList<ServiceDependency> after) =>
        new(service.Value, service, new(RouterKind.Gateway, service.Value, "/"), new() { Image = "a:1" }, new(), after);

    private static ServiceDependency On(ServiceName service) => new(service, DependencyCondition.ServiceStarted);

    private static ServiceSight Sight(ServiceName service, int? live, int running = 0, int ready = 0, int wanted = 1) => new(service, live, Ended: null, [new(1, running, ready, wanted)]);
}
