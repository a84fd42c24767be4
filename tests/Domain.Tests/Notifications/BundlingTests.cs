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
        Assert.Equal(s_now.AddSeconds(seconds), RetryPlan.Next(failed, refusals: 0, s_now.AddDays(1), s_now, chance));

    [Fact]
    public void The_last_attempt_is_at_the_very_end_and_then_it_is_given_up()
    {
        var end = s_now.AddMinutes(10);
        Assert.Equal(end, RetryPlan.Next(20, refusals: 0, end, s_now, 0.5));
        Assert.Null(RetryPlan.Next(21, refusals: 0, end, end, 0.5));
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
    public void Whoever_says_not_now_or_nothing_refuses_nothing(int? status, int refusals) => Assert.Equal(refusals, RetryPlan.Refusals(before: 2, status));

    [Fact]
    public void What_is_refused_five_times_in_a_row_is_given_up()
    {
        Assert.Equal(s_now.AddSeconds(40), RetryPlan.Next(4, refusals: 4, s_now.AddDays(1), s_now, 0.5));
        Assert.Null(RetryPlan.Next(5, refusals: 5, s_now.AddDays(1), s_now, 0.5));
        Assert.NotNull(RetryPlan.Next(50, refusals: 1, s_now.AddDays(1), s_now, 0.5));
    }

    [Fact]
    public void In_a_day_there_are_some_thirty_attempts()
    {
        var (at, attempts) = (s_now, 0);
        for (DateTimeOffset? next = s_now; next is { } now; next = RetryPlan.Next(attempts, refusals: 0, s_now + RetryPlan.GivesUpAfter, now, 0.5))
        {
            (at, attempts) = (now, attempts + 1);
        }

        Assert.Equal(s_now + RetryPlan.GivesUpAfter, at);
        Assert.InRange(attempts, 25, 40);
    }
}
