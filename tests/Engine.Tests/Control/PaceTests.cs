using Sluice.Engine.Control;
using static Sluice.Engine.Tests.Control.Given;

namespace Sluice.Engine.Tests.Control;

public sealed class PaceTests
{
    [Fact]
    public void An_idle_place_is_looked_at_seldom_unless_something_leaves()
    {
        Assert.Equal(Now + Pace.Idle, Pace.Next(Now, View(active: null), isLeaving: false, nextRunAt: null));
        Assert.Equal(Now + Pace.Active, Pace.Next(Now, View(active: null), isLeaving: true, nextRunAt: null));
        Assert.Equal(Now + Pace.Active, Pace.Next(Now, View(Deployment()), isLeaving: false, nextRunAt: null));
    }

    [Fact]
    public void What_is_due_sooner_is_met_in_time()
    {
        var soon = Now + TimeSpan.FromMilliseconds(300);
        Assert.Equal(soon, Pace.Next(Now, View(Deployment() with { Clock = new(soon, BudgetEndsAt: null) }), isLeaving: false, nextRunAt: null));
        Assert.Equal(soon, Pace.Next(Now, View(Deployment()), isLeaving: false, soon));
        Assert.Equal(Now + Pace.Active, Pace.Next(Now, View(Deployment()), isLeaving: false, Now));
    }

    [Fact]
    public async Task A_wakeup_meets_its_instant_or_comes_before_it()
    {
        var clock = new ManualTimeProvider();
        var wakeup = new Wakeup();
        var ct = TestContext.Current.CancellationToken;
        var waiting = wakeup.WaitUntilAsync(clock.GetUtcNow() + TimeSpan.FromSeconds(5), clock, ct);
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(TimeSpan.Zero, await waiting);

        waiting = wakeup.WaitUntilAsync(clock.GetUtcNow() + TimeSpan.FromSeconds(5), clock, ct);
        wakeup.Set();
        Assert.Null(await waiting);

        // Set while nobody waits: the next wait ends at once, and only that one.
        wakeup.Set();
        wakeup.Set();
        Assert.Null(await wakeup.WaitUntilAsync(clock.GetUtcNow() + TimeSpan.FromSeconds(5), clock, ct));
        Assert.False(wakeup.WaitUntilAsync(clock.GetUtcNow() + TimeSpan.FromSeconds(5), clock, ct).IsCompleted);
    }

    [Fact]
    public void A_start_that_may_yet_succeed_is_given_up_when_the_release_had_its_time()
    {
        var clock = new ManualTimeProvider();
        var (limit, patience) = (new StartLimit(clock), TimeSpan.FromMinutes(1));
        Assert.False(limit.IsReached("shop-2", patience));
        clock.Advance(patience / 2);
        limit.Started();
        Assert.False(limit.IsReached("shop-2", patience));
        clock.Advance(patience);
        Assert.True(limit.IsReached("shop-2", patience));
        Assert.False(limit.IsReached("shop-2", patience));
    }

    [Fact]
    public void A_start_that_was_given_up_while_it_failed_takes_no_time_from_the_next_attempt()
    {
        var clock = new ManualTimeProvider();
        var (limit, patience) = (new StartLimit(clock), TimeSpan.FromMinutes(1));
        Assert.False(limit.IsReached("shop-2", patience));
        clock.Advance(patience);
        Assert.False(limit.IsReached("shop-3", patience));
        clock.Advance(patience);
        Assert.True(limit.IsReached("shop-3", patience));
    }
}
