using Sluice.Engine.Metrics;
using static Sluice.Engine.Tests.Metrics.Counters;

namespace Sluice.Engine.Tests.Metrics;

public sealed class SampleRingTests
{
    [Fact]
    public void It_gives_back_what_was_put_in_oldest_first()
    {
        var ring = new SampleRing(Shop);
        ring.Add(Tick(1, (1, 10), (2, 0)));
        ring.Add(Tick(2, (1, 0), (2, 0)));
        ring.Add(Tick(3, (1, 0), (2, 0)));
        ring.Add(Tick(4, (1, 5), (2, 1)));

        var ticks = ring.Since(Noon.AddSeconds(1));

        Assert.Equal([2, 3, 4], ticks.Select(tick => (tick.At - Noon).TotalSeconds));
        Assert.Equal([(1, 5L, 5L), (2, 1L, 1L)], ticks[2].Samples.Select(s => (s.Release, s.Requests, s.Latency.Span[40])));
        Assert.Equal(4, ring.Since(DateTimeOffset.MinValue).Count);
    }

    [Fact]
    public void It_keeps_half_an_hour_of_seconds_and_lets_go_of_the_oldest()
    {
        var ring = new SampleRing(Shop);
        for (var second = 1; second <= SampleRing.HalfAnHour + 500; second++)
        {
            ring.Add(Tick(second, (1, second)));
        }

        var ticks = ring.Since(DateTimeOffset.MinValue);

        Assert.Equal(SampleRing.HalfAnHour, ticks.Count);
        Assert.Equal(Enumerable.Range(501, SampleRing.HalfAnHour).Select(second => (long)second), ticks.Select(tick => tick.Samples[0].Requests));
    }

    [Fact]
    public void A_clock_that_was_put_back_wins()
    {
        var ring = new SampleRing(Shop);
        ring.Add(Tick(10, (1, 1)));
        ring.Add(Tick(11, (1, 2)));
        ring.Add(Tick(10.5, (1, 3)));
        Assert.Equal([1, 3], ring.Since(DateTimeOffset.MinValue).Select(tick => tick.Samples[0].Requests));
    }

    [Fact]
    public void A_window_counts_the_ticks_that_lie_in_it_whole_for_both_arms()
    {
        var ring = new SampleRing(Shop);
        for (var second = 1; second <= 10; second++)
        {
            ring.Add(new(Shop, Noon.AddSeconds(second), [Sample(second, 1, 100, errors: 1, open: second), Sample(second, 2, 10)]));
        }

        // The tick that ends at 4 began before 3.5; the one that ends at 9 is after 8.5.
        var sums = ring.Sum(stable: 1, canary: 2, Noon.AddSeconds(3.5), Noon.AddSeconds(8.5));

        Assert.Equal((Noon.AddSeconds(4), Noon.AddSeconds(8)), (sums.From, sums.To));
        Assert.Equal((400L, 4L, 8L, TimeSpan.FromSeconds(4)), (sums.Stable.Requests, sums.Stable.Errors, sums.Stable.Open, sums.Stable.Length));
        Assert.Equal((40L, 40L, 10.0), (sums.Canary.Requests, sums.Canary.Latency.Span[40], sums.Canary.Throughput));
    }

    [Fact]
    public void Requests_after_an_instant_are_added_up_per_release()
    {
        var ring = new SampleRing(Shop);
        ring.Add(Tick(1, (1, 100), (2, 7)));
        ring.Add(Tick(2, (1, 90), (2, 10)));
        ring.Add(Tick(3, (1, 0)));
        ring.Add(Tick(4, (1, 50)));
        Assert.Equal([(1, 140L), (2, 10L)], ring.RequestsSince(Noon.AddSeconds(1)).OrderBy(release => release.Key).Select(release => (release.Key, release.Value)));
        Assert.Empty(ring.RequestsSince(Noon.AddSeconds(4)));
    }

    [Fact]
    public void A_window_between_two_ticks_is_empty()
    {
        var ring = new SampleRing(Shop);
        ring.Add(Tick(1, (1, 100)));
        ring.Add(Tick(2, (1, 100)));
        var sums = ring.Sum(stable: null, canary: 1, Noon.AddSeconds(1.2), Noon.AddSeconds(2.2));
        Assert.Equal((0L, TimeSpan.Zero, true), (sums.Canary.Requests, sums.Canary.Length, sums.Canary.Latency.IsEmpty));
    }
}
