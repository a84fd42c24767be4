using Sluice.Domain.Deployments;
using Sluice.Domain.Hooks;
using Sluice.Domain.Rolling;
using Sluice.Domain.Services;
using Sluice.Domain.Tests.Deployments;
using Sluice.Domain.Tests.Hooks;
using static Sluice.Domain.Deployments.DeploymentCommand;

namespace Sluice.Domain.Tests.Rolling;

/// <summary>What goes wrong quietly is told, and nothing else is.</summary>
public sealed class PlaceNoticesTests
{
    private static readonly ObservedInstance[] s_both = [One(1), One(2)];

    [Fact]
    public void While_a_plan_is_carried_out_all_is_well()
    {
        foreach (var scenario in new[] { DeploymentScenario.AtApply(), DeploymentScenario.AtHold(), DeploymentScenario.AtHold().Given(new Pause("lunch")), DeploymentScenario.AtHold().Given(new Abort("worse")) })
        {
            Assert.Empty(Of(scenario, s_both));
        }
    }

    [Fact]
    public void Two_versions_that_serve_while_nothing_moves_on_are_told()
    {
        var paused = DeploymentScenario.AtHold(change: s => s with { Rollback = new() { Enabled = false } }).Fails();
        var notice = Assert.Single(Of(paused, [.. s_both, One(2, "r2b")]));
        Assert.Equal(new(NoticeKind.MixedVersions, "Two versions serve side by side, and nothing moves on by itself: release 1 with 1 instance and release 2 with 2 instances."), notice);

        var stuck = DeploymentScenario.AtHold().Given(new Abort("worse")).After(Make.Minutes(10)).Given(new Tick());
        Assert.Equal([NoticeKind.MixedVersions], Of(stuck, s_both).Select(n => n.Kind));
        Assert.Empty(Of(stuck, [One(1), One(2) with { IsServing = false }]));
    }

    [Fact]
    public void Nothing_moving_for_longer_than_it_may_take_is_told()
    {
        var shift = DeploymentScenario.AtShift().After(Make.Minutes(19));
        Assert.Empty(Of(shift, s_both));
        Assert.Equal(
            new(NoticeKind.Stalled, "No progress since 09:00:00 UTC, longer than 20m: the share that was asked for is not in force."), Assert.Single(Of(shift.After(Make.Minutes(1)), s_both)));
        Assert.EndsWith("the instances of the release do not get ready.", Assert.Single(Of(DeploymentScenario.AtApply().After(Make.Minutes(20)), [One(1)])).Sentence, StringComparison.Ordinal);

        // A command before the start has a time of its own, and what comes after it begins with its end.
        Assert.Empty(Of(PreviewCheckStories.AtCheck().After(Make.Minutes(60)), [One(1), One(2)]));
        Assert.EndsWith("not all instances that are to be checked are ready.", Assert.Single(Of(PreviewCheckStories.AtCheck().After(Make.Minutes(60)), [One(1), One(2) with { IsReady = false }])).Sentence, StringComparison.Ordinal);
        var hook = HookStories.AtHook().After(Make.Minutes(60));
        Assert.Empty(Of(hook, [One(1)]));
        Assert.Empty(Of(hook.Given(new ReportHook(1, new HookEnd.Exited(0, WasStopped: false))), [One(1)]));
        Assert.Single(Of(hook.After(Make.Minutes(20)), [One(1)]));
    }

    [Fact]
    public void An_instance_that_runs_another_image_than_its_release_is_told()
    {
        var scenario = OfImages("shop:1", "shop:2@sha256:aa");
        Assert.Empty(Of(scenario, Image(1, "shop:1", "sha256:11"), Image(1, "shop:1", "sha256:11", "r1b"), Image(2, "shop:2@sha256:aa", "sha256:aa")));
        Assert.Equal(
            "r2 runs shop:3 (sha256:cc), which is not the image of release 5, shop:2@sha256:aa.",
            Assert.Single(Of(scenario, Image(2, "shop:3", "sha256:cc"))).Sentence);
        Assert.Equal(NoticeKind.WrongImage, Assert.Single(Of(scenario, Image(2, "shop:2@sha256:aa", "sha256:bb"))).Kind);
        Assert.Equal(
            "The instances of release 4 run different images under one name: sha256:11, sha256:12.",
            Assert.Single(Of(scenario, Image(1, "shop:1", "sha256:11"), Image(1, "shop:1", "sha256:12", "r1b"))).Sentence);
    }

    [Fact]
    public void An_image_that_a_return_would_need_and_the_engine_lacks_is_told()
    {
        var scenario = OfImages("shop:1", "shop:2");
        Assert.Equal(new(NoticeKind.PreviousImageMissing, "Going back would have to fetch shop:1 of release 4 first: the engine does not have it any more."), Assert.Single(Of(scenario, [], missing: [4])));
        Assert.Empty(Of(scenario, [], missing: [5]));
        var never = OfImages("shop:1", "shop:2", PullPolicy.Never);
        Assert.Equal("Going back could not start release 4: the engine does not have shop:1 any more, and may not fetch it.", Assert.Single(Of(never, [], missing: [4])).Sentence);
        Assert.Empty(Of(never.Given(new Abort("worse")).SplitIsRead(), [], missing: [4]));
    }

    private static ObservedInstance One(int release, string? id = null) => new(id ?? FormattableString.Invariant($"r{release}"), release, IsReady: true, IsServing: true, IsLeaving: false);

    private static ObservedInstance Image(int which, string image, string digest, string? id = null) => One(which + 3, id ?? FormattableString.Invariant($"r{which}")) with { Image = image, Digest = digest, IsServing = false };

    /// <summary>Release 4 is what served before, release 5 the new one.</summary>
    private static DeploymentScenario OfImages(string before, string after, PullPolicy pull = PullPolicy.Missing)
    {
        var bus = Make.BusWithoutLive();
        bus.Store(
            new ServiceEvent.ReleaseAdded(4, new() { Image = before, Container = new() { Pull = pull } }), new ServiceEvent.ReleaseAdded(5, new() { Image = after }),
            new ServiceEvent.DeploymentNumbered(1, Make.First, Make.Production), new ServiceEvent.ReleaseWentLive(Make.Production, 4, Make.First, Standby: null, StandbyUntil: null));
        return DeploymentScenario.On(bus, spec => spec with { FromRelease = 4, ToRelease = 5 }).Given(new Start(), new ReportStable(new(4, ["a"])), new ReportCanaryReady(1)).SplitIsRead();
    }

    private static ValueList<PlaceNotice> Of(DeploymentScenario scenario, params ObservedInstance[] seen) => Of(scenario, seen, []);

    private static ValueList<PlaceNotice> Of(DeploymentScenario scenario, ObservedInstance[] seen, int[] missing) => PlaceNotices.Of(scenario.Bus.Service, scenario.State, seen, missing, scenario.Bus.Now);
}
