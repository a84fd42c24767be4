using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Engine.Metrics;
using Sluice.Engine.Tests.Traffic;
using Sluice.Gateway.Contract;
using static Sluice.Engine.Tests.Metrics.Counters;

namespace Sluice.Engine.Tests.Metrics;

public sealed class CounterDeltasTests
{
    private readonly CounterDeltas _deltas = new(NullLogger.Instance);

    [Fact]
    public void The_first_reading_says_where_counting_begins()
    {
        Assert.Empty(Read(0, Status("a", Of("1", 1000, errors: 10))));

        var sample = Assert.Single(Assert.Single(Read(1, Status("a", Of("1", 1007, errors: 12, open: 3, latency: [1000, 0, 7])))).Samples);

        Assert.Equal((1, 7L, 2L, 3L), (sample.Release, sample.Requests, sample.Errors, sample.Open));
        Assert.Equal((Noon.AddSeconds(1), TimeSpan.FromSeconds(1)), (sample.At, sample.Length));
        Assert.Equal((7L, 7L), (sample.Latency.Span[42], Sum(sample.Latency)));
    }

    [Fact]
    public void A_quiet_second_is_a_sample_of_zero()
    {
        Read(0, Status("a", Of("1", 5)));
        var sample = Assert.Single(Assert.Single(Read(1, Status("a", Of("1", 5)))).Samples);
        Assert.Equal(0, sample.Requests);
        Assert.True(sample.Latency.IsEmpty);
    }

    [Fact]
    public void A_new_run_counts_from_zero()
    {
        Read(0, Status("a", Of("1", 1000)));
        Assert.Equal([20], Requests(Read(1, Status("b", Of("1", 20)))));
        Assert.Equal([2000], Requests(Read(2, Status("c", Of("1", 2000)))));
        Assert.Equal([1], Requests(Read(3, Status("c", Of("1", 2001)))));
    }

    [Fact]
    public void Requests_that_fell_count_from_zero()
    {
        Read(0, Status("a", Of("1", 1000, errors: 10)));
        Assert.Equal([4], Requests(Read(1, Status("a", Of("1", 4)))));
    }

    [Fact]
    public void A_place_or_release_that_appears_later_counts_from_zero()
    {
        Read(0, Status("a", Of("1", 1000)));
        var ticks = Read(1, Status("a", Of("1", 1001), Of("2", 3), Of("9", 8, service: "cart")));
        Assert.Equal([1, 3], ticks.Single(tick => tick.Place == Shop).Samples.Select(s => s.Requests));
        Assert.Equal([8], ticks.Single(tick => tick.Place == Given.Place("cart")).Samples.Select(s => s.Requests));
        Assert.All(ticks.SelectMany(tick => tick.Samples), sample => Assert.Equal(TimeSpan.FromSeconds(1), sample.Length));
    }

    [Fact]
    public void After_an_outage_one_sample_covers_the_gap()
    {
        Read(0, Status("a", Of("1", 10)));
        var sample = Read(7, Status("a", Of("1", 80))).Single().Samples.Single();
        Assert.Equal((70L, TimeSpan.FromSeconds(7)), (sample.Requests, sample.Length));
    }

    [Fact]
    public void A_broken_reading_is_left_out_for_both_arms_and_nothing_is_lost()
    {
        Read(0, Status("a", Of("1", 10), Of("2", 10), Of("1", 10, service: "cart")));
        var broken = new[]
        {
            Of("2", 12, errors: 13),
            Of("2", 12, errors: 7, clientErrors: 6),
            Of("2", 12, latency: [13]),
            Of("2", 12, latency: [14, -2]),
            Of("2", 12, open: -1),
            Of("2", 12, first: 160, latency: [1, 1]),
            Of("1", 12),
        };
        for (var i = 0; i < broken.Length; i++)
        {
            var tick = Assert.Single(Read(1 + i, Status("a", Of("1", 20), broken[i], Of("1", 11 + i, service: "cart"))));
            Assert.Equal((Given.Place("cart"), 1L), (tick.Place, tick.Samples.Single().Requests));
        }

        var good = Read(8, Status("a", Of("1", 25), Of("2", 14), Of("1", 18, service: "cart"))).Single(tick => tick.Place == Shop);
        Assert.Equal([15, 4], good.Samples.Select(sample => sample.Requests));
        Assert.All(good.Samples, sample => Assert.Equal(TimeSpan.FromSeconds(8), sample.Length));
    }

    [Fact]
    public void A_part_that_fell_alone_is_left_out_once_and_counted_on_from_there()
    {
        Read(0, Status("a", Of("1", 10, latency: [5, 5])));
        Assert.Empty(Read(1, Status("a", Of("1", 12, latency: [8, 4]))));
        Assert.Equal([1], Requests(Read(2, Status("a", Of("1", 13, latency: [9, 4])))));
    }

    [Fact]
    public void A_place_that_is_broken_from_the_start_is_not_told_of_its_past()
    {
        Read(0, Status("a", Of("1", 1000, errors: 2000)));
        Assert.Empty(Read(1, Status("a", Of("1", 1001))));
        Assert.Equal([2], Requests(Read(2, Status("a", Of("1", 1003)))));
    }

    [Fact]
    public void No_sample_has_more_errors_than_requests_and_none_is_lost()
    {
        // The first reading caught the requests, but not yet their errors and durations.
        Read(0, Status("a", Of("1", 10, errors: 0, latency: [0])));
        var (first, second) = (Read(1, Status("a", Of("1", 10, errors: 2, latency: [10]))), Read(2, Status("a", Of("1", 13, errors: 3, latency: [13]))));
        var samples = first.Concat(second).SelectMany(tick => tick.Samples).ToList();

        Assert.All(samples, sample => Assert.True(sample.Errors <= sample.Requests));
        Assert.Equal((3L, 3L, 13L), (samples.Sum(s => s.Requests), samples.Sum(s => s.Errors), samples.Sum(s => Sum(s.Latency))));
    }

    [Fact]
    public void A_release_that_left_is_told_of_only_while_it_does_something()
    {
        Read(0, Status("a", Of("1", 10), Of("2", 10)));
        var status = Status("a", Of("1", 10)) with { Counters = [Of("1", 10), Of("2", 11)] };
        Assert.Equal([1, 2], Read(1, status).Single().Samples.Select(sample => sample.Release));
        Assert.Equal([1], Read(2, status).Single().Samples.Select(sample => sample.Release));
    }

    [Fact]
    public void Routes_of_strangers_are_none_of_our_business()
    {
        Read(0, Status("a", Of("1", 1)));
        var status = Status("a", Of("1", 1)) with { Counters = [new("their route", "blue", 5, 0, 0, 0, 0, 0, 0, [5], 0, [])] };
        Assert.Empty(Read(1, status));
    }

    private IReadOnlyList<SampleTick> Read(int second, GatewayStatus status) => _deltas.Read(status, Noon.AddSeconds(second), TimeSpan.FromSeconds(100 + second));

    private static IEnumerable<long> Requests(IReadOnlyList<SampleTick> ticks) => ticks.SelectMany(tick => tick.Samples).Select(sample => sample.Requests);

    private static long Sum(ReadOnlyMemory<long> latency) => latency.ToArray().Sum();
}
