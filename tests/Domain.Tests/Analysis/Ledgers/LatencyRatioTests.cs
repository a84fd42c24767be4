using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.CustomMetrics;
using Sluice.Domain.Analysis.Evidence;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Tests.Analysis.CustomMetrics;
using Sluice.Domain.Traffic;

namespace Sluice.Domain.Tests.Analysis.Ledgers;

/// <summary>What readers are shown of latencies and of a place's own metrics over time.</summary>
public sealed class LatencyRatioTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_slower_canary_ends_above_one_and_the_sentence_says_so()
    {
        var last = History(60, slow: 8)[^1];
        Assert.True(last.Bounds.Lower > 1 && last.Observed > 5, last.ToString());
        Assert.True(last.CanaryBound > last.StableBound);
        Assert.Matches(
            @"^Slower than stable's p99, [\d.]+ ms \([\d.]+ ms for the canary, which is tolerated\): canary 8 %, stable 1\.1 %\. Between [\d.]+ and [\d.]+ times as many \(99 %, valid at every look\): more than is tolerated\.$",
            RatioSentence.For(MetricNames.LatencyP99, last, 0.99));
    }

    [Fact]
    public void An_equal_canary_stays_around_one_and_bounds_only_tighten()
    {
        var history = History(200, slow: 1);
        Assert.True(history[^1].Bounds is { Lower: < 1, Upper: > 1 and < 4 }, history[^1].ToString());
        Assert.All(history.Zip(history.Skip(1)), pair => Assert.True((pair.Second.Bounds.Lower ?? 0) >= (pair.First.Bounds.Lower ?? 0) && (pair.Second.Bounds.Upper ?? 99) <= (pair.First.Bounds.Upper ?? 99)));
        Assert.DoesNotContain("more than", RatioSentence.For(MetricNames.LatencyP99, history[^1], 0.99), StringComparison.Ordinal);
    }

    [Fact]
    public void A_canary_that_is_slower_by_less_than_is_tolerated_is_not_above_one()
    {
        var rule = new MetricRule(MetricNames.LatencyP99, MetricRole.Guard, Required: false) { ToleratedGrowth = 3 };
        var terms = Terms() with { Settings = Terms().Settings with { Evidence = new() { Warmup = TimeSpan.Zero, Metrics = [rule] } } };
        Assert.Equal(4, LatencyRatios.Tolerated(terms, MetricNames.LatencyP99), 9);
        var last = LatencyRatios.History(terms, MetricNames.LatencyP99, Intervals(60, _ => Mixed(100, 8, 60)))[^1];
        Assert.True(last.Observed < 0.1 && !(last.Bounds.Lower > 1), last.ToString());
    }

    [Fact]
    public void Too_little_past_a_silent_arm_and_impossible_counts_are_named_and_bound_nothing()
    {
        var first = LatencyRatios.History(Terms(), MetricNames.LatencyP99, [Of(0, Mixed(1000, 11, 50), Mixed(100, 1, 50))])[0];
        Assert.Equal("Too few requests of stable are known to say what is slow at its p99.", Say(first));
        var silent = LatencyRatios.History(Terms(), MetricNames.LatencyP99, Intervals(5, _ => ArmWindow.Empty))[^1];
        Assert.Equal((null, default), (silent.Observed, silent.Bounds));
        Assert.StartsWith("The canary has had no requests", Say(silent), StringComparison.Ordinal);
        var broken = LatencyRatios.History(Terms(), MetricNames.LatencyP99, Intervals(20, i => i == 10 ? Mixed(100, 8, 50) with { Errors = 101 } : Mixed(100, 1, 50)));
        Assert.Equal(broken[9].Counts, broken[10].Counts);

        static string Say(LatencyRatio ratio) => RatioSentence.For(MetricNames.LatencyP99, ratio, 0.99);
    }

    [Fact]
    public void Running_bounds_are_at_every_stratum_those_of_all_strata_so_far()
    {
        EvidenceStratum[] strata = [.. Enumerable.Range(0, 40).Select(i => new EvidenceStratum(new(50, 3 + (i % 3), 950, 9 + (i % 5))))];
        var running = RatioBounds.Running(strata, 0.01, 0.02);
        Assert.All(running, (bounds, i) => Assert.Equal(RatioBounds.Of(strata.AsSpan(0, i + 1), 0.01, 0.02), bounds));
        Assert.NotNull(running[^1].Lower);
        Assert.All(RatioBounds.Running(strata, double.NaN), bounds => Assert.Equal(default, bounds));
    }

    [Fact]
    public void What_instances_tell_is_read_interval_by_interval_for_what_is_judged_by_it()
    {
        ValueList<MetricRule> rules = [new("packing", MetricRole.Guard, Required: false) { Quantile = 0.5 }, new("queue", MetricRole.Signal, Required: false)];
        var terms = Terms() with { Thresholds = new() { Custom = [new("orders", null, 0.1), new("queue", null, 9)] }, Settings = Terms().Settings with { Evidence = new() { Metrics = rules } }, Custom = Definitions.All };
        var known = OwnReadings.Of(terms);
        Assert.Equal([("packing", MetricUnit.Milliseconds), ("queue", MetricUnit.Number), ("orders", MetricUnit.Share)], known.Select(measure => (measure.Metric, measure.Unit)));
        Assert.Empty(OwnReadings.Of(terms with { Settings = terms.Settings with { Mode = AnalysisMode.Point } }));

        List<Interval> intervals = [Of(-1, Told(1, 0), ArmWindow.Empty) with { Phase = Interval.BeforeTheCanary }, Of(0, Told(900, 9), Told(100, 5)), .. Enumerable.Range(1, 5).Select(i => Of(i, null, Traffic.Arm(100, 0))), Of(6, null, Told(100, 1))];
        Assert.Equal([new OwnReading(At(1), 0.01, 0.05, 900, 100), new(At(3), null, null, 0, 0), new(At(7), null, 0.01, 0, 100)], OwnReadings.History(known[2], intervals));

        static DateTimeOffset At(int number) => s_noon.AddSeconds(10 * number);
    }

    private static ArmWindow Told(long total, long bad) => Traffic.Arm(total, 0) with { Detail = new() { Metrics = [new("orders", MetricKind.CounterPair) { Total = total, Bad = bad }] } };

    private static IReadOnlyList<LatencyRatio> History(int count, long slow) => LatencyRatios.History(Terms(), MetricNames.LatencyP99, Intervals(count, _ => Mixed(100, slow, 90)));

    private static List<Interval> Intervals(int count, Func<int, ArmWindow> canary) => [.. Enumerable.Range(0, count).Select(i => Of(i, Mixed(1000, 11, 90), canary(i)))];

    private static Interval Of(int number, ArmWindow? stable, ArmWindow canary) =>
        new(0, s_noon.AddSeconds(10 * number), s_noon.AddSeconds(10 * (number + 1)), Share.FromPercent(10), stable, canary);

    /// <summary>Most take 20 ms.</summary>
    private static ArmWindow Mixed(long requests, long slow, double milliseconds)
    {
        var arm = Traffic.Arm(requests, 0);
        var latency = arm.Latency.ToArray();
        latency[LatencyBounds.BucketOf(20)] -= slow;
        latency[LatencyBounds.BucketOf(milliseconds)] += slow;
        return arm with { Latency = latency };
    }

    private static LedgerTerms Terms() => new(new(), new(), AnalysisSettings.Usual with { Evidence = new() { Warmup = TimeSpan.Zero } }, Horizon: 360, Share.FromPercent(10));
}
