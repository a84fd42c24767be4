using System.Text.Json;
using Sluice.Domain.Deployments;
using Sluice.Domain.Planning;
using Sluice.Domain.Rolling;
using Sluice.Domain.Services;
using Sluice.Domain.Traffic;
using static Sluice.Domain.Deployments.DeploymentCommand;
using static Sluice.Domain.Deployments.DeploymentEvent;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Domain.Tests.Deployments;

/// <summary>A release that runs the same as what is live is no reason to touch anything, unless somebody insists.</summary>
public sealed class UnchangedStories
{
    private static readonly ReleaseSpec s_again = Make.Release("one") with { Notes = "the same with another note", CommitSha = "0123abc" };

    [Fact]
    public void A_release_that_runs_the_same_ends_at_once_and_says_as_which() => Created(new())
        .When(new ReportStable(Make.Stable))
        .Then(new StableCaptured(Make.Stable), new DeploymentSucceeded(NoOp: true) { SameAs = 1 })
        .ThenService(new ServiceEvent.PlaceFreed(Make.Production, Make.Second))
        .ThenStatus(new Ended(Outcome.Succeeded, "Release 4 runs the same as release 1, which is live.", FakeBus.Start, NoOp: true));

    [Fact]
    public void What_is_live_stays_the_release_that_runs()
    {
        var scenario = Created(new()).Given(new ReportStable(Make.Stable));
        Assert.Equal((1, Make.First), (scenario.Place.Live, scenario.Place.LiveBy));
        Assert.Equal([1], scenario.Wanted.Running);
    }

    [Fact]
    public void Who_insists_gets_new_instances() => Created(new(Force: true))
        .When(new ReportStable(Make.Stable))
        .Then(new StableCaptured(Make.Stable));

    [Fact]
    public void Another_number_of_instances_is_something_to_do() => Created(new(s_again with { Replicas = 2 }))
        .When(new ReportStable(Make.Stable))
        .Then(new StableCaptured(Make.Stable));

    [Fact]
    public void The_same_tag_that_stood_for_another_image_is_something_to_do()
    {
        var bus = Make.BusWithLive();
        bus.Store(new ServiceEvent.ReleaseAdded(4, s_again), new ServiceEvent.ImageResolved(1, "abc", "sha256:abc"));
        Assert.NotEmpty(DeploymentWarnings.Unchanged(Make.Request(4), bus.Service, bus.Place()));
        Assert.Empty(DeploymentPreview.Operations(bus.Service, Make.Request(4)));

        bus.Store(new ServiceEvent.ImageResolved(4, "def", "sha256:def"));
        Assert.Empty(DeploymentWarnings.Unchanged(Make.Request(4), bus.Service, bus.Place()));
        Assert.NotEmpty(DeploymentPreview.Operations(bus.Service, Make.Request(4)));
        Assert.Equal([new("image", "sha256:abc", "sha256:def", SpecVerdict.NeedsRecreate)], SpecComparison.Compare(bus.Service.Release(1)!, bus.Service.Release(4)!).Differences);
        var (id, _) = bus.Create(Make.Request(4));
        DeploymentScenario.Of(bus, id).When(new ReportStable(Make.Stable)).Then(new StableCaptured(Make.Stable));
    }

    [Fact]
    public void To_insist_on_what_is_live_makes_a_release_that_says_the_same()
    {
        var bus = Make.BusWithLive();
        var (id, _) = bus.Create(Make.Request(1) with { ForceRecreate = true });

        Assert.Equal((4, true), (bus.Deployments[id].Spec.ToRelease, bus.Deployments[id].Spec.ForceRecreate));
        Assert.Equal(bus.Service.Release(1)!.Spec, bus.Service.Release(4)!.Spec);
        Assert.Equal(Make.Maria, bus.Deployments[id].CreatedBy);
    }

    [Fact]
    public void A_rollback_goes_back_also_to_what_runs_the_same()
    {
        var forced = Created(new(Force: true)).Given(new ReportStable(Make.Stable), new ReportCanaryReady(1)).SplitIsRead().Given(new PromoteFully()).SplitIsRead();
        var (id, _) = forced.Bus.GoBack(forced.Id);
        DeploymentScenario.Of(forced.Bus, id).When(new ReportStable(new(4, ["r4-0"]))).Then(new StableCaptured(new(4, ["r4-0"])));
    }

    [Fact]
    public void A_retry_skips_what_has_become_live_in_the_meantime()
    {
        var aborted = Created(new(Make.Release("three"))).Given(new ReportStable(Make.Stable), new Abort("stop")).SplitIsRead();
        var (other, _) = aborted.Bus.Create(Make.Request(3));
        DeploymentScenario.Of(aborted.Bus, other).Given(new ReportStable(Make.Stable), new ReportCanaryReady(1)).SplitIsRead().Given(new PromoteFully()).SplitIsRead();
        var (retry, _) = aborted.Bus.Retry(aborted.Id);
        var live = new CapturedStable(3, ["r3-0"]);

        DeploymentScenario.Of(aborted.Bus, retry).When(new ReportStable(live)).Then(new StableCaptured(live), new DeploymentSucceeded(NoOp: true) { SameAs = 3 });
    }

    [Fact]
    public void A_plan_for_an_empty_place_has_nothing_to_do_either_when_the_same_is_live_by_its_turn()
    {
        var scenario = DeploymentScenario.Draft(s => s with { Plan = PlanBuilder.Instant(Make.Hold), ToRelease = 4 });
        scenario.Bus.Store(new ServiceEvent.ReleaseAdded(4, s_again), new ServiceEvent.PlaceQueued(Make.Production, scenario.Id));
        scenario.Bus.Store(scenario.Id, new DeploymentQueued(Make.First), Make.Maria);
        scenario.Given(new Dequeue(), new ReportStable(Make.Stable)).ThenOutcome(Outcome.Succeeded);
    }

    [Fact]
    public void Whose_health_was_not_asked_is_remembered_while_it_serves_and_stands_by()
    {
        var first = Created(new(Make.Release("four"), Skip: true)).Given(new ReportStable(Make.Stable), new ReportCanaryReady(1)).SplitIsRead().Given(new PromoteFully()).SplitIsRead();
        Assert.Equal([4], first.Place.HealthSkipped);

        var (second, _) = first.Bus.Create(Make.Request(3));
        var next = DeploymentScenario.Of(first.Bus, second).Given(new ReportStable(new(4, ["r4-0"])), new ReportCanaryReady(1)).SplitIsRead().Given(new PromoteFully()).SplitIsRead();
        Assert.Equal((3, [4]), (next.Place.Live, next.Place.HealthSkipped));

        var (back, _) = next.Bus.GoBack(second);
        Assert.True(next.Bus.Deployments[back].Spec.SkipHealth);
        var returned = DeploymentScenario.Of(next.Bus, back).Given(new ReportStable(new(3, ["r3-0"])), new ReportCanaryReady(1)).SplitIsRead().Given(new PromoteFully()).SplitIsRead();
        Assert.Equal((4, [4]), (returned.Place.Live, returned.Place.HealthSkipped));
    }

    [Fact]
    public void What_is_unusual_is_warned_about()
    {
        var bus = Make.BusWithLive();
        var request = Make.Request() with { ForceRecreate = true, SkipHealth = true };

        Assert.Equal(["force_recreate:", "skip_health:"], DeploymentWarnings.For(request).Select(warning => warning.Split(' ')[0]));
        Assert.Empty(DeploymentWarnings.Unchanged(Make.Request(), bus.Service, bus.Place()));
        Assert.Empty(DeploymentWarnings.Unchanged(request with { Release = 1 }, bus.Service, bus.Place()));
        Assert.StartsWith("Release 1 is live", Assert.Single(DeploymentWarnings.Unchanged(Make.Request(1), bus.Service, bus.Place())), StringComparison.Ordinal);
        var same = Make.Request() with { Release = null, NewRelease = s_again };
        Assert.StartsWith("The release runs the same as release 1", Assert.Single(DeploymentWarnings.Unchanged(same, bus.Service, bus.Place())), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_usual_is_stored_as_it_was()
    {
        Assert.DoesNotContain("orce", JsonSerializer.Serialize(Make.Spec), StringComparison.Ordinal);
        Assert.DoesNotContain("ealth", JsonSerializer.Serialize(Make.Spec), StringComparison.Ordinal);
        var insisted = Make.Spec with { ForceRecreate = true, SkipHealth = true };
        Assert.Equal(insisted, JsonSerializer.Deserialize<DeploymentSpec>(JsonSerializer.Serialize(insisted)));
    }

    /// <summary>Deployment 2, of a release 4.</summary>
    private static DeploymentScenario Created(Case @case)
    {
        var bus = Make.BusWithLive();
        var (id, decision) = bus.Create(Make.Request() with { Release = null, NewRelease = @case.Release ?? s_again, ForceRecreate = @case.Force, SkipHealth = @case.Skip });
        Assert.True(decision is Decision.Accepted, $"{decision}");
        return DeploymentScenario.Of(bus, id);
    }

    private sealed record Case(ReleaseSpec? Release = null, bool Force = false, bool Skip = false);
}
