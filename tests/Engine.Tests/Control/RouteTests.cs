using Sluice.Domain.Deployments;
using Sluice.Domain.Rolling;
using Sluice.Domain.Traffic;
using Sluice.Engine.Control;
using Sluice.Engine.Traffic;
using Sluice.Engine.Workloads;
using static Sluice.Domain.Deployments.DeploymentStatus;
using static Sluice.Engine.Tests.Control.Given;

namespace Sluice.Engine.Tests.Control;

public sealed class RouteTests
{
    private static readonly RollingBack s_returning = new(EndsAs.Aborted, "stop", Domain.Actor.Person("ann"), Now, Now);

    [Fact]
    public void Each_arm_gets_the_instances_that_can_take_requests()
    {
        var spec = Served(Deployment(), [Instance("a", 1), Instance("b", 1, InstanceState.Unready), Instance("c", 1, InstanceState.Failed), Instance("d", 2), Instance("e", 2, InstanceState.Starting)]);
        Assert.Equal([(1, 70m), (2, 30m)], spec.Arms.Select(a => (a.Release, a.Share.Percent)));
        Assert.Equal(["a", "b"], spec.Arms[0].Instances.Select(i => i.Id));
        Assert.Equal(["d"], spec.Arms[1].Instances.Select(i => i.Id));
    }

    [Fact]
    public void What_cannot_be_served_leaves_the_route_as_it_is() =>
        Assert.Contains("Release 1 should get 70 %", Assert.IsType<Route.Keep>(Route.For(Place, View(Deployment()), [Instance("d", 2)], RouteReading.None)).Why, StringComparison.Ordinal);

    [Fact]
    public void Nothing_live_and_nothing_wanted_has_no_route() =>
        Assert.IsType<Route.Withdraw>(Route.For(Place, View(active: null, live: null), [], RouteReading.None));

    [Fact]
    public void A_canary_that_returns_stays_known_until_it_has_been_seen_empty()
    {
        Assert.Equal([("d", true)], Leaving(Read("d", open: 3)));
        Assert.Equal([("d", true)], Leaving(Read("d")));
        Assert.Equal([("d", true)], Leaving(Read("d", draining: true, open: 1)));
        Assert.Empty(Leaving(Read("d", draining: true)));
        Assert.Empty(Leaving());
    }

    [Fact]
    public void What_stands_by_after_a_success_keeps_its_open_requests()
    {
        var view = View(active: null, live: 2, new Domain.Services.Standby(1, Now + TimeSpan.FromMinutes(2)));
        var route = Route.For(Place, view, [Instance("a", 1), Instance("d", 2)], Reading(100, Read("a", open: 1), Read("d")));
        var standby = Assert.IsType<Route.Serve>(route).Spec.Arms.Single(a => a.Release == 1);
        Assert.Equal((Share.None, true), (standby.Share, standby.Instances[0].Draining));
    }

    [Fact]
    public void Who_takes_part_goes_with_the_route_and_needs_somebody_for_all_others()
    {
        Assert.Equal(Users, Served(Among(Deployment()), [Instance("a", 1), Instance("d", 2)]).Users);
        var all = Among(Deployment()) with { Asked = TrafficSplit.AllCanary };
        Assert.Contains("all requests that do not match", Assert.IsType<Route.Keep>(Route.For(Place, View(all), [Instance("d", 2)], RouteReading.None)).Why, StringComparison.Ordinal);
        Assert.Null(Served(Among(Deployment(s_returning)), [Instance("a", 1), Instance("d", 2)]).Users);
    }

    [Fact]
    public void Instances_that_take_each_others_place_get_as_much_as_any_other_until_the_batch_is_there()
    {
        Instance[] all = [Instance("a", 1), Instance("b", 1) with { Slot = 1 }, Instance("d", 2)];
        var onTheWay = Assert.IsType<Route.Serve>(Route.For(Place, Counted(2, 1), all, RouteReading.None)).Spec;
        Assert.Equal([66.7m, 33.3m], onTheWay.Arms.Select(a => a.Share.Percent));
        var there = Assert.IsType<Route.Serve>(Route.For(Place, Counted(1, 1), all, Reading(0, Read("b", open: 1)))).Spec;
        Assert.Equal([(50m, "a"), (50m, "d"), (0, "b")], there.Arms.Select(a => (a.Share.Percent, a.Instances.Single().Id)));
        Assert.True(there.Arms[2].Instances[0].Draining);
    }

    [Fact]
    public void Only_where_nobody_need_serve_the_route_pauses()
    {
        Assert.IsType<Route.Keep>(Route.For(Place, Counted(0, 0), [Instance("a", 1)], RouteReading.None));
        var paused = Assert.IsType<Route.Serve>(Route.For(Place, Counted(0, 0, new(2, 0, 2)), [Instance("a", 1)], Reading(0, Read("a", open: 2)))).Spec;
        Assert.True(paused.IsPaused);

        // While a batch is held nobody is missing on purpose.
        var held = View(InPlace(Deployment(new Running(RunStage.Hold)), new(2, 0, 2))) with { Slots = new([], []) };
        Assert.IsType<Route.Keep>(Route.For(Place, held, [Instance("a", 1)], RouteReading.None));
        Assert.Contains(paused.Arms, a => a.Instances is [{ Id: "a", Draining: true }]);
    }

    private static PlaceView Counted(int old, int fresh, RollingLimits? limits = null) => View(InPlace(Deployment(new Running(RunStage.Shift)), limits ?? new(2, 1, 0))) with { Slots = new(Slots.Below(old), Slots.Below(fresh)) };

    private static IEnumerable<(string Id, bool Draining)> Leaving(params ReadOnlySpan<ReadInstance> routed) =>
        Served(Deployment(s_returning), [Instance("a", 1), Instance("d", 2)], Reading(30, routed)).Arms.Where(a => a.Release == 2).SelectMany(a => a.Instances).Select(i => (i.Id, i.Draining));

    private static RouteSpec Served(Deployment active, IReadOnlyList<Instance> instances, RouteReading? now = null)
    {
        var spec = Assert.IsType<Route.Serve>(Route.For(Place, View(active), instances, now ?? RouteReading.None)).Spec;
        Assert.Equal(1000, spec.Arms.Sum(a => a.Share.Tenths));
        return spec;
    }
}
