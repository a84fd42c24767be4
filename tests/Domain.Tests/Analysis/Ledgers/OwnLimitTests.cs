using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.CustomMetrics;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Tests.Analysis.CustomMetrics;
using Sluice.Domain.Traffic;
using static Sluice.Domain.Tests.Analysis.Ledgers.Traffic;

namespace Sluice.Domain.Tests.Analysis.Ledgers;

/// <summary>Fixed limits on what instances tell about themselves.</summary>
public sealed class OwnLimitTests
{
    [Fact]
    public void A_limit_on_a_histogram_is_broken_when_more_is_above_it_than_its_quantile_allows()
    {
        var verdict = Limited(new("packing", null, 500)).Until(60, () => (Packed(900, 45, 5), Packed(40, 5, 5)));
        Assert.Equal((VerdictKind.RollBack, VerdictReason.SloBreach), (verdict.Kind, verdict.Reason));
        Assert.Contains("that packing of the canary is above its limit of 500 ms (now ", verdict.Sentence, StringComparison.Ordinal);
        var check = Assert.Single(verdict.Checks, check => check.Name == "packing");
        Assert.Equal((MetricUnit.Milliseconds, CheckRole.Threshold, CheckOutcome.Fail, null), (check.Unit, check.Role, check.Outcome, check.Bounds));
    }

    [Fact]
    public void It_is_kept_only_when_enough_values_prove_it()
    {
        var traffic = Limited(new("packing", null, 500));
        var verdict = traffic.Until(100, () => (Packed(940, 10, 0), Packed(49, 1, 0)));
        Assert.Equal((VerdictKind.Advance, 450L), (verdict.Kind, verdict.Evidence!.CanaryRequests));
        Assert.Contains("packing is below 500 ms", verdict.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void The_quantile_is_that_of_its_comparison()
    {
        var rule = new MetricRule("packing", MetricRole.Information, Required: false) { Quantile = 0.5 };
        Assert.Equal(VerdictKind.Advance, Limited(new("packing", null, 100), rule).Until(100, () => (Packed(900, 45, 5), Packed(46, 2, 2))).Kind);
    }

    [Fact]
    public void A_limit_between_two_bounds_is_judged_by_both_and_says_so()
    {
        var traffic = Limited(new("packing", null, 300));
        var verdict = traffic.Until(100, () => (Packed(900, 50, 0), Packed(25, 25, 0)));
        Assert.Equal((VerdictKind.Hold, VerdictReason.Inconclusive), (verdict.Kind, verdict.Reason));
        Assert.Equal(new LimitBounds(100, 500), Assert.Single(verdict.Checks, check => check.Name == "packing").Bounds);
        Assert.Equal(new LimitBounds(500, null), Limited(new("packing", null, 900)).After(Packed(950, 0, 0), Packed(50, 0, 0)).Checks.Single(check => check.Name == "packing").Bounds);
        var latency = new Traffic(new() { LatencyP99 = TimeSpan.FromMilliseconds(300) }).After(Arm(950, 0), Arm(50, 0)).Checks.Single(check => check.Role == CheckRole.Threshold);
        Assert.True(latency.Bounds is { Kept: > 250 and < 300, Broken: > 300 and < 330 }, latency.ToString());
    }

    [Theory]
    [InlineData(null, 20.0, 10, 30, "above its limit of 20")]
    [InlineData(5.0, null, 10, 1, "below its limit of 5")]
    public void A_limit_on_a_gauge_is_broken_when_its_values_stay_beyond_it(double? min, double? max, double stable, double canary, string words)
    {
        var verdict = Many(Limited(new("queue", min, max)), 300, i => (Queue(stable + (i % 3)), Queue(canary + (i % 2), 50)));
        Assert.Equal((VerdictKind.RollBack, VerdictReason.SloBreach), (verdict.Kind, verdict.Reason));
        Assert.Contains($"that queue of the canary is {words}", verdict.Sentence, StringComparison.Ordinal);
        Assert.Equal((MetricUnit.Number, true), (verdict.Checks.Single(check => check.Name == "queue").Unit, verdict.Checks.Single(check => check.Name == "queue").CanaryRequests > 20));
    }

    [Fact]
    public void It_is_kept_when_its_values_stay_within_it_for_long_enough_in_every_phase()
    {
        var traffic = Limited(new("queue", null, 20));
        var (verdict, runs) = (Verdict.NoDataYet, 0);
        for (; verdict.Kind == VerdictKind.Hold && runs < 360; runs++)
        {
            verdict = traffic.After(Queue(10 + (runs % 3)), Queue(9 + (runs % 4), 50));
        }

        Assert.Equal(VerdictKind.Advance, verdict.Kind);
        Assert.Contains("queue is below 20", verdict.Sentence, StringComparison.Ordinal);
        Assert.InRange(runs, 10, 60);
        var next = traffic.After(Queue(10, 700), Queue(10, 300), phase: 1, share: 30);
        Assert.Equal((VerdictKind.Hold, "Holding: queue is not yet cleared."), (next.Kind, next.Sentence));
    }

    [Fact]
    public void A_limit_on_a_gauge_that_stable_breaks_too_is_a_shared_incident()
    {
        var verdict = Many(Limited(new("queue", null, 20)), 300, i => (Queue(30 + (i % 3)), Queue(31 + (i % 2), 50)));
        Assert.Equal((VerdictKind.Hold, VerdictReason.SharedIncident), (verdict.Kind, verdict.Reason));
    }

    [Fact]
    public void Open_requests_may_have_a_limit()
    {
        var verdict = Many(Limited(new(MetricNames.OpenRequests, null, 20)), 300, i => (Arm(950, 0), Arm(50, 0) with { Open = 30 + (i % 3) }));
        Assert.Equal((VerdictKind.RollBack, VerdictReason.SloBreach), (verdict.Kind, verdict.Reason));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(null)]
    public void Values_that_are_none_break_no_limit_and_keep_none(double? value)
    {
        var verdict = Many(Limited(new("queue", null, 20)), 100, _ => (Queue(10), value is { } v ? Queue(v, 50) : Arm(50, 0)));
        Assert.Equal(VerdictKind.Hold, verdict.Kind);
        Assert.Equal((0, 0), (verdict.Checks.Single(check => check.Name == "queue").Evidence!.Against, verdict.Checks.Single(check => check.Name == "queue").Evidence!.InFavour));
    }

    /// <summary>Ten seconds between values of a gauge that wanders around its limit, for an hour.</summary>
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void A_gauge_that_wanders_around_its_limit_is_hardly_ever_said_to_break_or_to_keep_it(double coefficient)
    {
        const int Runs = 300;
        var (random, broken, kept) = (new Random(5), 0, 0);
        var terms = new LedgerTerms(new() { Custom = [new("queue", null, 40)] }, new(), AnalysisSettings.Usual with { Evidence = new() { Warmup = TimeSpan.Zero } }, Horizon: 360, Share.FromPercent(5)) { Custom = Definitions.All };
        for (var run = 0; run < Runs; run++)
        {
            var (ledger, value) = (new EvidenceLedger(terms, ArmWindow.Empty), 0.0);
            for (var tick = 0; tick < 360; tick++)
            {
                value = (coefficient * value) + (4 * Math.Sqrt(1 - (coefficient * coefficient)) * Normal(random));
                var from = DateTimeOffset.UnixEpoch.AddSeconds(10 * tick);
                ledger.Observe(new(0, from, from.AddSeconds(10), Share.FromPercent(5), Queue(40, 0), Queue(40 + value, 0)));
            }

            var limit = ledger.Assess(string.Empty, ArmWindow.Empty).Metrics.Single(metric => metric.Name == "queue");
            (broken, kept) = (broken + (limit.Against >= Math.Log(100) ? 1 : 0), kept + (limit.InFavour >= Math.Log(20) ? 1 : 0));
        }

        Assert.True(broken <= 0.01 * Runs && kept <= 0.05 * Runs, $"{broken} broken, {kept} kept, of {Runs}");
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static Traffic Limited(CustomThreshold limit, params MetricRule[] rules) => new(
        new() { Custom = [limit] }, evidence: e => e with { Metrics = [new(MetricNames.ErrorRate, MetricRole.Guard, Required: false), .. rules] }, own: Definitions.All);

    private static Verdict Many(Traffic traffic, int intervals, Func<int, (ArmWindow Stable, ArmWindow Canary)> next)
    {
        var (verdict, i) = (Verdict.NoDataYet, 0);
        for (; i < intervals && verdict.Kind == VerdictKind.Hold; i++)
        {
            var (stable, canary) = next(i);
            verdict = traffic.After(stable, canary);
        }

        return verdict;
    }

    private static ArmWindow Queue(double value, long requests = 950) => With(Arm(requests, 0), new("queue", MetricKind.Gauge) { Value = value });

    private static ArmWindow Packed(params long[] buckets) => With(Arm(buckets.Sum(), 0), new("packing", MetricKind.Histogram) { Bounds = [100, 500], Buckets = buckets.ToValueList() });

    private static ArmWindow With(ArmWindow arm, ArmMetric metric) => arm with { Detail = arm.Detail with { Metrics = [metric] } };
}
