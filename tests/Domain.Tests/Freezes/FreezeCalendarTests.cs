using Sluice.Domain.Freezes;
using Sluice.Domain.Services;
using Sluice.Domain.Tests.Deployments;

namespace Sluice.Domain.Tests.Freezes;

/// <summary>What will freeze a place, in order, as far as one looks ahead.</summary>
public sealed class FreezeCalendarTests
{
    private readonly FakeBus _bus = Make.BusWithLive();

    private DateTimeOffset Now => _bus.Now;

    [Fact]
    public void Stretches_come_in_order_and_end_where_one_stops_looking()
    {
        _bus.Freeze(new("later", Now.AddDays(3), Now.AddDays(4)));
        _bus.Freeze(new("too late", Now.AddDays(14), Now.AddDays(15)));
        _bus.Freeze(new("open", Now.AddDays(5), Until: null));
        _bus.Freeze(new("now", Now.AddDays(-1), Now.AddDays(1)));
        Assert.Equal(["now", "later", "open"], Ahead().Select(stretch => stretch.Freeze.Spec.Reason));
        Assert.Null(Ahead()[^1].Span.Until);
    }

    [Fact]
    public void A_weekly_window_comes_every_week_and_what_was_lifted_never()
    {
        _bus.Freeze(new("weekends", From: null, Until: null) { Weekly = new(DayOfWeek.Friday, new(16, 0), DayOfWeek.Monday, new(7, 0), "UTC") });
        _bus.Lift(_bus.Freeze(new("by mistake")));
        Assert.InRange(Ahead().Count, 2, 3);
        Assert.All(Ahead(), stretch => Assert.Equal("weekends", stretch.Freeze.Spec.Reason));
    }

    [Fact]
    public void What_is_frozen_elsewhere_is_no_matter_here()
    {
        _bus.Freeze(new("here") { Environment = Make.Production });
        Assert.Single(Ahead());
        Assert.Empty(FreezeCalendar.Of(_bus.Freezes, Make.Checkout, new EnvironmentName("staging"), Now, Now.AddDays(14)));
    }

    private ValueList<FrozenStretch> Ahead() => FreezeCalendar.Of(_bus.Freezes, Make.Checkout, Make.Production, Now, Now.AddDays(14));
}
