using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.CustomMetrics;
using Sluice.Domain.Analysis.Evidence;
using Sluice.Domain.Tests.Analysis.CustomMetrics;
using static Sluice.Domain.Tests.Analysis.Ledgers.Traffic;

namespace Sluice.Domain.Tests.Analysis.Ledgers;

/// <summary>What the place's own metrics make of a canary whose answers all look well.</summary>
public sealed class OwnMetricTests
{
    private static readonly MetricRule s_orders = new("orders", MetricRole.Guard, Required: false);

    [Fact]
    public void Orders_that_fail_go_back_and_the_sentence_names_them()
    {
        var verdict = Judge(s_orders).Until(60, () => (Orders(950, 9), Orders(50, 12)));
        Assert.Equal((VerdictKind.RollBack, VerdictReason.Regression), (verdict.Kind, verdict.Reason));
        Assert.Contains("that orders of the canary is above 1.06 %, what is tolerated beside stable (now 24 %, stable 0.95 %).", verdict.Sentence, StringComparison.Ordinal);
        Assert.Contains("Share of the verdict: orders ", verdict.Sentence, StringComparison.Ordinal);
        var check = Assert.Single(verdict.Checks, check => check.Name == "orders_vs_stable");
        Assert.Equal((MetricUnit.Share, 0.24, 50L, 950L), (check.Unit, check.Canary, check.CanaryRequests, check.StableRequests));
    }

    [Theory]
    [InlineData(MetricRole.Signal, VerdictKind.Hold, VerdictReason.Suspicious)]
    [InlineData(MetricRole.Information, VerdictKind.Advance, VerdictReason.Proven)]
    public void What_is_no_guard_never_returns_traffic(MetricRole role, VerdictKind kind, VerdictReason reason)
    {
        var traffic = Judge(s_orders with { Role = role });
        var verdict = Verdict.NoDataYet;
        for (var i = 0; i < 60; i++)
        {
            verdict = traffic.After(Orders(950, 9), Orders(50, 25));
        }

        Assert.Equal((kind, reason), (verdict.Kind, verdict.Reason));
        Assert.Equal(CheckOutcome.Fail, verdict.Checks.Single(check => check.Metric == "orders").Outcome);
    }

    [Fact]
    public void Orders_that_must_be_cleared_are_waited_for_and_cleared()
    {
        var traffic = Judge(s_orders with { Required = true, Margin = new(1, 0.05) });
        for (var i = 0; i < 100; i++)
        {
            traffic.After(Arm(9_500, 0), Arm(500, 0));
        }

        var held = traffic.After(Arm(9_500, 0), Arm(500, 0));
        Assert.Equal((VerdictKind.Hold, "Holding: orders is not yet cleared, and the canary tells nothing of it now."), (held.Kind, held.Sentence));
        var verdict = traffic.Until(60, () => (Orders(950, 9), Orders(50, 0)));
        Assert.Equal(VerdictKind.Advance, verdict.Kind);
        Assert.Contains("orders is below ", verdict.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_share_of_which_more_is_better_goes_back_when_it_falls()
    {
        var verdict = Judge(s_orders with { Direction = MetricDirection.HigherIsBetter }).Until(60, () => (Orders(950, 855), Orders(50, 30)));
        Assert.Equal(VerdictKind.RollBack, verdict.Kind);
        Assert.Contains("that orders of the canary is below 88.98 %, what is tolerated beside stable (now 60 %, stable 90 %)", verdict.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 0.02, 9, 10)]
    [InlineData(0.98, null, 940, 40)]
    public void A_limit_on_a_share_convicts(double? min, double? max, long stable, long canary)
    {
        var verdict = Judge(s_orders with { Role = MetricRole.Information }, new() { Custom = [new("orders", min, max)] }).Until(60, () => (Orders(950, stable), Orders(50, canary)));
        Assert.Equal((VerdictKind.RollBack, VerdictReason.SloBreach), (verdict.Kind, verdict.Reason));
        Assert.Contains($"orders of the canary is {(max is null ? "below its limit of 98 %" : "above its limit of 2 %")}", verdict.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gauge_holds_while_it_looks_worse_and_goes_back_as_a_guard()
    {
        var rule = MetricRule.UsualFor("queue", MetricKind.Gauge);
        var held = Many(Judge(rule), 300, i => (Gauge(10 + (i % 3)), Gauge(30 + (i % 5), 50)));
        Assert.Equal((VerdictKind.Hold, VerdictReason.Suspicious), (held.Kind, held.Reason));
        var check = Assert.Single(held.Checks, check => check.Metric == "queue");
        Assert.Equal((MetricUnit.Number, 0d), (check.Unit, check.Evidence!.Share));
        Assert.Equal(VerdictKind.RollBack, Many(Judge(rule with { Role = MetricRole.Guard }), 300, i => (Gauge(10 + (i % 3)), Gauge(30 + (i % 5), 50))).Kind);
        Assert.Equal(VerdictReason.Proven, Many(Judge(rule with { Direction = MetricDirection.HigherIsBetter }), 300, i => (Gauge(10 + (i % 3)), Gauge(30 + (i % 5), 50))).Reason);
    }

    [Fact]
    public void By_how_much_a_gauge_differs_is_said_beside_its_evidence_and_decides_nothing()
    {
        var rule = MetricRule.UsualFor("queue", MetricKind.Gauge) with { Role = MetricRole.Information };
        var traffic = Judge(rule);
        var one = Many(traffic, 1, _ => (Gauge(10), Gauge(30, 50))).Checks.Single(check => check.Metric == "queue");
        Assert.Equal((1L, 1L, 20d, null, 1d), (one.StableRequests, one.CanaryRequests, one.Shift!.Value, one.Shift.Lower, one.Shift.Higher));
        var verdict = Many(traffic, 99, i => (Gauge(10 + (i % 3)), Gauge(30 + (i % 5), 50)));
        var check = verdict.Checks.Single(check => check.Metric == "queue");
        Assert.Equal((100L, 60), (check.CanaryRequests, check.Shift!.Pairs));
        Assert.InRange(check.Shift.Value, check.Shift.Lower!.Value, check.Shift.Upper!.Value);
        Assert.InRange(check.Shift.Value, 20, 22);
        Assert.Equal((1d, 0d), (check.Shift.Higher, check.Shift.P));
        Assert.Equal(VerdictReason.Proven, verdict.Reason);
        Assert.All(verdict.Checks.Where(other => other.Metric != "queue"), other => Assert.Null(other.Shift));
    }

    [Fact]
    public void Open_requests_are_compared_by_instance()
    {
        var rule = MetricRule.UsualFor(MetricNames.OpenRequests, MetricKind.Gauge);
        var verdict = Many(Judge(rule), 100, i => (Open(40 + (i % 3), instances: 10), Open(4 + (i % 2), instances: 1)));
        Assert.Equal(VerdictKind.Advance, verdict.Kind);
        var check = Assert.Single(verdict.Checks, check => check.Metric == MetricNames.OpenRequests);
        Assert.InRange(check.Stable!.Value, 4, 4.3);
        Assert.Equal(VerdictReason.Suspicious, Many(Judge(rule), 300, i => (Open(40 + (i % 3), instances: 10), Open(20 + (i % 4), instances: 1))).Reason);
    }

    [Fact]
    public void A_histogram_goes_back_when_its_tail_grows_beyond_what_is_tolerated()
    {
        var rule = new MetricRule("packing", MetricRole.Guard, Required: false) { Quantile = 0.9 };
        Assert.Equal(VerdictKind.Advance, Many(Judge(rule), 100, _ => (Packed(855, 76, 19), Packed(45, 4, 1))).Kind);
        var verdict = Judge(rule).Until(60, () => (Packed(855, 76, 19), Packed(25, 10, 15)));
        Assert.Equal(VerdictKind.RollBack, verdict.Kind);
        Assert.Contains("that packing of the canary is above 500 ms, what is tolerated beside stable (now 500 ms, stable 100 ms)", verdict.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_that_cannot_be_asked_holds_and_says_which_but_hides_nothing_else()
    {
        var traffic = Judge(s_orders);
        var advance = Many(traffic, 60, _ => (Orders(950, 0), Orders(50, 0)));
        Assert.Equal(VerdictKind.Advance, advance.Kind);
        var lost = traffic.Again(troubles: [new("orders", TroubleKind.SourceError, "nobody listens at http://127.0.0.1:5001/metrics")]);
        Assert.Equal((VerdictKind.Hold, VerdictReason.SourceError), (lost.Kind, lost.Reason));
        Assert.Equal("Holding: orders could not be read (nobody listens at http://127.0.0.1:5001/metrics).", lost.Sentence);
        Assert.Equal(CheckOutcome.SourceError, lost.Checks.Single(check => check.Metric == "orders").Outcome);
        Assert.Equal(VerdictKind.Advance, traffic.Again(troubles: [new("unwatched", TroubleKind.SourceError, "gone")]).Kind);
        var bad = traffic.Again(troubles: [new("orders", TroubleKind.BadData, "orders of r2-0 is NaN, which is no count")]);
        Assert.Equal((VerdictReason.DataQuality, "Holding: orders is left out (orders of r2-0 is NaN, which is no count)."), (bad.Reason, bad.Sentence));

        var failing = Judge(s_orders);
        Many(failing, 30, _ => (Arm(950, 2), Arm(50, 20)));
        Assert.Equal(VerdictKind.RollBack, failing.Again(troubles: [new("orders", TroubleKind.SourceError, "gone")]).Kind);
    }

    [Fact]
    public void An_unlucky_gap_in_one_arm_says_nothing()
    {
        var traffic = Judge(s_orders);
        var verdict = Many(traffic, 40, i => (i % 2 == 0 ? Arm(950, 0) : Orders(950, 9), i % 2 == 0 ? Orders(50, 50) : Arm(50, 0)));
        Assert.InRange(verdict.Checks.Single(check => check.Metric == "orders").Evidence!.Against, -1, 0.01);
    }

    [Fact]
    public void Laying_it_down_and_taking_it_up_changes_no_bit()
    {
        ValueList<MetricRule> rules =
        [
            s_orders with { Required = true }, new("packing", MetricRole.Guard, Required: true), MetricRule.UsualFor("queue", MetricKind.Gauge) with { Direction = MetricDirection.Either },
            MetricRule.UsualFor(MetricNames.OpenRequests, MetricKind.Gauge),
        ];
        var thresholds = new Thresholds { Custom = [new("orders", 0.001, 0.9)] };
        var (straight, interrupted) = (new Traffic(thresholds, evidence: e => e with { Metrics = rules }, own: Definitions.All), new Traffic(thresholds, evidence: e => e with { Metrics = rules }, own: Definitions.All));
        for (var i = 0; i < 40; i++)
        {
            var (stable, canary) = (Everything(900, i), Everything(50, i * 7));
            straight.After(stable, canary, phase: i / 15);
            interrupted.After(stable, canary, phase: i / 15);
            interrupted.Restart();
        }

        Assert.Equal(straight.State(), interrupted.State());
    }

    private static Traffic Judge(MetricRule rule, Thresholds? thresholds = null) => new(
        thresholds, evidence: e => e with { Metrics = [new(MetricNames.ErrorRate, MetricRole.Guard, Required: true) { Margin = new Margin(1, 0.05) }, rule] }, own: Definitions.All);

    private static Verdict Many(Traffic traffic, int intervals, Func<int, (ArmWindow Stable, ArmWindow Canary)> next)
    {
        var verdict = Verdict.NoDataYet;
        for (var i = 0; i < intervals; i++)
        {
            var (stable, canary) = next(i);
            verdict = traffic.After(stable, canary);
        }

        return verdict;
    }

    private static ArmWindow Orders(long total, long bad) => With(Arm(total, 0), new ArmMetric("orders", MetricKind.CounterPair) { Total = total, Bad = bad });

    private static ArmWindow Gauge(double value, long requests = 950) => With(Arm(requests, 0), new ArmMetric("queue", MetricKind.Gauge) { Value = value });

    private static ArmWindow Packed(params long[] buckets) => With(Arm(buckets.Sum(), 0), new ArmMetric("packing", MetricKind.Histogram) { Bounds = [100, 500], Buckets = buckets.ToValueList() });

    private static ArmWindow Open(long open, int instances) => Arm(instances == 1 ? 50 : 950, 0) with
    {
        Open = open,
        Detail = new() { Replicas = Enumerable.Range(0, instances).Select(i => new InstanceCounts($"i{i}", 10, 0)).ToValueList() },
    };

    private static ArmWindow Everything(long scale, int i) => With(
        Open(scale / 10, 2) with { Requests = scale },
        new("orders", MetricKind.CounterPair) { Total = scale, Bad = i % 20 },
        new("packing", MetricKind.Histogram) { Bounds = [100, 500], Buckets = [scale, i % 9, i % 4] },
        new("queue", MetricKind.Gauge) { Value = Math.Sin(i) });

    private static ArmWindow With(ArmWindow arm, params ArmMetric[] metrics) => arm with { Detail = arm.Detail with { Metrics = metrics.ToValueList() } };
}
