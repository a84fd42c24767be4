using Sluice.Domain.Analysis.CustomMetrics;
using Sluice.Engine.Metrics.Scraping;
using static Sluice.Engine.Tests.Metrics.Counters;

namespace Sluice.Engine.Tests.Metrics;

public sealed class MetricTrackTests
{
    private static readonly MetricDefinition s_orders = new("orders", MetricKind.CounterPair) { Total = "a", Bad = "b" };
    private static readonly MetricDefinition s_packing = new("packing", MetricKind.Histogram) { Histogram = "p", Unit = TimeUnit.Ms };
    private static readonly MetricDefinition s_queue = new("queue", MetricKind.Gauge) { Value = "q" };

    private readonly MetricTrack _track = new(s_orders);

    [Fact]
    public void The_first_reading_says_where_counting_begins_and_the_next_what_came()
    {
        Assert.Null(Round(0, Pair("r1-0", 1, 1000, 10), Pair("r1-1", 1, 500, 0)));
        var told = Round(2, Pair("r1-0", 1, 1010, 11), Pair("r1-1", 1, 520, 2));
        Assert.Equal((30L, 3L), (told![1].Total, told[1].Bad));
    }

    [Fact]
    public void What_fell_was_reset_and_counts_from_zero()
    {
        Round(0, Pair("r1-0", 1, 1000, 10));
        Assert.Equal((7L, 2L), Counts(Round(2, Pair("r1-0", 1, 7, 2)), 1));
    }

    [Fact]
    public void An_instance_that_was_started_meanwhile_counts_from_zero_and_one_that_was_only_found_does_not()
    {
        Round(0, Pair("r1-0", 1, 1000, 10));
        var told = Round(2, Pair("r1-0", 1, 1000, 10), Pair("r2-0", 2, 5, 1, startedAt: 1), Pair("r3-0", 3, 9000, 1, startedAt: 1, fromZero: false));
        Assert.Equal((5L, 1L), Counts(told, 2));
        Assert.Equal((0L, 0L), Counts(told, 3));
        Assert.Equal((4L, 0L), Counts(Round(4, Pair("r1-0", 1, 1000, 10), Pair("r3-0", 3, 9004, 1, startedAt: 1, fromZero: false)), 3));
    }

    [Fact]
    public void An_instance_that_ran_before_anybody_looked_is_not_counted_twice()
    {
        Round(10, Pair("r1-0", 1, 1000, 10), Pair("r2-0", 2, 50, 5, startedAt: 5));
        Assert.Equal((1L, 0L), Counts(Round(12, Pair("r1-0", 1, 1000, 10), Pair("r2-0", 2, 51, 5, startedAt: 5)), 2));
    }

    [Fact]
    public void A_round_with_a_hole_is_made_up_for_in_all_releases_alike()
    {
        Round(0, Pair("r1-0", 1, 100, 0), Pair("r2-0", 2, 10, 0));
        Assert.Null(Round(2, Pair("r1-0", 1, 200, 0), Lost("r2-0", 2)));
        var told = Round(4, Pair("r1-0", 1, 300, 1), Pair("r2-0", 2, 30, 2));
        Assert.Equal((200L, 1L), Counts(told, 1));
        Assert.Equal((20L, 2L), Counts(told, 2));
    }

    [Fact]
    public void After_a_long_hole_counting_begins_anew()
    {
        Round(0, Pair("r1-0", 1, 100, 0));
        Round(2, Lost("r1-0", 1));
        Assert.Null(_track.OutageAt(Noon.AddSeconds(5)));
        Assert.Equal("nobody listens", _track.OutageAt(Noon.AddSeconds(8))!.Why);
        Assert.Null(Round(90, Pair("r1-0", 1, 9000, 900)));
        Assert.Null(_track.OutageAt(Noon.AddSeconds(90)));
        Assert.Equal((1L, 0L), Counts(Round(92, Pair("r1-0", 1, 9001, 900)), 1));
    }

    [Fact]
    public void What_cannot_be_true_is_left_out_in_all_releases_and_named()
    {
        Round(0, Pair("r1-0", 1, 100, 0), Pair("r2-0", 2, 10, 0));
        Assert.Null(_track.Take([Pair("r1-0", 1, 150, 0), new(Target("r2-0", 2), null, null, "is NaN, which is no count")], Noon.AddSeconds(2), out var defect));
        Assert.Equal("orders of r2-0 is NaN, which is no count", defect);
        Assert.Null(Round(4, Pair("r1-0", 1, 200, 0), Pair("r2-0", 2, 20, 0)));
        Assert.Equal((1L, 0L), Counts(Round(6, Pair("r1-0", 1, 201, 0), Pair("r2-0", 2, 20, 0)), 1));
    }

    [Fact]
    public void Bad_ones_that_are_read_ahead_of_all_wait_for_the_next_round()
    {
        Round(0, Pair("r1-0", 1, 100, 5));
        Assert.Equal((1L, 1L), Counts(Round(2, Pair("r1-0", 1, 101, 8)), 1));
        Assert.Equal((9L, 2L), Counts(Round(4, Pair("r1-0", 1, 110, 8)), 1));
    }

    [Fact]
    public void A_clock_that_is_put_back_counts_nothing()
    {
        Round(10, Pair("r1-0", 1, 100, 0));
        Assert.Null(Round(5, Pair("r1-0", 1, 200, 0)));
        Assert.Equal((1L, 0L), Counts(Round(7, Pair("r1-0", 1, 201, 0)), 1));
    }

    [Fact]
    public void Buckets_are_told_by_bound_and_releases_must_have_the_same()
    {
        var track = new MetricTrack(s_packing);
        track.Take([Buckets("r1-0", 1, [100, 500], [5, 5, 5])], Noon, out _);
        var told = track.Take([Buckets("r1-0", 1, [100, 500], [7, 5, 6]), Buckets("r2-0", 2, [], [], startedAt: 1)], Noon.AddSeconds(2), out var defect);
        Assert.Null(defect);
        Assert.Equal([2, 0, 1], told![1].Buckets!);
        Assert.Equal([0, 0, 0], told[2].Buckets!);
        Assert.Null(track.Take([Buckets("r1-0", 1, [100, 500], [7, 5, 6]), Buckets("r2-0", 2, [100], [1, 1], startedAt: 1)], Noon.AddSeconds(4), out defect));
        Assert.Equal("packing of r2-0 has other bounds than that of r1-0", defect);
    }

    [Fact]
    public void A_gauge_is_the_median_of_its_instances()
    {
        var told = new MetricTrack(s_queue).Take([Gauge("r1-0", 1, 4), Gauge("r1-1", 1, 900), Gauge("r1-2", 1, 6), Gauge("r2-0", 2, double.NaN)], Noon, out _);
        Assert.Equal(6, told![1].Value);
        Assert.False(told.ContainsKey(2));
    }

    [Fact]
    public void A_window_adds_counts_and_averages_pairs_of_values()
    {
        var place = new PlaceMetrics();
        place.Define([s_orders, s_queue]);
        Take(0, (100, 0, 1), (10, 0, 5));
        Take(2, (110, 1, 2), (11, 0, 6));
        Take(4, (120, 1, 4), (14, 2, 10));

        var (stable, canary) = place.Sum(1, 2, Noon, Noon.AddSeconds(4));
        Assert.Equal([new("orders", MetricKind.CounterPair) { Total = 20, Bad = 1 }, new("queue", MetricKind.Gauge) { Value = 3 }], stable);
        Assert.Equal([new("orders", MetricKind.CounterPair) { Total = 4, Bad = 2 }, new("queue", MetricKind.Gauge) { Value = 8 }], canary);
        Assert.Equal(10, place.Sum(1, 2, Noon.AddSeconds(2), Noon.AddSeconds(4)).Stable[0].Total);
        Assert.Empty(place.Sum(1, 2, Noon.AddSeconds(4), Noon.AddSeconds(6)).Canary);
        Assert.Empty(place.Troubles(Noon, Noon.AddSeconds(6)));
        Assert.Equal("nobody asked since 2026-03-01 12:00:04Z", place.Troubles(Noon, Noon.AddSeconds(60))[0].Why);

        void Take(double second, (long Total, long Bad, double Queue) one, (long Total, long Bad, double Queue) two) => place.Take(Noon.AddSeconds(second), new Dictionary<string, IReadOnlyList<ScrapeAnswer>>
        {
            ["orders"] = [Pair("r1-0", 1, one.Total, one.Bad), Pair("r2-0", 2, two.Total, two.Bad)],
            ["queue"] = [Gauge("r1-0", 1, one.Queue), Gauge("r2-0", 2, two.Queue)],
        });
    }

    private IReadOnlyDictionary<int, ArmMetric>? Round(double second, params ScrapeAnswer[] answers)
    {
        var told = _track.Take(answers, Noon.AddSeconds(second), out var defect);
        Assert.Null(defect);
        return told;
    }

    private static (long Total, long Bad) Counts(IReadOnlyDictionary<int, ArmMetric>? told, int release) => (told![release].Total, told[release].Bad);

    private static ScrapeTarget Target(string id, int release, double startedAt = -100, bool fromZero = true) => new(id, release, "http://127.0.0.1:1", Noon.AddSeconds(startedAt), fromZero);

    private static ScrapeAnswer Pair(string id, int release, long total, long bad, double startedAt = -100, bool fromZero = true) =>
        new(Target(id, release, startedAt, fromZero), new([total, bad], [], double.NaN), null, null);

    private static ScrapeAnswer Buckets(string id, int release, double[] bounds, long[] counts, double startedAt = -100) =>
        new(Target(id, release, startedAt), new([.. counts], [.. bounds], double.NaN), null, null);

    private static ScrapeAnswer Gauge(string id, int release, double value) => new(Target(id, release), new([], [], value), null, null);

    private static ScrapeAnswer Lost(string id, int release) => new(Target(id, release), null, "nobody listens", null);
}
