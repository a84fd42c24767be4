using Bunit;
using Sluice.Dashboard.Deployments;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Evidence;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Deployments;
using Sluice.Domain.Traffic;

namespace Sluice.Dashboard.Tests.Deployments;

public sealed class EvidencePanelTests : IDisposable
{
    private static readonly DeploymentRequest Judged = DeploymentScene.Canary with
    {
        Thresholds = new() { ErrorRate = 0.02 },
        Analysis = AnalysisSettings.Usual with
        {
            Evidence = new() { Warmup = TimeSpan.Zero, Metrics = [new(MetricNames.ErrorRate, MetricRole.Guard, Required: true) { Margin = new Margin(1, 0.005) }] },
        },
    };

    private readonly DeploymentScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task The_mode_and_both_promises_are_said_in_words()
    {
        await SeeAsync(intervals: 1, errors: 0);
        var panel = Panel();
        Assert.Equal("Valid at every look", panel.QuerySelector(".verdict__mode")!.TextContent);
        var promise = panel.QuerySelector(".verdict__promise")!.TextContent;
        Assert.Contains("Checking often does not inflate false alarms.", promise, StringComparison.Ordinal);
        Assert.Contains("at most 1 %", promise, StringComparison.Ordinal);
        Assert.Contains("at most 5 %", promise, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_required_metric_has_two_meters_that_can_be_read_aloud_and_its_margins()
    {
        await SeeAsync(intervals: 3, errors: 0);
        var row = Row("error rate", "against stable, required");
        var meters = row.QuerySelectorAll("[role=meter]");
        Assert.Equal(["Evidence that the canary should go back: error rate", "Evidence that the canary may go on: error rate"], meters.Select(meter => meter.GetAttribute("aria-label")));
        Assert.Equal("0", meters[0].GetAttribute("aria-valuenow"));
        Assert.InRange(int.Parse(meters[1].GetAttribute("aria-valuenow")!, System.Globalization.CultureInfo.InvariantCulture), 10, 99);
        Assert.EndsWith(" of 20:1", meters[1].GetAttribute("aria-valuetext"), StringComparison.Ordinal);
        Assert.Contains("goes back above 0.02 % (stable × 1.1 + 0.02 pp); must be proven below 0.5 % (stable × 1 + 0.5 pp)", row.TextContent, StringComparison.Ordinal);
        Assert.Equal(["n 400", "n 100"], row.QuerySelectorAll("td.number .checks__count").Select(count => count.TextContent));
        Assert.Contains("Not decided", row.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_metric_that_is_only_watched_has_no_way_to_clear()
    {
        await SeeAsync(intervals: 3, errors: 0);
        Assert.Single(Row("p99 latency", "only watched").QuerySelectorAll("[role=meter]"));
    }

    [Fact]
    public async Task What_is_missing_is_a_range_and_says_where_it_leads()
    {
        await SeeAsync(intervals: 3, errors: 0);
        var next = Panel().QuerySelector(".verdict__next")!.TextContent;
        Assert.Matches(@"about \d+ more canary requests, that is \d+ s to \d+ (s|min) at this rate, if it is as good as stable; then the phase passes\.", next);
    }

    [Fact]
    public async Task A_cleared_metric_fills_its_meter_and_the_sentence_says_what_was_proven()
    {
        await SeeAsync(intervals: 12, errors: 0);
        Assert.Equal("100", Row("error rate", "against stable").QuerySelector(".meter--on [role=meter]")!.GetAttribute("aria-valuenow"));
        Assert.Equal("pass", Row("error rate", "against stable").GetAttribute("data-outcome"));
        Assert.Contains("Cleared after 1,200 canary requests: the error rate is below 0.5 %", Panel().QuerySelector(".verdict__sentence")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_regression_says_which_metric_spoke_and_never_a_bare_p_value()
    {
        await SeeAsync(intervals: 3, errors: 20);
        var row = Row("error rate", "against stable");
        Assert.Equal("fail", row.GetAttribute("data-outcome"));
        Assert.Equal("100", row.QuerySelector(".meter--back [role=meter]")!.GetAttribute("aria-valuenow"));
        Assert.Contains("of the evidence for going back", row.TextContent, StringComparison.Ordinal);
        Assert.Equal("danger", Panel().QuerySelector(".verdict__sentence")!.GetAttribute("data-tone"));
        Assert.DoesNotContain("p-value", Panel().TextContent, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("p =", Panel().TextContent, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(null, "more traffic will not help")]
    [InlineData(4300L, "about 4,300 more canary requests if it is as good as stable; then the phase passes. The canary gets none now.")]
    public async Task A_forecast_without_a_time_says_what_stands_in_the_way(long? requests, string text)
    {
        await SeeAsync(intervals: 1, errors: 0, verdict => verdict with
        {
            Evidence = verdict.Evidence! with { Forecast = new("error_rate_vs_stable", requests, VerdictKind.Advance, PerSecond: 0) },
        });
        Assert.Contains(text, Panel().QuerySelector(".verdict__next")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_it_looks_worse_the_panel_warns_and_says_at_which_odds_traffic_returns()
    {
        await SeeAsync(intervals: 1, errors: 0, verdict => verdict with { Reason = VerdictReason.Suspicious, Evidence = verdict.Evidence! with { Forecast = null } });
        Assert.Contains("at 100:1 all traffic returns to stable", Panel().QuerySelector(".verdict__next")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("warning", Panel().QuerySelector(".verdict__sentence")!.GetAttribute("data-tone"));
    }

    [Theory]
    [InlineData(1, DesignEffectSource.Setting, 1, "One stable instance: dependence between requests cannot be measured.")]
    [InlineData(3, DesignEffectSource.Setting, 1, "Requests count as 1 in 3, as set. One stable instance: dependence between requests cannot be measured.")]
    [InlineData(1, DesignEffectSource.NotAboveSetting, 3, "Requests count in full: stable's instances scatter no more than independent requests would.")]
    [InlineData(2.34, DesignEffectSource.WithinStrata, 3, "Requests count as 1 in 2.3, because errors on stable's instances come in groups, as with sessions that stick, batches or retries.")]
    [InlineData(5, DesignEffectSource.BetweenReplicas, 3, "Requests count as 1 in 5, because stable's instances differ lastingly from each other. The canary has one instance, and stable's differ: an unlucky machine cannot be told from a bad version. Run two.")]
    public async Task How_far_requests_stand_for_each_other_is_said_in_words(double value, DesignEffectSource source, int stable, string text)
    {
        await SeeAsync(intervals: 1, errors: 0, verdict => verdict with { Evidence = verdict.Evidence! with { Dependence = new(value, source, stable, CanaryInstances: 1) } });
        Assert.Equal(text, string.Join(' ', Panel().QuerySelectorAll(".verdict__dependence").Select(line => line.TextContent)));
    }

    [Fact]
    public async Task Nothing_is_said_of_instances_that_are_not_told_apart()
    {
        await SeeAsync(intervals: 1, errors: 0);
        Assert.Empty(Panel().QuerySelectorAll(".verdict__dependence"));
    }

    [Fact]
    public async Task The_page_asks_for_no_least_number_of_requests_and_counts_the_comparisons_that_watch()
    {
        await SeeAsync(intervals: 1, errors: 0);
        var page = _scene.Open();
        Assert.Empty(page.FindAll(".phase__need"));
        Assert.Contains("checks that watch: 6", page.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, 0, "Otherwise: hold, and say what is missing.", "It goes on with 20:1 for the error rate, where there is")]
    [InlineData(12, 0, "Everything required is cleared, each with 20:1 or more: go on. Cleared:", "before going on.")]
    [InlineData(3, 20, "Evidence of 100:1 or more that it is worse: go back.", "It would have held if more than")]
    public async Task The_trace_names_the_rule_that_decided_those_before_it_and_what_would_have_changed_it(int intervals, long errors, string decided, string otherwise)
    {
        await SeeAsync(intervals, errors);
        var rules = Panel().QuerySelectorAll(".trace__rule");
        Assert.Contains(decided, Assert.Single(rules, rule => rule.HasAttribute("data-decided")).TextContent, StringComparison.Ordinal);
        Assert.True(rules[^1].HasAttribute("data-decided"), "what comes after the rule that decided was not asked");
        Assert.Contains(otherwise, Panel().QuerySelector(".trace__otherwise")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, "Over 8 intervals canary − stable 2; the canary is higher in 75 % of pairs. Too few to say more.")]
    [InlineData(1.5, 2.5, "Over the last 8 intervals canary − stable 2 (1.5 to 2.5, 95 %); the canary is higher in 75 % of pairs (Mann-Whitney, p 0.03, for one look).")]
    public async Task By_how_much_a_gauge_differs_is_said_beside_its_evidence(double? lower, double? upper, string text)
    {
        await SeeAsync(3, 0, verdict => verdict with
        {
            Checks = [.. verdict.Checks.Select(check => check.Metric != "error_rate" ? check : check with { Unit = MetricUnit.Number, Shift = new(8, 2, lower, upper, 0.75, 0.03) })],
        });
        var row = Row("error rate", "against stable, required");
        Assert.StartsWith(text, row.QuerySelector("[data-shift]")!.TextContent, StringComparison.Ordinal);
        Assert.EndsWith("It explains and does not decide.", row.QuerySelector("[data-shift]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["400 intervals", "100 intervals"], row.QuerySelectorAll("td.number .checks__count").Select(count => count.TextContent));
    }

    [Theory]
    [InlineData(250.0, 320.0, "No bound of the histogram: kept is judged at 250 ms, broken at 320 ms.")]
    [InlineData(250.0, null, "No bound of the histogram: kept is judged at 250 ms, broken at nothing.")]
    public async Task Which_bounds_stand_for_a_limit_is_said_beside_it(double? kept, double? broken, string text)
    {
        await SeeAsync(3, 0, verdict => verdict with { Checks = [.. verdict.Checks.Select(check => check.Metric != "error_rate" ? check : check with { Bounds = new(kept, broken) })] });
        Assert.Equal(text, Row("error rate", "against stable, required").QuerySelector("[data-bounds]")!.TextContent);
    }

    [Theory]
    [InlineData("impossible", "Holding: the counters contradict themselves; what they say is left out for both versions.")]
    [InlineData("late", "Holding: the measurements are too old.")]
    [InlineData("early", "Holding: what was counted ends later than it is now; a clock was put back, or two disagree.")]
    [InlineData("silent", "Holding: stable gets no requests, so there is nothing to compare with.")]
    [InlineData("unsplit", "Holding: requests do not arrive in the shares that were set; routing or counting is broken.")]
    [InlineData("lost", "Holding: error_rate could not be read (nobody listens).")]
    [InlineData("nothing", "Holding: no canary requests were counted yet.")]
    public async Task Whatever_is_wrong_with_the_data_is_named_in_the_panel(string what, string sentence)
    {
        await _scene.BakingAsync(Judged);
        var ledger = new EvidenceLedger(_scene.State.Spec.LedgerTerms, Arm(2000, 0));
        var (at, length) = (DateTimeOffset.UnixEpoch.AddDays(1), TimeSpan.FromSeconds(10));
        var (stable, canary) = what switch { "impossible" => (400, 100), "silent" => (0, 2), "unsplit" => (100, 4000), "nothing" => (0, 0), _ => (400, 100) };
        ledger.Observe(new(0, at - length, at, Share.FromPercent(20), Arm(stable, 0), Arm(canary, what == "impossible" ? 101 : 0)));
        var seenTo = at + TimeSpan.FromMinutes(what switch { "late" => 2, "early" => -2, _ => 0 });
        var seen = new Measurement.Seen(seenTo - length, seenTo, Arm(stable, 0), Arm(canary, 0), "hash")
        {
            Troubles = what == "lost" ? [new("error_rate", TroubleKind.SourceError, "nobody listens")] : [],
        };
        _scene.Sluice.See(new(DeploymentScene.Place, at) { Verdict = EvidenceJudge.Judge(previous: null, seen, ledger.Assess("hash", seen.Stable), Judged.Analysis, []) });
        Assert.Equal(sentence, Panel().QuerySelector(".verdict__sentence")!.TextContent.Trim());
    }

    private async Task SeeAsync(int intervals, long errors, Func<Verdict, Verdict>? shape = null)
    {
        await _scene.BakingAsync(Judged);
        var ledger = new EvidenceLedger(_scene.State.Spec.LedgerTerms, Arm(2000, 0));
        var at = DateTimeOffset.UnixEpoch;
        var length = TimeSpan.FromSeconds(10);
        for (var i = 0; i < intervals; i++, at += length)
        {
            ledger.Observe(new(0, at, at + length, Share.FromPercent(20), Arm(400, 0), Arm(100, errors)));
        }

        var verdict = EvidenceJudge.Judge(previous: null, new(at - length, at, Arm(400, 0), Arm(100, errors), "hash"), ledger.Assess("hash", Arm(400, 0)), Judged.Analysis, []);
        _scene.Sluice.See(new(DeploymentScene.Place, at) { Verdict = shape?.Invoke(verdict) ?? verdict });
    }

    private AngleSharp.Dom.IElement Panel() => _scene.Open().Find(".verdict");

    private AngleSharp.Dom.IElement Row(string metric, string kind) => Panel().QuerySelectorAll("tbody").Single(row =>
        row.QuerySelector(".checks__name")!.TextContent.StartsWith(metric, StringComparison.Ordinal) && row.QuerySelector(".checks__kind")!.TextContent.Contains(kind, StringComparison.Ordinal));

    private static ArmWindow Arm(long requests, long errors)
    {
        var latency = new long[LatencyBounds.BucketCount];
        latency[LatencyBounds.BucketOf(100)] = requests;
        return new(TimeSpan.FromSeconds(10), requests, errors, 0, 0, latency);
    }
}
