using Sluice.Domain.Events;
using Sluice.Domain.Freezes;
using Sluice.Domain.Services;
using Sluice.Domain.Tests.Deployments;

namespace Sluice.Domain.Tests.Freezes;

/// <summary>What is frozen where, until when, and who says so.</summary>
public sealed class FreezeBookTests
{
    private static readonly EnvironmentName s_staging = new("staging");
    private readonly FakeBus _bus = Make.BusWithLive();

    private DateTimeOffset Now => _bus.Now;

    [Fact]
    public void Nothing_is_frozen_unless_somebody_says_so()
    {
        Assert.Null(_bus.Freezes.At(Make.Checkout, Make.Production, Now));
        Assert.Same(_bus.Service, _bus.Frozen);
        Assert.Null(_bus.Freezes.NextChange(Now));
    }

    [Fact]
    public void A_freeze_of_everything_holds_until_it_is_lifted()
    {
        var id = _bus.Freeze();
        Assert.Equal("f1", id.Value);
        Assert.Equal(new FreezeNotice(id, "year end", Make.Ann, Until: null), _bus.Place().Frozen);
        Assert.Equal("Frozen by ann until somebody lifts it: year end.", _bus.Place().Frozen!.Sentence);
        Assert.Equal(_bus.Place().Frozen, _bus.Freezes.OfAll(Now));
        _bus.Now += TimeSpan.FromDays(400);
        Assert.NotNull(_bus.Place().Frozen);

        _bus.Lift(id);
        Assert.Null(_bus.Place().Frozen);
        Assert.Null(_bus.Freezes.OfAll(Now));
        Assert.Equal((FreezeStage.Lifted, new FreezeLift(Make.Ann, Now, Reason: null)), (_bus.Freezes.Find(id)!.StageAt(Now), _bus.Freezes.Find(id)!.Lift));
        Assert.Equal("f2", _bus.Freeze().Value);
    }

    [Fact]
    public void A_freeze_with_times_comes_and_goes_by_itself()
    {
        var id = _bus.Freeze(new("year end.", Now.AddHours(1), Now.AddHours(3)));
        Assert.Null(_bus.Place().Frozen);
        Assert.Equal((FreezeStage.Upcoming, Now.AddHours(1)), (_bus.Freezes.Find(id)!.StageAt(Now), _bus.Freezes.NextChange(Now)));

        _bus.Now += TimeSpan.FromHours(1);
        Assert.Equal("Frozen until Mon 5 Jan 2026 12:00 UTC by ann: year end.", _bus.Place().Frozen?.Sentence);
        Assert.Equal((FreezeStage.InForce, Now.AddHours(2)), (_bus.Freezes.Find(id)!.StageAt(Now), _bus.Freezes.NextChange(Now)));

        _bus.Now += TimeSpan.FromHours(2);
        Assert.Null(_bus.Place().Frozen);
        Assert.Equal((FreezeStage.Over, null), (_bus.Freezes.Find(id)!.StageAt(Now), _bus.Freezes.NextChange(Now)));
    }

    [Fact]
    public void A_scope_limits_what_is_frozen()
    {
        _bus.Freeze(new("stock taking") { Service = Make.Checkout, Environment = Make.Production });
        Assert.NotNull(_bus.Freezes.At(Make.Checkout, Make.Production, Now));
        Assert.Null(_bus.Freezes.At(Make.Checkout, s_staging, Now));
        Assert.Null(_bus.Freezes.At(new("cart"), Make.Production, Now));
        Assert.Null(_bus.Freezes.OfAll(Now));
    }

    [Fact]
    public void An_environment_is_frozen_in_every_service()
    {
        _bus.Freeze(new("stock taking") { Environment = Make.Production });
        Assert.NotNull(_bus.Freezes.At(new("cart"), Make.Production, Now));
        Assert.Null(_bus.Freezes.At(new("cart"), s_staging, Now));
    }

    [Fact]
    public void Of_freezes_that_overlap_the_longest_speaks_and_the_end_is_that_of_all()
    {
        _bus.Freeze(new("short", Until: Now.AddHours(2)));
        var longest = _bus.Freeze(new("long", Until: Now.AddHours(4)));
        _bus.Freeze(new("after", Now.AddHours(4), Now.AddHours(9)));
        _bus.Freeze(new("much later", Now.AddHours(10), Now.AddHours(12)));
        Assert.Equal(new FreezeNotice(longest, "long", Make.Ann, Now.AddHours(9)), _bus.Place().Frozen);
        _bus.Freeze(new("for good", Now.AddHours(8)));
        Assert.Null(_bus.Place().Frozen!.Until);
    }

    [Fact]
    public void Windows_that_follow_each_other_for_ever_have_no_end()
    {
        _bus.Freeze(new("the week") { Weekly = new(DayOfWeek.Monday, new(0, 0), DayOfWeek.Friday, new(12, 0), "UTC") });
        Assert.Equal(new DateTimeOffset(2026, 1, 9, 12, 0, 0, TimeSpan.Zero), _bus.Place().Frozen!.Until);
        _bus.Freeze(new("the rest") { Weekly = new(DayOfWeek.Friday, new(12, 0), DayOfWeek.Monday, new(0, 0), "UTC") });
        Assert.Null(_bus.Place().Frozen!.Until);
    }

    [Fact]
    public void A_weekly_window_holds_only_within_its_season()
    {
        // FakeBus begins on Monday, January 5.
        var id = _bus.Freeze(new("weekends", Now.AddDays(6), Now.AddDays(20)) { Weekly = new(DayOfWeek.Saturday, new(0, 0), DayOfWeek.Monday, new(0, 0), "UTC") });
        var spans = _bus.Freezes.Find(id)!.Spec.SpansAfter(Now).ToList();
        Assert.Equal(
            [
                new(Now.AddDays(6), Utc(12)),
                new(Utc(17), Utc(19)),
                new(Utc(24), Now.AddDays(20)),
            ],
            spans);
        Assert.Equal(FreezeStage.Upcoming, _bus.Freezes.Find(id)!.StageAt(Utc(14)));
    }

    [Fact]
    public void Those_that_are_over_are_kept_the_newest_first_to_stay()
    {
        var events = Enumerable.Range(1, 500).Select(n => (FreezeEvent)new FreezeEvent.FreezeDeclared(new(FreezeId.Of(n), "short", Now.AddMinutes(n), n == 3 ? null : Now.AddMinutes(n + 1)))
        {
            Origin = new Origin(Now.AddMinutes(n), Make.Ann),
        }).ToList();
        var book = FreezeBook.Fold(events);
        Assert.Equal(500, book.Last);
        Assert.InRange(book.Freezes.Count, 200, 203);
        Assert.NotNull(book.Find(FreezeId.Of(3)));
        Assert.Equal(FreezeId.Of(500), book.Freezes[^1].Spec.Id);
        Assert.Equal(book, FreezeBook.Fold(events));
    }

    private static DateTimeOffset Utc(int day) => new(2026, 1, day, 0, 0, 0, TimeSpan.Zero);
}
