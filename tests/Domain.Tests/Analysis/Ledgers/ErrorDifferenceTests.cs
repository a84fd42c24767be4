using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Evidence;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Traffic;

namespace Sluice.Domain.Tests.Analysis.Ledgers;

public sealed class ErrorDifferenceTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
    private static readonly Share s_tenth = Share.FromPercent(10);

    [Fact]
    public void A_worse_canary_ends_above_what_is_tolerated_and_the_sentence_says_so()
    {
        var history = History(Terms(), 60, canaryErrors: 5);
        var last = history[^1];
        Assert.Equal(0.05 - 0.01, last.Observed!.Value, 9);
        Assert.True(last.Bounds.Lower > last.Tolerated && last.Bounds.Upper > last.Observed);
        Assert.Matches(@"^Errors, canary minus stable: \+4 percentage points, between \+\d[.\d]* and \+\d[.\d]* \(99 %, valid at every look\)\. Tolerated: \+0\.12, exceeded; to be ruled out: \+1\.2\.$", Say(last));
        Assert.All(history.Zip(history.Skip(1)), pair => Assert.True((pair.Second.Bounds.Lower ?? -1) >= (pair.First.Bounds.Lower ?? -1) && (pair.Second.Bounds.Upper ?? 1) <= (pair.First.Bounds.Upper ?? 1)));
    }

    [Fact]
    public void What_is_ruled_out_is_said_as_well()
    {
        var last = History(Terms(), 200, canaryErrors: 1)[^1];
        Assert.True(last.Bounds.Upper < last.RuleOut);
        Assert.Contains("0 percentage points, ", Say(last), StringComparison.Ordinal);
        Assert.EndsWith("to be ruled out: +1.2, which it is.", Say(last), StringComparison.Ordinal);
    }

    [Fact]
    public void The_margin_to_rule_out_follows_the_share_and_the_tolerance_follows_stable()
    {
        var terms = Terms(new(MetricNames.ErrorRate, MetricRole.Guard, Required: true));
        List<Interval> intervals = [Of(0, 0, 1000, 10), Of(1, 0, 1000, 20) with { CanaryShare = Share.FromPercent(50) }];
        var history = ErrorBounds.History(terms, intervals);
        Assert.Equal(0.012, history[0].RuleOut!.Value, 9);
        Assert.Equal((0.25 * 0.015) + 0.0005, history[1].RuleOut!.Value, 9);
        Assert.Equal((0.1 * 0.015) + 0.0002, history[1].Tolerated, 9);
    }

    [Fact]
    public void Errors_that_need_not_be_cleared_have_no_margin_to_rule_out()
    {
        var history = History(Terms(new(MetricNames.ErrorRate, MetricRole.Guard, Required: false)), 5, canaryErrors: 1);
        Assert.Null(history[^1].RuleOut);
        Assert.DoesNotContain("ruled out", Say(history[^1]), StringComparison.Ordinal);
    }

    [Fact]
    public void An_arm_without_requests_is_named_and_bounds_nothing()
    {
        var noCanary = ErrorBounds.History(Terms(), [Of(0, 0, 1000, 10) with { Canary = ArmWindow.Empty }])[^1];
        Assert.Equal((null, default), (noCanary.Observed, noCanary.Bounds));
        Assert.StartsWith("The canary has had no requests", Say(noCanary), StringComparison.Ordinal);
        var noStable = ErrorBounds.History(Terms(), [Of(0, 0, 1000, 10) with { Stable = null }])[^1];
        Assert.StartsWith("Stable has had no requests", Say(noStable), StringComparison.Ordinal);
    }

    [Fact]
    public void The_warm_up_and_the_time_before_the_canary_are_no_part_of_it_and_impossible_counts_change_nothing()
    {
        List<Interval> intervals = [Of(-1, -1, 1000, 10) with { Phase = Interval.BeforeTheCanary }, .. Enumerable.Range(0, 4).Select(i => Of(0, i, 1000, 10))];
        var warm = Terms() with { Settings = Terms().Settings with { Evidence = new() { Warmup = TimeSpan.FromSeconds(20) } } };
        Assert.Equal([s_noon.AddSeconds(30), s_noon.AddSeconds(40)], ErrorBounds.History(warm, intervals).Select(at => at.At));

        intervals.Add(Of(0, 4, 1000, 10) with { Canary = Traffic.Arm(10, 11) });
        var history = ErrorBounds.History(Terms(), intervals);
        Assert.Equal(history[3].Counts, history[4].Counts);
        Assert.Equal(history[3].Bounds, history[4].Bounds);
    }

    [Fact]
    public void The_history_ends_where_the_bounds_for_a_decision_stand()
    {
        List<Interval> intervals = [.. Enumerable.Range(0, 30).Select(i => Of(0, i, 1000, 10, canaryErrors: 3))];
        Assert.Equal(ErrorBounds.Difference(Terms(), intervals), ErrorBounds.History(Terms(), intervals)[^1].Bounds);
        Assert.Empty(ErrorBounds.History(Terms(), []));
    }

    private static string Say(ErrorDifference difference) => DifferenceSentence.For(difference, 0.99, judged: true);

    private static IReadOnlyList<ErrorDifference> History(LedgerTerms terms, int count, long canaryErrors) =>
        ErrorBounds.History(terms, [.. Enumerable.Range(0, count).Select(i => Of(0, i, 1000, 10, canaryErrors))]);

    private static Interval Of(int phase, int number, long stable, long stableErrors, long canaryErrors = 1) =>
        new(phase, s_noon.AddSeconds(10 * number), s_noon.AddSeconds(10 * (number + 1)), s_tenth, Traffic.Arm(stable, stableErrors), Traffic.Arm(100, canaryErrors));

    private static LedgerTerms Terms(MetricRule? rule = null) => new(new(), new(), AnalysisSettings.Usual with
    {
        Evidence = new() { Warmup = TimeSpan.Zero, Metrics = rule is null ? [] : [rule] },
    }, Horizon: 360, s_tenth);
}
