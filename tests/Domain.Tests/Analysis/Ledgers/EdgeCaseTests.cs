using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.CustomMetrics;
using Sluice.Domain.Analysis.Evidence;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Tests.Analysis.CustomMetrics;
using static Sluice.Domain.Tests.Analysis.Ledgers.Traffic;

namespace Sluice.Domain.Tests.Analysis.Ledgers;

/// <summary>What is at the edge of what can be counted: named, never decided on, and never forgotten.</summary>
public sealed class EdgeCaseTests
{
    [Fact]
    public void Without_any_errors_the_evidence_against_sinks_slowly_and_the_canary_is_cleared_by_the_offset_of_the_margin()
    {
        var traffic = new Traffic();
        var (last, cleared) = (0.0, 0);
        for (var i = 1; i <= 360; i++)
        {
            var verdict = traffic.After(Arm(950, 0), Arm(50, 0));
            Assert.NotEqual(VerdictKind.RollBack, verdict.Kind);
            var against = verdict.Checks[0].Evidence!.Against;
            Assert.InRange(against, last - 0.2, last + 0.001);
            (last, cleared) = (against, verdict.Kind == VerdictKind.Advance && cleared == 0 ? i : cleared);
        }

        Assert.InRange(last, -5, -0.5);
        Assert.InRange(cleared, 5, 60);
    }

    [Fact]
    public void Where_stable_never_failed_a_handful_of_errors_convicts_and_one_does_not()
    {
        var traffic = new Traffic();
        for (var i = 0; i < 60; i++)
        {
            traffic.After(Arm(950, 0), Arm(50, 0));
        }

        Assert.NotEqual(VerdictKind.RollBack, traffic.After(Arm(950, 0), Arm(50, 1)).Kind);
        Assert.Equal(VerdictKind.RollBack, traffic.Until(10, () => (Arm(950, 0), Arm(50, 3))).Kind);
    }

    [Theory]
    [InlineData(38, 4, 12)]
    [InlineData(2, 18, 36)]
    public void Small_canaries_convict_faster_for_each_of_their_requests(long stablePerTwo, int least, int most)
    {
        var (process, requests) = (new RollbackProcess(Margin.Equal, RestartPlan.None), 0);
        for (; process.LogEvidence < Math.Log(100); requests += 2)
        {
            process.Observe(new(2, 1, stablePerTwo, 0), 0.001);
        }

        Assert.InRange(requests, least, most);
    }

    [Fact]
    public void At_an_equal_split_an_error_of_the_canary_is_worth_at_most_one_doubling()
    {
        var process = new RollbackProcess(Margin.Equal, RestartPlan.None);
        for (var errors = 1; errors <= 20; errors++)
        {
            process.Observe(new(1, 1, 1, 0), 1e-9);
            Assert.InRange(process.LogEvidence, 0, (errors * Math.Log(2)) + 1e-9);
        }
    }

    [Fact]
    public void A_rate_is_never_taken_for_none_or_for_all_and_one_that_leaves_no_room_above_it_is_not_judged()
    {
        Assert.Equal((1e-9, 1 - 1e-6), (new PastRate(0, 1e15, 0).Estimate, new PastRate(1e15, 1e15, 1).Estimate));
        var verdict = new Traffic().Until(30, () => (Arm(950, 950), Arm(50, 50)));
        Assert.NotEqual(VerdictKind.RollBack, verdict.Kind);
        Assert.InRange(verdict.Checks[0].Evidence!.Against, -1, 0.01);
    }

    [Fact]
    public void A_share_of_nothing_is_no_data()
    {
        var traffic = new Traffic();
        var verdict = traffic.Until(60, () => (Arm(1000, 5), Arm(0, 0)), share: 0);
        Assert.Equal((VerdictKind.Hold, VerdictReason.Inconclusive, 0.0), (verdict.Kind, verdict.Reason, verdict.Evidence!.LogEvidence));
        Assert.Equal("Holding: no canary requests were counted yet.", verdict.Sentence);
    }

    [Fact]
    public void Shares_that_jump_with_the_error_rate_are_no_evidence_in_either_direction()
    {
        var traffic = new Traffic();
        for (var i = 0; i < 360; i++)
        {
            var (share, rate) = i % 2 == 0 ? (60m, 0.02) : (1m, 0.002);
            var canary = (long)(10 * share);
            var verdict = traffic.After(Arm(1000 - canary, (long)((1000 - canary) * rate)), Arm(canary, (long)(canary * rate)), share: share);
            Assert.NotEqual(VerdictKind.RollBack, verdict.Kind);
            Assert.NotEqual(VerdictReason.DataQuality, verdict.Reason);
        }
    }

    [Theory]
    [InlineData(0.001, VerdictKind.Advance)]
    [InlineData(0.004, VerdictKind.RollBack)]
    public void A_million_million_requests_are_judged_in_one_interval(double rate, VerdictKind kind)
    {
        const long Canary = 50_000_000_000, Stable = 950_000_000_000;
        var verdict = new Traffic().After(Arm(Stable, (long)(Stable * 0.001)), Arm(Canary, (long)(Canary * rate)));
        Assert.Equal(kind, verdict.Kind);
        Assert.True(double.IsFinite(verdict.Evidence!.LogEvidence));
        Assert.Contains("50,000,000,000 canary requests", verdict.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hold_forgets_nothing_whatever_it_is_about()
    {
        var traffic = new Traffic();
        var suspicious = Verdict.NoDataYet;
        for (var i = 0; i < 100 && suspicious.Reason != VerdictReason.Suspicious; i++)
        {
            suspicious = traffic.After(Arm(950, 5), Arm(50, 1));
        }

        Assert.Equal((VerdictKind.Hold, VerdictReason.Suspicious), (suspicious.Kind, suspicious.Reason));
        var before = suspicious.Evidence!.LogEvidence;
        Assert.Equal((VerdictReason.DataQuality, before), Now(traffic.After(Arm(950, 5), Arm(50, 51))));
        traffic.Restart();
        Assert.Equal(before, Now(traffic.After(Arm(0, 0), Arm(0, 0))).LogEvidence, 0.05);
        Assert.Equal(before, Now(traffic.After(Arm(0, 0), Arm(0, 0), phase: 1, share: 30)).LogEvidence, 0.05);

        static (VerdictReason Reason, double LogEvidence) Now(Verdict verdict) => (verdict.Reason, verdict.Evidence!.LogEvidence);
    }

    [Fact]
    public void An_interval_that_looks_odd_counts_all_the_same()
    {
        var (calm, burst) = (new Traffic(), new Traffic());
        calm.Until(5, () => (Arm(950, 5), Arm(50, 0)));
        burst.Until(5, () => (Arm(950, 5), Arm(50, 0)));
        var (usual, odd) = (calm.After(Arm(950, 5), Arm(50, 0)), burst.After(Arm(950, 5), Arm(50, 20)));
        Assert.Equal(20, odd.Evidence!.CanaryErrors);
        Assert.True(odd.Evidence.LogEvidence > usual.Evidence!.LogEvidence + 10);
    }

    [Fact]
    public void A_gauge_in_another_unit_looks_worse_and_is_shown_beside_stables_but_returns_nothing_by_itself()
    {
        var traffic = Own(MetricRule.UsualFor("queue", MetricKind.Gauge));
        var verdict = Verdict.NoDataYet;
        for (var i = 0; i < 300; i++)
        {
            verdict = traffic.After(Queue(10 + (i % 3), 950), Queue(10_000 + (i % 3)));
        }

        Assert.Equal((VerdictKind.Hold, VerdictReason.Suspicious), (verdict.Kind, verdict.Reason));
        Assert.StartsWith("Holding: queue looks worse", verdict.Sentence, StringComparison.Ordinal);
        var check = Assert.Single(verdict.Checks, check => check.Metric == "queue");
        Assert.True(check.Stable < 13 && check.Canary > 9_999);
    }

    [Fact]
    public void A_histogram_in_another_unit_is_left_out_and_named()
    {
        var traffic = Own(new("packing", MetricRole.Guard, Required: false));
        for (var i = 0; i < 100; i++)
        {
            traffic.After(Packed([0.1, 0.5], 900, 40, 10), Packed([0.1, 0.5], 45, 4, 1));
        }

        var before = Evidence(traffic.After(Packed([0.1, 0.5], 900, 40, 10), Packed([0.1, 0.5], 45, 4, 1)));
        var other = traffic.After(Packed([100, 500], 900, 40, 10), Packed([100, 500], 0, 0, 50));
        Assert.Equal((VerdictKind.Hold, VerdictReason.DataQuality), (other.Kind, other.Reason));
        Assert.Equal("Holding: packing is left out (its bounds are others than at the beginning).", other.Sentence);
        Assert.Equal(before, Evidence(other), 0.05);
        Assert.Equal(VerdictKind.Advance, traffic.After(Packed([0.1, 0.5], 900, 40, 10), Packed([0.1, 0.5], 45, 4, 1)).Kind);

        static double Evidence(Verdict verdict) => verdict.Checks.Single(check => check.Metric == "packing").Evidence!.Against;
    }

    [Fact]
    public void A_gauge_that_one_version_has_stopped_telling_holds_and_is_named()
    {
        var traffic = Own(MetricRule.UsualFor("queue", MetricKind.Gauge));
        for (var i = 0; i < 100; i++)
        {
            traffic.After(Queue(10 + (i % 3), 950), Queue(9 + (i % 3)));
        }

        Assert.Equal("Holding: queue is left out (only stable tells it).", traffic.After(Queue(10, 950), Arm(50, 0)).Sentence);
        Assert.Equal("Holding: queue is left out (only the canary tells it).", traffic.After(Arm(950, 0), Queue(10)).Sentence);
        Assert.Equal(VerdictKind.Advance, traffic.After(Arm(950, 0), Arm(50, 0)).Kind);
        Assert.Equal(VerdictKind.Advance, traffic.After(Queue(10, 950), Queue(10)).Kind);
    }

    private static Traffic Own(MetricRule rule) => new(
        evidence: e => e with { Metrics = [new(MetricNames.ErrorRate, MetricRole.Guard, Required: true) { Margin = new Margin(1, 0.05) }, rule] }, own: Definitions.All);

    private static ArmWindow Queue(double value, long requests = 50) => With(Arm(requests, 0), new("queue", MetricKind.Gauge) { Value = value });

    private static ArmWindow Packed(double[] bounds, params long[] buckets) => With(Arm(buckets.Sum(), 0), new("packing", MetricKind.Histogram) { Bounds = [.. bounds], Buckets = [.. buckets] });

    private static ArmWindow With(ArmWindow arm, ArmMetric metric) => arm with { Detail = arm.Detail with { Metrics = [metric] } };
}
