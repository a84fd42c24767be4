using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Evidence;
using static Sluice.Domain.Tests.Analysis.Ledgers.Traffic;

namespace Sluice.Domain.Tests.Analysis.Ledgers;

public sealed class VerdictTests
{
    [Fact]
    public void A_canary_with_three_times_the_errors_goes_back_and_the_sentence_says_why()
    {
        var verdict = new Traffic().Until(200, () => (Arm(950, 10), Arm(50, 2)));
        Assert.Equal((VerdictKind.RollBack, VerdictReason.Regression), (verdict.Kind, verdict.Reason));
        Assert.Matches(
            @"^Proven worse after [\d,]+ canary requests \([\d,]+ s\)\. Errors: canary 4 % \([\d,]+/[\d,]+\), stable 1\.05 %\. Evidence [\d,]+:1 that the canary is above 1\.18 %, what is tolerated beside stable\. " +
            @"Share of the verdict: the error rate 1?\d\d %.*\. Chance that this is a false alarm over the whole deployment: at most 1 %\.$",
            verdict.Sentence);
        Assert.Equal(["error_rate_vs_stable"], verdict.Culprits([], []));
        Assert.Equal(CheckOutcome.Fail, verdict.Checks[0].Outcome);
    }

    [Fact]
    public void An_equal_canary_is_cleared_and_the_sentence_says_what_was_ruled_out()
    {
        var verdict = new Traffic().Until(2000, () => (Arm(950, 5), Arm(50, Flip(4))));
        Assert.Equal((VerdictKind.Advance, VerdictReason.Proven), (verdict.Kind, verdict.Reason));
        Assert.Matches(@"^Cleared after [\d,]+ canary requests: the error rate is below 1\.25 %\. Chance that something worse passes this phase: at most 5 %\.$", verdict.Sentence);
    }

    [Fact]
    public void A_few_hundred_requests_hold_with_a_forecast_in_requests_and_minutes()
    {
        var verdict = new Traffic().Until(10, () => (Arm(95, 1), Arm(5, 0)));
        Assert.Equal((VerdictKind.Hold, VerdictReason.Inconclusive), (verdict.Kind, verdict.Reason));
        Assert.Matches(@"^Holding: the error rate is not yet cleared\. About [\d,]+ more canary requests \(\d+ (min|h) at 0\.5/s; range \d+ (s|min|h) to \d+ (min|h)\) if the canary is as good as stable\.$", verdict.Sentence);
        Assert.Equal(("error_rate_vs_stable", VerdictKind.Advance), (verdict.Evidence!.Forecast!.Metric, verdict.Evidence.Forecast.LeadsTo));
    }

    [Fact]
    public void Nothing_counted_is_no_evidence()
    {
        var traffic = new Traffic();
        var verdict = traffic.Until(360, () => (Arm(0, 0), Arm(0, 0)));
        Assert.Equal((VerdictKind.Hold, VerdictReason.Inconclusive, 0.0), (verdict.Kind, verdict.Reason, verdict.Evidence!.LogEvidence));
        Assert.Equal("Holding: no canary requests were counted yet.", verdict.Sentence);
    }

    [Fact]
    public void Requests_that_come_while_the_canary_warms_up_are_said_not_to_count_yet()
    {
        var traffic = new Traffic(evidence: s => s with { Warmup = TimeSpan.FromSeconds(60) });
        var verdict = traffic.Until(5, () => (Arm(950, 5), Arm(50, 0)));
        Assert.Equal((VerdictKind.Hold, 0L), (verdict.Kind, verdict.Evidence!.CanaryRequests));
        Assert.Equal("Holding: the canary warms up until 12:01:00 UTC; requests before that are shown and do not count.", verdict.Sentence);
        Assert.DoesNotContain("warms up", traffic.Until(2, () => (Arm(950, 5), Arm(50, 0))).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_that_comes_while_the_canary_warms_up_is_still_nothing() => Assert.Equal(
        "Holding: no canary requests were counted yet.", new Traffic(evidence: s => s with { Warmup = TimeSpan.FromSeconds(60) }).Until(3, () => (Arm(950, 5), Arm(0, 0))).Sentence);

    [Fact]
    public void A_stable_arm_that_gets_nothing_is_a_matter_of_data()
    {
        var verdict = new Traffic().After(Arm(0, 0), Arm(2, 2));
        Assert.Equal((VerdictKind.Hold, VerdictReason.DataQuality), (verdict.Kind, verdict.Reason));
        Assert.Equal("Holding: stable gets no requests, so there is nothing to compare with.", verdict.Sentence);
    }

    [Fact]
    public void Traffic_that_is_not_split_as_set_holds()
    {
        var verdict = new Traffic().Until(60, () => (Arm(500, 5), Arm(500, 5)));
        Assert.Equal(VerdictReason.DataQuality, verdict.Reason);
        Assert.Equal("Holding: requests do not arrive in the shares that were set; routing or counting is broken.", verdict.Sentence);
    }

    [Fact]
    public void An_outage_of_both_arms_holds_as_a_shared_incident()
    {
        var traffic = new Traffic(new() { ErrorRate = 0.02 });
        var verdict = traffic.Until(30, () => (Arm(950, 285), Arm(50, 15)));
        Assert.Equal((VerdictKind.Hold, VerdictReason.SharedIncident), (verdict.Kind, verdict.Reason));
        Assert.Equal("Holding: stable breaks the limit of the error rate too. This is a shared incident; going back would not help.", verdict.Sentence);
    }

    [Fact]
    public void A_limit_is_kept_only_when_enough_requests_prove_it()
    {
        var traffic = new Traffic(new() { ErrorRate = 0.01 }, evidence: s => s with { Metrics = [new(MetricNames.ErrorRate, MetricRole.Guard, Required: false)] });
        var verdict = traffic.Until(100, () => (Arm(950, 0), Arm(50, 0)));
        Assert.Equal((VerdictKind.Advance, 450L), (verdict.Kind, verdict.Evidence!.CanaryRequests));
    }

    [Fact]
    public void What_a_comparison_and_a_limit_clear_is_said_once()
    {
        var verdict = new Traffic(new() { ErrorRate = 0.05 }).Until(2000, () => (Arm(950, 5), Arm(50, Flip(4))));
        Assert.Matches(@"^Cleared after [\d,]+ canary requests: the error rate is below 1\.25 %\. Chance", verdict.Sentence);
    }

    [Fact]
    public void A_limit_that_the_canary_breaks_and_stable_keeps_goes_back()
    {
        var verdict = new Traffic(rollback: new() { OnErrorRate = 0.5 }).Until(100, () => (Arm(950, 9), Arm(50, 50)));
        Assert.Equal(VerdictKind.RollBack, verdict.Kind);
        Assert.Equal(50, verdict.Evidence!.CanaryRequests);
    }

    [Fact]
    public void A_slow_canary_goes_back_and_growth_within_the_tolerance_does_not()
    {
        var slow = new Traffic().Until(300, () => (Mixed(950, 0.02), Mixed(50, 0.2)));
        Assert.Equal((VerdictKind.RollBack, VerdictReason.Regression), (slow.Kind, slow.Reason));
        Assert.Contains("latency", slow.Sentence, StringComparison.Ordinal);

        var tolerated = new Traffic().Until(300, () => (Arm(950, 5, 20), Arm(50, Flip(4), 21)));
        Assert.NotEqual(VerdictKind.RollBack, tolerated.Kind);
    }

    [Fact]
    public void A_signal_holds_and_never_goes_back_and_information_only_shows()
    {
        Assert.Equal((VerdictKind.Hold, VerdictReason.Suspicious), Outcome(MetricRole.Signal));
        Assert.Equal((VerdictKind.Advance, VerdictReason.NothingToJudge), Outcome(MetricRole.Information));

        static (VerdictKind, VerdictReason) Outcome(MetricRole role)
        {
            var traffic = new Traffic(evidence: s => s with { Metrics = [new(MetricNames.ErrorRate, role, Required: false)] });
            var verdict = Verdict.NoDataYet;
            for (var i = 0; i < 100; i++)
            {
                verdict = traffic.After(Arm(950, 10), Arm(50, 3));
            }

            return (verdict.Kind, verdict.Reason);
        }
    }

    [Fact]
    public void What_people_carry_on_with_counts_no_more()
    {
        var traffic = new Traffic();
        Assert.Equal(VerdictKind.RollBack, traffic.Until(200, () => (Arm(950, 10), Arm(50, 3))).Kind);
        traffic.Muted = ["error_rate_vs_stable"];
        var verdict = traffic.After(Arm(950, 10), Arm(50, 3));
        Assert.NotEqual(VerdictKind.RollBack, verdict.Kind);
        Assert.Equal(CheckOutcome.Fail, verdict.Checks[0].Outcome);
    }

    [Fact]
    public void Few_arrivals_hold_as_a_matter_of_data_unless_they_are_mapped_to_going_back()
    {
        var thresholds = new Thresholds { ThroughputMin = 5 };
        var held = new Traffic(thresholds).Until(60, () => (Arm(95, 0), Arm(5, 0)));
        Assert.Equal(VerdictReason.DataQuality, held.Reason);
        var mapped = new Traffic(thresholds, new() { OnMetricFailure = [MetricNames.Throughput] }).Until(60, () => (Arm(95, 0), Arm(5, 0)));
        Assert.Equal(VerdictKind.RollBack, mapped.Kind);
    }

    [Fact]
    public void Without_a_stable_arm_only_limits_judge()
    {
        Assert.Equal(VerdictReason.NothingToJudge, new Traffic().After(stable: null, Arm(100, 100), share: 100).Reason);
        var limited = new Traffic(new() { ErrorRate = 0.01 }).Until(20, () => (null, Arm(100, 50)), share: 100);
        Assert.Equal((VerdictKind.RollBack, VerdictReason.SloBreach), (limited.Kind, limited.Reason));
        Assert.Equal(["error_rate"], limited.Checks.Select(check => check.Name));
    }

    [Fact]
    public void Clearance_comes_from_the_present_phase_and_its_margin_tightens_with_the_share()
    {
        var traffic = new Traffic();
        Assert.Equal(VerdictKind.Advance, traffic.Until(2000, () => (Arm(950, 5), Arm(50, Flip(4)))).Kind);
        var next = traffic.After(Arm(500, 3), Arm(500, 2), phase: 1, share: 50);
        Assert.Equal(VerdictReason.Inconclusive, next.Reason);
        Assert.True(next.Checks[0].Evidence!.RuleOut < 0.0085, $"{next.Checks[0].Evidence!.RuleOut}");
    }

    [Fact]
    public void The_warm_up_is_dropped_from_both_arms()
    {
        var traffic = new Traffic(evidence: s => s with { Warmup = TimeSpan.FromSeconds(30) });
        traffic.Until(3, () => (Arm(950, 5), Arm(50, 50)));
        Assert.Equal(0, traffic.After(Arm(0, 0), Arm(0, 0)).Evidence!.CanaryRequests);
        Assert.Equal(50, traffic.After(Arm(950, 5), Arm(50, 0)).Evidence!.CanaryRequests);
    }

    [Fact]
    public void Runs_in_a_row_only_delay()
    {
        var traffic = new Traffic(settings: AnalysisSettings.Usual with { FailedRuns = 3 });
        var verdicts = new List<VerdictReason>();
        for (var i = 0; i < 200 && verdicts.LastOrDefault() != VerdictReason.Regression; i++)
        {
            verdicts.Add(traffic.After(Arm(950, 10), Arm(50, 5)).Reason);
        }

        Assert.Equal([VerdictReason.ConfirmingFailure, VerdictReason.ConfirmingFailure, VerdictReason.Regression], verdicts[^3..]);
    }

    [Fact]
    public void A_decision_says_how_much_worse_the_canary_is_at_the_least()
    {
        var traffic = new Traffic();
        Assert.Equal(VerdictKind.RollBack, traffic.Until(200, () => (Arm(950, 10), Arm(50, 5))).Kind);
        Assert.Matches(@"; at least [\d.]+ times stable's \(99 %, valid at every look\)\.", traffic.Explained().Sentence);
        Assert.InRange(traffic.Explained().Evidence!.ErrorsAtLeast!.Value, 1.1, 10);
    }

    private int _flips;

    /// <summary>One error in so many intervals.</summary>
    private long Flip(int every) => ++_flips % every == 0 ? 1 : 0;

    private static ArmWindow Mixed(long requests, double slow)
    {
        var latency = new long[LatencyBounds.BucketCount];
        latency[LatencyBounds.BucketOf(20)] = requests - (long)(requests * slow);
        latency[LatencyBounds.BucketOf(200)] = (long)(requests * slow);
        return new(TimeSpan.FromSeconds(10), requests, 0, 0, 0, latency);
    }
}
