using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Domain.Rollbacks;
using Sluice.Domain.Tests.Deployments;

namespace Sluice.Domain.Tests.Analysis;

public sealed class PointJudgeTests
{
    private static readonly AnalysisSettings s_settings = new() { SuccessfulRuns = 2, FailedRuns = 3 };
    private static readonly JsonSerializerOptions s_json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Converters = { new JsonStringEnumConverter() } };
    private static readonly Thresholds s_onePercent = new() { ErrorRate = 0.01 };

    [Theory]
    [InlineData(10, CheckOutcome.Pass)]
    [InlineData(11, CheckOutcome.Fail)]
    public void What_is_equal_to_the_maximum_passes(long errors, CheckOutcome outcome) =>
        Assert.Equal(outcome, Assert.Single(Judge(s_onePercent, [Make.Seen(1000, errors)]).Checks).Outcome);

    [Fact]
    public void What_is_unset_judges_nothing()
    {
        var verdict = Judge(new(), [Make.Seen(1000, 1000)]);
        Assert.Empty(verdict.Checks);
        Assert.Equal((VerdictKind.Advance, VerdictReason.NothingToJudge, "No limit is set: time alone decides."), (verdict.Kind, verdict.Reason, verdict.Sentence));
    }

    [Theory]
    [InlineData(49, VerdictReason.NotEnoughData)]
    [InlineData(50, VerdictReason.ConfirmingSuccess)]
    public void Fewer_requests_than_the_minimum_hold(long requests, VerdictReason reason) => Assert.Equal(reason, Judge(s_onePercent, [Make.Seen(requests, 0)]).Reason);

    [Theory]
    [InlineData(49, 1000)]
    [InlineData(1000, 49)]
    public void A_comparison_needs_the_minimum_in_both_arms(long stable, long canary)
    {
        var seen = new Measurement.Seen(FakeBus.Start, FakeBus.Start, Make.Arm(stable, 0, 20), Make.Arm(canary, 0, 200), "h");
        Assert.Equal(CheckOutcome.NotEnoughData, Assert.Single(Judge(new(), [seen], new() { OnLatencyIncrease = 0.1 }).Checks).Outcome);
    }

    [Fact]
    public void The_nth_failing_run_rolls_back()
    {
        Assert.Equal((VerdictKind.Hold, VerdictReason.ConfirmingFailure, 2), Short(Judge(s_onePercent, [Make.Bad, Make.Bad])));
        Assert.Equal((VerdictKind.RollBack, VerdictReason.ChecksFailed, 3), Short(Judge(s_onePercent, [Make.Bad, Make.Bad, Make.Bad])));
        Assert.Equal((VerdictKind.RollBack, VerdictReason.ChecksFailed, 3), Short(Judge(s_onePercent, [Make.Bad, Make.Bad, Make.Bad, Make.Bad])));
    }

    [Fact]
    public void The_nth_passing_run_advances()
    {
        Assert.Equal(VerdictReason.ConfirmingSuccess, Judge(s_onePercent, [Make.Good]).Reason);
        Assert.Equal(VerdictKind.Advance, Judge(s_onePercent, [Make.Good, Make.Good]).Kind);
        Assert.Equal(VerdictReason.ConfirmingSuccess, Judge(s_onePercent, [Make.Good, Make.Bad, Make.Good]).Reason);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_outage_and_missing_data_break_both_rows(bool outage)
    {
        var between = outage ? Make.Outage : Make.TooLittle;
        Assert.Equal((0, 0), Runs(Judge(s_onePercent, [Make.Bad, Make.Bad, between])));
        Assert.Equal((0, 1), Runs(Judge(s_onePercent, [Make.Good, between, Make.Good])));
        Assert.Equal(VerdictKind.Hold, Judge(s_onePercent, [Make.Bad, Make.Bad, between, Make.Bad, Make.Bad]).Kind);
    }

    [Theory]
    [InlineData(0.01, "limit 1 %")]
    [InlineData(0.05, "limits 1 % and 5 %")]
    public void A_threshold_and_a_trigger_on_one_metric_are_one_statement(double trigger, string limits)
    {
        var verdict = Judge(s_onePercent, [Make.Seen(1000, 100)], new() { OnErrorRate = trigger });
        Assert.Equal(2, verdict.Checks.Count(check => check.Outcome == CheckOutcome.Fail));
        Assert.StartsWith($"The error rate of the canary was above its {limits.Split(' ')[0]} ({limits}, seen 10 %", verdict.Sentence, StringComparison.Ordinal);
        Assert.Equal(verdict.Sentence.LastIndexOf("error rate", StringComparison.Ordinal), verdict.Sentence.IndexOf("error rate", StringComparison.Ordinal));
    }

    [Fact]
    public void Low_throughput_holds_as_a_matter_of_data()
    {
        var verdict = Judge(new() { ThroughputMin = 100 }, [Make.Good, Make.Good, Make.Good]);
        Assert.Equal((VerdictKind.Hold, VerdictReason.NotEnoughData, 0), Short(verdict));
        Assert.Equal("Throughput of the canary was below its limit (limit 100/s, seen 16.67/s, stable 16.67/s): holding.", verdict.Sentence);
    }

    [Fact]
    public void Low_throughput_goes_back_when_the_policy_names_it() =>
        Assert.Equal(VerdictKind.RollBack, Judge(new() { ThroughputMin = 100 }, [Make.Good, Make.Good, Make.Good], new() { OnMetricFailure = ["throughput"] }).Kind);

    [Fact]
    public void Silence_is_below_a_throughput_floor() =>
        Assert.Equal(CheckOutcome.Fail, Assert.Single(Judge(new() { ThroughputMin = 1 }, [Make.Seen(0, 0)]).Checks).Outcome);

    [Theory]
    [InlineData(0.99, CheckOutcome.Fail)]
    [InlineData(1.01, CheckOutcome.Pass)]
    public void A_latency_increase_is_p99_over_p99_less_one(double limit, CheckOutcome outcome)
    {
        // Eight buckets are a factor of exactly two.
        var check = Assert.Single(Judge(new(), [Make.Seen(1000, 0, canaryMs: 64, stableMs: 32)], new() { OnLatencyIncrease = limit }).Checks);
        Assert.Equal((outcome, 1.0), (check.Outcome, check.Canary));
    }

    [Fact]
    public void Without_a_stable_arm_a_comparison_only_watches() =>
        Assert.Equal(CheckOutcome.Pass, Assert.Single(Judge(new(), [Make.Seen(1000, 0, canaryMs: 999, stable: false)], new() { OnLatencyIncrease = 0 }).Checks).Outcome);

    [Fact]
    public void A_muted_check_is_shown_and_does_not_count()
    {
        var verdict = Judge(s_onePercent, [Make.Bad, Make.Bad, Make.Bad], muted: ["error_rate"]);
        Assert.Equal((VerdictKind.Advance, VerdictReason.ChecksPassed, 0), Short(verdict));
        Assert.Equal(CheckOutcome.Fail, Assert.Single(verdict.Checks).Outcome);
    }

    [Fact]
    public void With_rollback_off_triggers_are_no_checks() => Assert.Empty(CheckRule.For(new(), new() { Enabled = false, OnErrorRate = 0.1, OnLatencyIncrease = 0.1 }));

    [Fact]
    public void Checks_have_names_of_their_own()
    {
        var rules = CheckRule.For(
            new() { ErrorRate = 0.01, ThroughputMin = 1, Custom = [new("error_rate", 0, 0.5), new("open_requests", null, 9)] },
            new() { OnErrorRate = 0.05, OnLatencyIncrease = 0.2 });
        Assert.Equal(["error_rate", "throughput", "error_rate_2", "error_rate_3", "open_requests", "on_error_rate", "on_latency_increase"], rules.Select(r => r.Name));
    }

    public static TheoryData<string, string> Sentences() => new()
    {
        { Judge(s_onePercent, [Make.Outage]).Sentence, "The measurements could not be read (connection refused): holding until they are back." },
        { Judge(s_onePercent, [Make.Bad]).Sentence, "The error rate of the canary was above its limit (limit 1 %, seen 5 %, stable 0 %) in 1 of 3 runs; confirming." },
        { Judge(s_onePercent, [Make.Bad, Make.Bad, Make.Bad]).Sentence, "The error rate of the canary was above its limit (limit 1 %, seen 5 %, stable 0 %) in 3 runs running." },
        { Judge(s_onePercent, [Make.Bad], settings: new() { FailedRuns = 1 }).Sentence, "The error rate of the canary was above its limit (limit 1 %, seen 5 %, stable 0 %) in 1 run." },
        { Judge(s_onePercent, [Make.Good]).Sentence, "All checks passed in 1 of 2 runs." },
        { Judge(s_onePercent, [Make.Good, Make.Good]).Sentence, "All checks passed in 2 runs running." },
        { Judge(s_onePercent, [Make.TooLittle]).Sentence, "Not enough data: 10 of 50 canary requests seen." },
        { Judge(new(), [Make.TooLittle], new() { OnLatencyIncrease = 0.2 }).Sentence, "Not enough data: 10 of 50 canary requests seen, 10 of 50 stable ones." },
        { Judge(new() { LatencyP99 = Make.Seconds(0.5) }, [Make.Seen(1000, 0, canaryMs: 900, stable: false)]).Sentence, "p99 latency of the canary was above its limit (limit 500 ms, seen 938 ms) in 1 of 3 runs; confirming." },
        { Verdict.NoDataYet.Sentence, "No measurement yet." },
    };

    [Theory]
    [MemberData(nameof(Sentences))]
    public void A_verdict_says_why_in_one_sentence(string sentence, string expected) => Assert.Equal(expected, sentence);

    [Fact]
    public void A_verdict_of_two_checks_is_stored_in_less_than_a_kilobyte()
    {
        var verdict = Judge(new() { ErrorRate = 0.01, LatencyP99 = Make.Seconds(0.5) }, [Make.Bad]) with { Hash = new string('f', 32) };
        Assert.InRange(Size(verdict), 500, 1024);
    }

    private static int Size(Verdict verdict)
    {
        var @event = new DeploymentEvent.VerdictChanged(9, verdict) { Origin = new Origin(FakeBus.Start, Actor.Engine) };
        return Encoding.UTF8.GetByteCount(JsonSerializer.Serialize(@event, s_json));
    }

    private static Verdict Judge(Thresholds thresholds, Measurement[] runs, RollbackPolicy? rollback = null, AnalysisSettings? settings = null, ValueList<string>? muted = null) =>
        runs.Aggregate((Verdict?)null, (verdict, run) => PointJudge.Judge(verdict, run, CheckRule.For(thresholds, rollback ?? new()), settings ?? s_settings, muted ?? []))!;

    private static (VerdictKind, VerdictReason, int) Short(Verdict verdict) => (verdict.Kind, verdict.Reason, verdict.FailedRuns);

    private static (int, int) Runs(Verdict verdict) => (verdict.FailedRuns, verdict.PassedRuns);
}
