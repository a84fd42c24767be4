using Sluice.Domain.Notifications;

namespace Sluice.Domain.Tests.Notifications;

/// <summary>At most one message a minute about a deployment, and when one is sent again.</summary>
public sealed class BundlingTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_first_message_goes_at_once() => Assert.Equal(new Placing.Apart(s_now), Bundling.Place(NotificationKind.Started, open: null, last: null, s_now));

    [Fact]
    public void The_next_one_waits_until_a_minute_after_it() =>
        Assert.Equal(new Placing.Apart(s_now.AddSeconds(50)), Bundling.Place(NotificationKind.GateWaits, open: null, last: s_now.AddSeconds(-10), s_now));

    [Fact]
    public void What_comes_meanwhile_joins_the_one_that_waits() =>
        Assert.Equal(new Placing.Join("m"), Bundling.Place(NotificationKind.Failed, new OpenMessage("m", s_now.AddSeconds(50)), last: s_now.AddSeconds(50), s_now));

    [Fact]
    public void A_return_waits_for_nobody() =>
        Assert.Equal(new Placing.Apart(s_now), Bundling.Place(NotificationKind.Returned, new OpenMessage("m", s_now.AddSeconds(50)), last: s_now.AddSeconds(50), s_now));

    [Fact]
    public void After_a_quiet_minute_nothing_waits() =>
        Assert.Equal(new Placing.Apart(s_now), Bundling.Place(NotificationKind.Started, open: null, last: s_now.AddMinutes(-1), s_now));

    [Theory]
    [InlineData(1, 0.5, 5)]
    [InlineData(2, 0.5, 10)]
    [InlineData(5, 0.5, 80)]
    [InlineData(1, 0, 4)]
    [InlineData(1, 1, 6)]
    [InlineData(11, 0.5, 3600)]
    [InlineData(5000, 0.5, 3600)]
    public void Attempts_come_ever_later_and_a_little_apart(int failed, double chance, int seconds) =>
        Assert.Equal(s_now.AddSeconds(seconds), RetryPlan.Next(failed, Refusals.None, s_now.AddDays(1), s_now, chance));

    [Fact]
    public void The_last_attempt_is_at_the_very_end_and_then_it_is_given_up()
    {
        var end = s_now.AddMinutes(10);
        Assert.Equal(end, RetryPlan.Next(20, Refusals.None, end, s_now, 0.5));
        Assert.Null(RetryPlan.Next(21, Refusals.None, end, end, 0.5));
    }

    [Theory]
    [InlineData(400, 3)]
    [InlineData(404, 3)]
    [InlineData(499, 3)]
    [InlineData(408, 0)]
    [InlineData(425, 0)]
    [InlineData(429, 0)]
    [InlineData(307, 0)]
    [InlineData(399, 0)]
    [InlineData(500, 0)]
    [InlineData(503, 0)]
    [InlineData(null, 0)]
    public void Whoever_says_not_now_or_nothing_refuses_nothing(int? status, int refusals) => Assert.Equal(refusals, new Refusals(2, s_now).After(status, s_now).Count);

    [Fact]
    public void The_first_of_the_refusals_in_a_row_is_when_they_began()
    {
        var second = Refusals.None.After(401, s_now).After(403, s_now.AddMinutes(2));
        Assert.Equal(new Refusals(2, s_now), second);
        Assert.Equal(new Refusals(1, s_now.AddMinutes(4)), second.After(503, s_now.AddMinutes(3)).After(401, s_now.AddMinutes(4)));
    }

    [Fact]
    public void What_is_refused_five_times_in_a_row_and_for_an_hour_is_given_up()
    {
        Assert.Null(Next(refusals: 5, minutes: 60));
        Assert.Equal(s_now.AddSeconds(40), Next(refusals: 4, minutes: 60));
        Assert.Equal(s_now.AddSeconds(40), Next(refusals: 50, minutes: 59));

        static DateTimeOffset? Next(int refusals, int minutes) => RetryPlan.Next(4, new(refusals, s_now.AddMinutes(-minutes)), s_now.AddDays(1), s_now, 0.5);
    }

    [Fact]
    public void In_a_day_there_are_some_thirty_attempts()
    {
        var (at, attempts) = (s_now, 0);
        for (DateTimeOffset? next = s_now; next is { } now; next = RetryPlan.Next(attempts, Refusals.None, s_now + RetryPlan.GivesUpAfter, now, 0.5))
        {
            (at, attempts) = (now, attempts + 1);
        }

        Assert.Equal(s_now + RetryPlan.GivesUpAfter, at);
        Assert.InRange(attempts, 25, 40);
    }
}
