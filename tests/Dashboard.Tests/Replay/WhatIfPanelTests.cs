using Bunit;
using Sluice.Dashboard.Replay;
using Sluice.Domain.Deployments;

namespace Sluice.Dashboard.Tests.Replay;

/// <summary>Other rules on the recorded evidence.</summary>
public sealed class WhatIfPanelTests : IDisposable
{
    private readonly ReplayScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task A_stricter_limit_would_have_returned_sooner()
    {
        var page = await MeasuredAsync(errors: 30);
        await page.Find("#whatif-ErrorRate").ChangeAsync("1");
        await page.Find("#whatif-FailedRuns").ChangeAsync("1");
        await page.Find("#whatif-run").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Contains("sooner", page.Find("[data-whatif]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_hold_would_have_left_the_phase_at_another_time()
    {
        var page = await MeasuredAsync(errors: 0);
        await page.Find("#whatif-holds").ChangeAsync("20s");
        await page.Find("#whatif-run").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Contains("Phase 1 could have been left at", page.Find("[data-whatif-left]").TextContent, StringComparison.Ordinal));
        Assert.Contains("sooner", page.Find("[data-whatif-left]").TextContent, StringComparison.Ordinal);
        await page.Find("#whatif-holds").ChangeAsync("soon");
        await page.Find("#whatif-run").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Contains("Nothing was tried. Hold 1", page.Find("[data-whatif]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_whole_policy_is_tried_as_it_would_be_asked_for()
    {
        var page = await MeasuredAsync(errors: 30);
        await page.Find("#whatif-policy").ChangeAsync("""{"thresholds": {"error_rate": 0.9}, "plan": {"kind": "phases", "phases": [{"share": 100, "hold": "20s"}]}}""");
        await page.Find("#whatif-run").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Contains("not have returned", page.Find("[data-whatif]").TextContent, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nonsense", "not JSON")]
    [InlineData("{}", "expected")]
    [InlineData("""{"thresholds": {"error_rate": 7}}""", "error_rate")]
    [InlineData("""{"analysis": {"lookbak": "1m"}}""", "lookbak")]
    public async Task Mistakes_in_a_policy_are_named_and_nothing_is_tried(string policy, string named)
    {
        var page = await MeasuredAsync(errors: 0);
        await page.Find("#whatif-policy").ChangeAsync(policy);
        await page.Find("#whatif-run").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Contains("Nothing was tried.", page.Find("[data-whatif]").TextContent, StringComparison.Ordinal));
        Assert.Contains(named, page.Find("[data-whatif]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lower_limit_of_latency_would_have_returned()
    {
        var page = await MeasuredAsync(errors: 0);
        await page.Find("#whatif-Tail").ChangeAsync("50");
        await page.Find("#whatif-run").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Contains("; the rules of the record would not. p99", page.Find("[data-whatif]").TextContent, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, null, "Would have been held once: in phase 1.")]
    [InlineData("PassedRuns", "50", "Would have been held 2 times: in phases 1, 2.")]
    public async Task Where_people_went_on_before_the_rules_would_have_it_says_which_phases_would_have_been_held(string? field, string? value, string held)
    {
        var page = await TwoPhasesAsync(stableErrors: 0, canaryErrors: 0);
        await TryAsync(page, field, value);
        Assert.Equal(held, page.Find("[data-held]").TextContent);
        Assert.Equal("Would not have returned either.", page.Find("[data-whatif]").TextContent);
    }

    [Theory]
    [InlineData("Tolerance", "1000", "Would not have returned within the recorded evidence")]
    [InlineData("Confidence", "50", " sooner. ")]
    [InlineData("Confidence", "99.99", " later. ")]
    public async Task Wider_margins_and_another_confidence_judge_the_same_errors_otherwise(string field, string value, string said)
    {
        var page = await TwoPhasesAsync(stableErrors: 4, canaryErrors: 3);
        await TryAsync(page, field, value);
        Assert.Contains(said, page.Find("[data-whatif]").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, "as the rules of the record do")]
    [InlineData("Growth", "1000", "Would not have returned within the recorded evidence")]
    public async Task What_latency_may_grow_by_judges_the_same_latencies_otherwise(string? field, string? value, string said)
    {
        var page = await TwoPhasesAsync(stableSlow: 4, canarySlow: 3);
        await TryAsync(page, field, value);
        Assert.Contains(said, page.Find("[data-whatif]").TextContent, StringComparison.Ordinal);
    }

    private static async Task TryAsync(IRenderedComponent<ReplayPage> page, string? field, string? value)
    {
        if (field is not null)
        {
            await page.Find($"#whatif-{field}").ChangeAsync(value);
        }

        await page.Find("#whatif-run").ClickAsync(new());
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("[data-whatif]")));
    }

    /// <summary>Judged by evidence: forty intervals in each of two phases, after which people went on.</summary>
    private async Task<IRenderedComponent<ReplayPage>> TwoPhasesAsync(long stableErrors = 0, long canaryErrors = 0, long stableSlow = 0, long canarySlow = 0)
    {
        await _scene.Now.BakingAsync(Deployments.DeploymentScene.Canary with
        {
            Thresholds = new(),
            Analysis = Deployments.DeploymentScene.Canary.Analysis with { Mode = Domain.Analysis.AnalysisMode.Evidence, Interval = TimeSpan.FromSeconds(10) },
        });
        var from = (await _scene.EventsAsync())[^1].At;
        for (var i = 1; i <= 80; i++)
        {
            var at = from.AddSeconds((10 * i) + 1);
            await _scene.Strata.AppendAsync(ReplayScene.Interval(at, at, canaryErrors, i > 40 ? 1 : 0, stableErrors, stableSlow, canarySlow), state: null, ReplayScene.Ct);
        }

        foreach (var _ in new[] { 0, 1 })
        {
            await _scene.Now.OrderAsync(new DeploymentCommand.Promote());
            await _scene.Now.SignalAsync(new DeploymentCommand.ReportSplit(_scene.Now.State.Asked, Verified: true));
        }

        return _scene.Open();
    }

    /// <summary>Twelve intervals of ten seconds, the later ones with so many errors among a hundred requests.</summary>
    private async Task<IRenderedComponent<ReplayPage>> MeasuredAsync(long errors)
    {
        await _scene.Now.BakingAsync(Deployments.DeploymentScene.Canary with
        {
            Plan = new(PlanKind.Phases) { Phases = [new(20) { Hold = TimeSpan.FromSeconds(60) }, new(100) { Hold = TimeSpan.FromMinutes(1) }] },
            Thresholds = new() { ErrorRate = 0.2 },
            Analysis = Deployments.DeploymentScene.Canary.Analysis with { Mode = Domain.Analysis.AnalysisMode.Point, Lookback = TimeSpan.FromSeconds(30) },
        });
        var from = (await _scene.EventsAsync())[^1].At;
        for (var i = 1; i <= 12; i++)
        {
            var at = from.AddSeconds((10 * i) + 1);
            await _scene.MeasureAsync(at, at, canaryErrors: i > 4 ? errors : 0);
        }

        return _scene.Open();
    }
}
