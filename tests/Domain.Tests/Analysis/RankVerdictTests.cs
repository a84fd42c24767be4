using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Kayenta;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Deployments;
using Sluice.Domain.Traffic;

namespace Sluice.Domain.Tests.Analysis;

public sealed class RankVerdictTests
{
    private static readonly AnalysisSettings s_settings = AnalysisSettings.Of(AnalysisMode.MannWhitney) with { FailedRuns = 2, SuccessfulRuns = 2 };
    private static readonly DateTimeOffset s_noon = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Equal_arms_pass_after_so_many_runs_in_a_row()
    {
        var first = Judge(previous: null, Intervals(20, i => 10 + (i % 3), i => 10 + ((i + 1) % 3)));
        Assert.Equal((VerdictKind.Hold, VerdictReason.ConfirmingSuccess, 1), (first.Kind, first.Reason, first.PassedRuns));
        var second = Judge(first, Intervals(20, i => 10 + (i % 3), i => 10 + ((i + 1) % 3)));
        Assert.Equal((VerdictKind.Advance, VerdictReason.ChecksPassed), (second.Kind, second.Reason));
        Assert.Equal("Score 100 of 100 over 20 intervals.", second.Sentence);
    }

    [Fact]
    public void A_critical_metric_that_is_higher_fails_and_is_named()
    {
        var first = Judge(previous: null, Intervals(20, i => 30 + (i % 3), i => 10 + (i % 3)));
        Assert.Equal((VerdictKind.Hold, VerdictReason.ConfirmingFailure), (first.Kind, first.Reason));
        var second = Judge(first, Intervals(20, i => 30 + (i % 3), i => 10 + (i % 3)));
        Assert.Equal((VerdictKind.RollBack, VerdictReason.ChecksFailed), (second.Kind, second.Reason));
        Assert.Equal("Score 0 of 100, below 75: error_rate higher (effect 2.83).", second.Sentence);
        Assert.Equal(["error_rate"], second.Culprits([], []));
        Assert.Empty(second.Culprits([], ["error_rate"]));
    }

    [Fact]
    public void A_muted_metric_is_shown_and_does_not_count()
    {
        var verdict = Judge(previous: null, Intervals(20, i => 30 + (i % 3), i => 10 + (i % 3)), "error_rate");
        Assert.NotEqual(VerdictReason.ConfirmingFailure, verdict.Reason);
        Assert.Equal(CheckOutcome.Fail, verdict.Checks[0].Outcome);
    }

    [Fact]
    public void Too_few_intervals_hold()
    {
        var verdict = Judge(previous: null, Intervals(3, _ => 10, _ => 10));
        Assert.Equal((VerdictKind.Hold, VerdictReason.NotEnoughData), (verdict.Kind, verdict.Reason));
        Assert.StartsWith("Not enough data: 3 intervals compared, error_rate", verdict.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_stable_arm_time_alone_decides()
    {
        var seen = Seen([new(0, s_noon, s_noon.AddSeconds(10), Share.All, Stable: null, Arm(10))]);
        var verdict = RankVerdict.Judge(null, seen, [], s_settings, [], "hash");
        Assert.Equal((VerdictKind.Advance, VerdictReason.NothingToJudge), (verdict.Kind, verdict.Reason));
    }

    [Fact]
    public void Every_mistake_in_the_settings_is_named_with_its_field()
    {
        var settings = new RankSettings
        {
            Metrics = [new("cpu") { Groups = ["x"] }, new(MetricNames.ErrorRate) { Tolerance = -1, Confidence = 1, OutlierFactor = 0 }, new(MetricNames.ErrorRate) { IsCritical = true }],
            Weights = [new("x", 80), new("y", 30)],
            Pass = 101,
            Marginal = 102,
        };
        var request = new DeploymentRequest(new("shop"), Environment: null, Release: 1, NewRelease: null) { Analysis = s_settings with { Ranks = settings } };
        Assert.Equal(
            [
                "analysis.ranks.metrics[0].metric", "analysis.ranks.metrics[1].tolerance", "analysis.ranks.metrics[1].confidence", "analysis.ranks.metrics[1].outlier_factor",
                "analysis.ranks.metrics[1].groups", "analysis.ranks.metrics[2].metric", "analysis.ranks.pass", "analysis.ranks.marginal", "analysis.ranks.weights", "analysis.ranks.weights.y",
            ],
            DeploymentRequestRules.Check(request, []).Select(error => error.Field));
    }

    private static Verdict Judge(Verdict? previous, ValueList<Interval> intervals, params ReadOnlySpan<string> muted) =>
        RankVerdict.Judge(previous, Seen(intervals), intervals, s_settings with { Ranks = new() { Metrics = OnlyCounted } }, ValueList.Create(muted), "hash");

    // Latencies are not counted here.
    private static ValueList<RankMetric> OnlyCounted => new RankSettings().Metrics.Take(1).Append(new(MetricNames.Throughput) { Groups = ["load"] }).ToValueList();

    private static ValueList<Interval> Intervals(int count, Func<int, long> canaryErrors, Func<int, long> stableErrors) => Enumerable.Range(0, count)
        .Select(i => new Interval(0, s_noon.AddSeconds(10 * i), s_noon.AddSeconds((10 * i) + 10), Share.FromPercent(50), Arm(stableErrors(i)), Arm(canaryErrors(i))))
        .ToValueList();

    private static Measurement.Seen Seen(ValueList<Interval> intervals) =>
        new(intervals[0].From, intervals[^1].To, intervals[^1].Stable, intervals[^1].Canary, "hash");

    private static ArmWindow Arm(long errors) => new(TimeSpan.FromSeconds(10), 1000, errors, 0, 0, ReadOnlyMemory<long>.Empty);
}
