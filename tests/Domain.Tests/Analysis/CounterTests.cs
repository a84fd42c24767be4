using System.Text;
using System.Text.Json;
using Sluice.Domain.Analysis;
using Sluice.Domain.Rollbacks;
using Sluice.Domain.Tests.Deployments;

namespace Sluice.Domain.Tests.Analysis;

/// <summary>Limits on counted runs: what people who come from Argo Rollouts know, and where it differs on purpose.</summary>
public sealed class CounterTests
{
    private static readonly Thresholds s_onePercent = new() { ErrorRate = 0.01 };
    private static readonly Measurement s_notANumber = Make.Seen(requests: 0, errors: 0);

    [Fact]
    public void Failing_runs_up_to_the_limit_are_allowed_and_need_not_be_in_a_row()
    {
        var limits = new CounterSettings { FailureLimit = 2 };
        Assert.Equal((VerdictKind.Hold, VerdictReason.ConfirmingFailure), Of(Run(limits, Make.Bad, Make.Good, Make.Bad)));
        Assert.Equal((VerdictKind.RollBack, VerdictReason.ChecksFailed), Of(Run(limits, Make.Bad, Make.Good, Make.Bad, Make.Good, Make.TooLittle, Make.Bad)));
        Assert.Equal(VerdictKind.RollBack, Run(new() { FailureLimit = 0 }, Make.Bad).Kind);
    }

    [Fact]
    public void Each_check_is_counted_on_its_own()
    {
        var thresholds = s_onePercent with { LatencyP99 = Make.Seconds(0.5) };
        var slow = Make.Seen(1000, 0, canaryMs: 900);
        var verdict = Run(new() { FailureLimit = 1 }, thresholds, Make.Bad, slow);
        Assert.Equal(VerdictKind.Hold, verdict.Kind);
        Assert.Equal([1, 1], verdict.Checks.Select(check => check.Counts!.Failed));
    }

    [Fact]
    public void Without_a_failure_limit_failing_runs_in_a_row_still_decide()
    {
        var limits = new CounterSettings { Count = 9 };
        Assert.Equal(VerdictKind.Hold, Run(limits, Make.Bad, Make.Good, Make.Bad, Make.Bad).Kind);
        Assert.Equal(VerdictKind.RollBack, Run(limits, Make.Bad, Make.Bad, Make.Bad).Kind);
    }

    [Fact]
    public void Errors_alone_never_pass_and_too_many_in_a_row_leave_the_phase_undecided()
    {
        var limits = new CounterSettings { ConsecutiveErrorLimit = 1, Count = 1 };
        Assert.Equal((VerdictKind.Hold, VerdictReason.SourceError, false), Limited(Run(limits, Make.Outage)));
        Assert.Equal((VerdictKind.Hold, VerdictReason.SourceError, true), Limited(Run(limits, Make.Outage, Make.Outage)));
        Assert.Equal((VerdictKind.Hold, VerdictReason.SourceError, false), Limited(Run(limits, Make.Outage, Make.TooLittle, Make.Outage)));
        Assert.Equal(VerdictKind.Hold, Run(new() { Count = 1 }, [.. Enumerable.Repeat(Make.Outage, 50)]).Kind);
    }

    [Fact]
    public void A_value_that_is_no_number_passes_no_rule()
    {
        var limits = new CounterSettings { FailureLimit = 0, Count = 1, InconclusiveLimit = 2 };
        Assert.Equal((VerdictKind.Hold, VerdictReason.NotEnoughData, false), Limited(Run(limits, s_notANumber, s_notANumber)));
        Assert.Equal((VerdictKind.Hold, VerdictReason.NotEnoughData, true), Limited(Run(limits, s_notANumber, s_notANumber, s_notANumber)));
    }

    [Fact]
    public void The_count_is_of_runs_with_a_result_and_none_of_them_may_fail_now()
    {
        var limits = new CounterSettings { Count = 3, FailureLimit = 1 };
        Assert.Equal(VerdictReason.NotEnoughData, Run(limits, Make.Good, Make.Good, Make.TooLittle, Make.TooLittle).Reason);
        Assert.Equal((VerdictKind.Hold, VerdictReason.ConfirmingSuccess), Of(Run(limits, Make.Good, Make.Good)));
        Assert.Equal((VerdictKind.Advance, VerdictReason.ChecksPassed), Of(Run(limits, Make.Good, Make.Bad, Make.Good)));
        Assert.Equal((VerdictKind.Hold, VerdictReason.ConfirmingFailure), Of(Run(limits, Make.Good, Make.Good, Make.Bad)));
    }

    [Fact]
    public void After_the_count_a_failure_beyond_the_limit_still_goes_back() =>
        Assert.Equal(VerdictKind.RollBack, Run(new() { Count = 2, FailureLimit = 0 }, Make.Good, Make.Good, Make.Bad).Kind);

    [Fact]
    public void Passing_runs_in_a_row_decide_early_and_stay_reached()
    {
        var limits = new CounterSettings { ConsecutiveSuccessLimit = 2, FailureLimit = 3 };
        Assert.Equal(VerdictReason.ConfirmingSuccess, Run(limits, Make.Good, Make.Bad, Make.Good).Reason);
        Assert.Equal(VerdictKind.Advance, Run(limits, Make.Good, Make.Good).Kind);
        Assert.Equal(VerdictReason.ConfirmingFailure, Run(limits, Make.Good, Make.Good, Make.Bad).Reason);
        Assert.Equal(VerdictKind.Advance, Run(limits, Make.Good, Make.Good, Make.Bad, Make.Good).Kind);
    }

    [Fact]
    public void A_count_that_is_used_up_without_the_passing_row_is_inconclusive()
    {
        var limits = new CounterSettings { ConsecutiveSuccessLimit = 2, Count = 3, FailureLimit = 2 };
        Assert.Equal((VerdictKind.Hold, VerdictReason.Inconclusive, true), Limited(Run(limits, Make.Good, Make.Bad, Make.Good)));
        Assert.Equal((VerdictKind.Advance, VerdictReason.ChecksPassed, false), Limited(Run(limits, Make.Good, Make.Good, Make.Bad, Make.Good)));
    }

    [Fact]
    public void A_dry_run_is_shown_and_counts_for_nothing()
    {
        var limits = new CounterSettings { FailureLimit = 0, DryRun = [MetricNames.ErrorRate] };
        var verdict = Run(limits, s_onePercent with { LatencyP99 = Make.Seconds(0.5) }, Make.Bad, Make.Bad, Make.Bad);
        Assert.Equal((VerdictKind.Advance, VerdictReason.ChecksPassed), Of(verdict));
        Assert.Equal((CheckOutcome.Fail, true), (verdict.Checks[0].Outcome, verdict.Checks[0].DryRun));
        Assert.False(verdict.HasFailingCheck);
        Assert.Empty(verdict.Culprits(CheckRule.For(s_onePercent, new()), []));
        Assert.Equal((VerdictKind.Advance, VerdictReason.NothingToJudge, "Every limit is a dry run: time alone decides."), (Run(limits, Make.Bad).Kind, Run(limits, Make.Bad).Reason, Run(limits, Make.Bad).Sentence));
    }

    [Fact]
    public void A_trigger_is_a_dry_run_by_its_own_name()
    {
        var rollback = new RollbackPolicy { OnErrorRate = 0.02 };
        var verdict = Run(new() { FailureLimit = 0, DryRun = ["on_error_rate"] }, s_onePercent, rollback, Make.Bad);
        Assert.Equal([false, true], verdict.Checks.Select(check => check.DryRun));
        Assert.Equal(VerdictKind.RollBack, verdict.Kind);
    }

    [Fact]
    public void A_muted_check_is_not_counted()
    {
        var verdict = PointJudge.Judge(null, Make.Bad, CheckRule.For(s_onePercent, new()), Settings(new() { FailureLimit = 0 }), ["error_rate"]);
        Assert.NotEqual(VerdictKind.RollBack, verdict.Kind);
        Assert.Null(verdict.Checks[0].Counts);
    }

    [Fact]
    public void Counts_go_no_further_than_their_limits_so_that_a_long_phase_does_not_fill_the_history()
    {
        var limits = new CounterSettings { FailureLimit = 1, InconclusiveLimit = 1, ConsecutiveErrorLimit = 1, ConsecutiveSuccessLimit = 1, Count = 2 };
        Assert.Equal(new CheckCounts(2, 0, 0, 0, 1), Run(limits, [.. Enumerable.Repeat(Make.Good, 9)]).Checks[0].Counts);
        Assert.Equal(new CheckCounts(2, 2, 0, 0, 0), Run(limits, [.. Enumerable.Repeat(Make.Bad, 9)]).Checks[0].Counts);
        Assert.Equal(new CheckCounts(0, 0, 2, 0, 0), Run(limits, [.. Enumerable.Repeat(Make.TooLittle, 9)]).Checks[0].Counts);
        Assert.Equal(new CheckCounts(0, 0, 0, 2, 0), Run(limits, [.. Enumerable.Repeat(Make.Outage, 9)]).Checks[0].Counts);
        Assert.False(Run(limits, Make.Good, Make.Good, Make.Good).DiffersFrom(Run(limits, Make.Good, Make.Good)));
        Assert.True(Run(limits, Make.Good, Make.Good).DiffersFrom(Run(limits, Make.Good)));
    }

    [Fact]
    public void Counts_are_stored_with_the_verdict_and_cost_nothing_where_none_are_asked_for()
    {
        var limits = new CounterSettings { FailureLimit = 3 };
        var verdict = Run(limits, Make.Bad, Make.Bad);
        var stored = JsonSerializer.Serialize(verdict);
        Assert.Equal(verdict, JsonSerializer.Deserialize<Verdict>(stored));
        Assert.Contains("\"Counts\":{\"Failed\":2}", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("Counts", JsonSerializer.Serialize(Run(null, s_onePercent, Make.Bad)), StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Sentences() => new()
    {
        { Run(new() { FailureLimit = 3 }, Make.Bad).Sentence, "The error rate of the canary was above its limit (limit 1 %, seen 5 %, stable 0 %) in 1 run; 3 are allowed." },
        { Run(new() { FailureLimit = 1 }, Make.Bad, Make.Good, Make.Bad).Sentence, "The error rate of the canary was above its limit (limit 1 %, seen 5 %, stable 0 %) in 2 runs; 1 is allowed." },
        { Run(new() { FailureLimit = 0 }, Make.Bad, Make.Good).Sentence, "A check failed in 1 run; none is allowed." },
        { Run(new() { InconclusiveLimit = 1 }, Make.TooLittle, Make.TooLittle).Sentence, "Not enough data: 10 of 50 canary requests seen. That makes 2 runs without an answer; 1 is allowed." },
        { Run(new() { InconclusiveLimit = 1 }, Make.TooLittle).Sentence, "Not enough data: 10 of 50 canary requests seen." },
        { Run(new() { ConsecutiveErrorLimit = 1 }, Make.Outage, Make.Outage).Sentence, "The measurements could not be read (connection refused) in 2 runs running; 1 is allowed." },
        { Run(new() { ConsecutiveErrorLimit = 1 }, Make.Outage).Sentence, "The measurements could not be read (connection refused): holding until they are back." },
        { Run(new() { Count = 3 }, Make.Good).Sentence, "All checks pass: 1 of 3 runs gave an answer." },
        { Run(new() { Count = 3, FailureLimit = 1 }, Make.Good, Make.Bad, Make.Good).Sentence, "All checks pass, and 3 runs gave an answer. 1 run failed; 1 is allowed." },
        { Run(new() { ConsecutiveSuccessLimit = 3 }, Make.Good, Make.Good).Sentence, "All checks pass: 2 of 3 runs running." },
        { Run(new() { ConsecutiveSuccessLimit = 1 }, Make.Good).Sentence, "All checks passed in 1 run." },
        { Run(new() { ConsecutiveSuccessLimit = 2, Count = 2, FailureLimit = 1 }, Make.Bad, Make.Good).Sentence, "2 runs gave an answer, and the checks did not pass in 2 runs running." },
    };

    [Theory]
    [MemberData(nameof(Sentences))]
    public void A_verdict_says_what_was_counted_and_what_is_allowed(string sentence, string expected) => Assert.Equal(expected, sentence);

    [Fact]
    public void A_verdict_with_every_count_is_still_small()
    {
        var limits = new CounterSettings { FailureLimit = 9, InconclusiveLimit = 9, ConsecutiveErrorLimit = 9, ConsecutiveSuccessLimit = 9, Count = 99 };
        Assert.InRange(Encoding.UTF8.GetByteCount(JsonSerializer.Serialize(Run(limits, Make.Bad, Make.TooLittle, Make.Good))), 100, 1024);
    }

    private static AnalysisSettings Settings(CounterSettings? limits) => new() { SuccessfulRuns = 1, FailedRuns = 3, Counters = limits };

    private static Verdict Run(CounterSettings limits, params Measurement[] runs) => Run(limits, s_onePercent, runs);

    private static Verdict Run(CounterSettings? limits, Thresholds thresholds, params Measurement[] runs) => Run(limits, thresholds, new(), runs);

    private static Verdict Run(CounterSettings? limits, Thresholds thresholds, RollbackPolicy rollback, params Measurement[] runs) =>
        runs.Aggregate((Verdict?)null, (verdict, run) => PointJudge.Judge(verdict, run, CheckRule.For(thresholds, rollback), Settings(limits), []))!;

    private static (VerdictKind, VerdictReason) Of(Verdict verdict) => (verdict.Kind, verdict.Reason);

    private static (VerdictKind, VerdictReason, bool) Limited(Verdict verdict) => (verdict.Kind, verdict.Reason, verdict.LimitReached);
}
