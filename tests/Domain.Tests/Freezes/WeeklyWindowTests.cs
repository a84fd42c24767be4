using System.Globalization;
using Sluice.Domain.Freezes;

namespace Sluice.Domain.Tests.Freezes;

/// <summary>Windows of the week through midnight, week ends and the days on which clocks are put forward or back.</summary>
public sealed class WeeklyWindowTests
{
    private static readonly WeeklyWindow s_weekend = new(DayOfWeek.Friday, new(16, 0), DayOfWeek.Monday, new(7, 0), "Europe/Berlin");

    [Theory]
    [InlineData("2026-01-09T14:59:59Z", false)]
    [InlineData("2026-01-09T15:00:00Z", true)]
    [InlineData("2026-01-11T12:00:00Z", true)]
    [InlineData("2026-01-12T05:59:59Z", true)]
    [InlineData("2026-01-12T06:00:00Z", false)]
    public void A_weekend_lasts_from_friday_to_monday_by_the_clock_of_its_zone(string at, bool inForce) => Assert.Equal(inForce, Covers(s_weekend, at));

    [Theory]
    // Summer time begins on Sunday, March 29: Friday is UTC+1, Monday UTC+2.
    [InlineData("2026-03-28T00:00:00Z", "2026-03-27T15:00:00Z", "2026-03-30T05:00:00Z")]
    // It ends on Sunday, October 25: Friday is UTC+2, Monday UTC+1.
    [InlineData("2026-10-24T00:00:00Z", "2026-10-23T14:00:00Z", "2026-10-26T06:00:00Z")]
    public void A_weekend_in_which_clocks_change_keeps_its_times_on_the_wall(string within, string from, string until) =>
        Assert.Equal(new FreezeSpan(At(from), At(until)), s_weekend.SpansAfter(At(within)).First());

    [Fact]
    public void A_time_that_is_skipped_stands_for_the_moment_at_which_clocks_are_put_forward()
    {
        // 02:00 to 03:00 does not exist on March 29.
        var begins = new WeeklyWindow(DayOfWeek.Sunday, new(2, 30), DayOfWeek.Sunday, new(9, 0), "Europe/Berlin");
        var ends = new WeeklyWindow(DayOfWeek.Saturday, new(22, 0), DayOfWeek.Sunday, new(2, 30), "Europe/Berlin");
        Assert.Equal(At("2026-03-29T01:00:00Z"), begins.SpansAfter(At("2026-03-28T00:00:00Z")).First().From);
        Assert.Equal(At("2026-03-29T01:00:00Z"), ends.SpansAfter(At("2026-03-28T00:00:00Z")).First().Until);
    }

    [Fact]
    public void A_window_within_the_skipped_hour_does_not_happen_that_week()
    {
        var window = new WeeklyWindow(DayOfWeek.Sunday, new(2, 10), DayOfWeek.Sunday, new(2, 50), "Europe/Berlin");
        Assert.Equal(At("2026-04-05T00:10:00Z"), window.SpansAfter(At("2026-03-28T00:00:00Z")).First().From);
    }

    [Fact]
    public void An_hour_that_comes_twice_is_frozen_both_times()
    {
        // 02:00 to 03:00 comes twice on October 25: from 00:00 UTC and from 01:00 UTC.
        var window = new WeeklyWindow(DayOfWeek.Sunday, new(2, 15), DayOfWeek.Sunday, new(2, 45), "Europe/Berlin");
        Assert.Equal(new FreezeSpan(At("2026-10-25T00:15:00Z"), At("2026-10-25T01:45:00Z")), window.SpansAfter(At("2026-10-24T00:00:00Z")).First());
    }

    [Fact]
    public void A_window_of_nearly_a_week_that_ends_in_the_hour_that_comes_twice_does_not_overlap_the_next()
    {
        // The first one ends at the second 02:20, at 01:20 UTC; the next begins at the first 02:30, at 00:30 UTC.
        var window = new WeeklyWindow(DayOfWeek.Sunday, new(2, 30), DayOfWeek.Sunday, new(2, 20), "Europe/Berlin");
        var spans = window.SpansAfter(At("2026-10-20T00:00:00Z")).Take(2).ToList();
        Assert.Equal(At("2026-10-25T01:20:00Z"), spans[0].Until);
        Assert.Equal(spans[0].Until, spans[1].From);
    }

    [Theory]
    [InlineData("2026-01-07T21:59:00Z", false)]
    [InlineData("2026-01-07T22:00:00Z", true)]
    [InlineData("2026-01-08T00:00:00Z", true)]
    [InlineData("2026-01-08T02:00:00Z", false)]
    public void A_night_goes_over_midnight(string at, bool inForce) =>
        Assert.Equal(inForce, Covers(new(DayOfWeek.Wednesday, new(22, 0), DayOfWeek.Thursday, new(2, 0), "UTC"), at));

    [Theory]
    [InlineData("2026-01-10T23:59:59Z", true)]
    [InlineData("2026-01-11T00:00:00Z", false)]
    public void Midnight_ends_the_day_before(string at, bool inForce) =>
        Assert.Equal(inForce, Covers(new(DayOfWeek.Saturday, new(0, 0), DayOfWeek.Sunday, new(0, 0), "UTC"), at));

    [Theory]
    [InlineData("2026-01-05T08:59:00Z", true)]
    [InlineData("2026-01-05T09:30:00Z", false)]
    [InlineData("2026-01-05T10:00:00Z", true)]
    [InlineData("2026-01-11T10:00:00Z", true)]
    public void An_end_before_its_beginning_on_the_same_day_is_a_week_later(string at, bool inForce) =>
        Assert.Equal(inForce, Covers(new(DayOfWeek.Monday, new(10, 0), DayOfWeek.Monday, new(9, 0), "UTC"), at));

    [Theory]
    [InlineData("Pacific/Kiritimati")]
    [InlineData("Pacific/Pago_Pago")]
    [InlineData("Asia/Kathmandu")]
    [InlineData("Australia/Lord_Howe")]
    public void In_every_zone_the_stretches_follow_each_other_week_by_week(string zone)
    {
        var spans = new WeeklyWindow(DayOfWeek.Sunday, new(0, 0), DayOfWeek.Saturday, new(23, 59), zone).SpansAfter(At("2026-01-01T00:00:00Z")).Take(60).ToList();
        Assert.True(spans[0].Until > At("2026-01-01T00:00:00Z"));
        Assert.True(spans[0].From < At("2026-01-08T00:00:00Z"));
        Assert.All(spans.Zip(spans.Skip(1)), pair => Assert.InRange(pair.Second.From - pair.First.Until!.Value, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2)));
    }

    [Fact]
    public void A_zone_that_the_machine_does_not_know_holds_always() => Assert.True(Covers(s_weekend with { TimeZone = "Mars/Olympus_Mons" }, "2026-01-07T12:00:00Z"));

    private static bool Covers(WeeklyWindow window, string at) => window.SpansAfter(At(at)).First().Covers(At(at));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
