using Sluice.Domain.Deployments;
using Sluice.Engine.Control;
using Sluice.Engine.Traffic;
using Sluice.Engine.Workloads;
using static Sluice.Engine.Tests.Control.Given;

namespace Sluice.Engine.Tests.Control;

public sealed class DrainsTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    private readonly ManualTimeProvider _clock = new();
    private readonly Drains _drains;

    public DrainsTests() => _drains = new(_clock);

    [Fact]
    public void What_is_wanted_stays() => Assert.Empty(Finished(View(Deployment()), Reading(30, Read("a"), Read("d", draining: true))));

    [Fact]
    public void What_gets_traffic_stays() => Assert.Empty(Finished(View(active: null), Reading(30, Read("d", draining: true))));

    [Fact]
    public void Nothing_is_stopped_while_the_router_cannot_be_asked() => Assert.Empty(Finished(View(active: null), reading: null));

    [Fact]
    public void What_is_empty_goes_at_once() => Assert.Equal(["d"], Finished(View(active: null), Reading(0, Read("d", draining: true))));

    [Fact]
    public void What_never_had_a_request_goes_at_once() => Assert.Equal(["d"], Finished(View(active: null), Reading(0)));

    [Fact]
    public void Open_requests_are_waited_for_up_to_the_limit()
    {
        var reading = Reading(0, Read("d", draining: true, open: 1));
        Assert.Empty(Finished(View(active: null), reading));
        _clock.Advance(s_limit - TimeSpan.FromSeconds(1));
        Assert.Empty(Finished(View(active: null), reading));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["d"], Finished(View(active: null), reading));
    }

    [Fact]
    public void What_left_the_router_with_requests_is_waited_for_too()
    {
        _drains.See(Reading(30, Read("d", open: 2)));
        Assert.Empty(Finished(View(active: null), Reading(0)));
        _clock.Advance(s_limit);
        Assert.Equal(["d"], Finished(View(active: null), Reading(0)));
    }

    [Fact]
    public void A_process_that_is_dead_is_not_waited_for()
    {
        _drains.See(Reading(30, Read("d", open: 2)));
        var dead = Instance("d", 2, InstanceState.Failed) with { Pid = null };
        Assert.Single(_drains.Finished(View(active: null), [dead], Reading(0), s_limit));
    }

    private IEnumerable<string> Finished(PlaceView view, RouteReading? reading) =>
        _drains.Finished(view, [Instance("a", 1), Instance("d", 2)], reading, s_limit).Select(i => i.Id);
}
