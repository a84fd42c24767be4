using Bunit;
using Sluice.Dashboard.Charts;
using Sluice.Dashboard.Replay;
using Sluice.Dashboard.Tests.Deployments;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Deployments;

namespace Sluice.Dashboard.Tests.Replay;

/// <summary>What was known then, and what is known now.</summary>
public sealed class ReplayClockTests : IDisposable
{
    private readonly ReplayScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Charts_end_at_the_instant_that_is_shown()
    {
        await _scene.Now.JudgedAsync(errors: 50, runs: 2);
        var events = await _scene.EventsAsync();
        await _scene.MeasureAsync(events[2].At, events[2].At);
        var page = _scene.Open("at=3");
        var cut = page.FindComponent<ChartDeck>().Instance.View.Replay!;
        Assert.StartsWith("/api/deployments/shop-2/review/series", cut.Source, StringComparison.Ordinal);
        Assert.Equal(events[2].At.ToUnixTimeMilliseconds(), cut.Known);
        await page.Find("[data-replay=on]").ClickAsync(new());
        Assert.Equal(events[3].At.ToUnixTimeMilliseconds(), page.FindComponent<ChartDeck>().Instance.View.Replay!.Known);
        Assert.Equal("js/replay.js", page.FindComponent<ChartDeck>().Instance.Module);
    }

    [Fact]
    public async Task A_sample_that_came_late_counts_now_and_not_then()
    {
        await _scene.Now.BakingAsync();
        await _scene.Now.OrderAsync(new DeploymentCommand.Pause("lunch"));
        var last = (await _scene.EventsAsync())[^1].At;
        await _scene.MeasureAsync(last.AddSeconds(-20), last.AddSeconds(-19));
        await _scene.MeasureAsync(last.AddSeconds(-1), last.AddMinutes(5));
        var now = _scene.Open();
        Assert.Equal("200", Exposed(now));
        Assert.True(now.FindComponent<ChartDeck>().Instance.View.Replay!.ShowsLate);
        await now.Find("[data-clock=then]").ClickAsync(new());
        Assert.EndsWith("clock=then", _scene.Get<Microsoft.AspNetCore.Components.NavigationManager>().Uri, StringComparison.Ordinal);
        now.Dispose();

        var then = _scene.Open("clock=then");
        Assert.Equal("100", Exposed(then));
        Assert.Equal("true", then.Find("[data-clock=then]").GetAttribute("aria-pressed"));
        Assert.False(then.FindComponent<ChartDeck>().Instance.View.Replay!.ShowsLate);
    }

    [Fact]
    public async Task Series_of_late_samples_are_hollow_and_there_only_where_something_came_late()
    {
        await _scene.Now.BakingAsync();
        var last = (await _scene.EventsAsync())[^1].At;
        await _scene.MeasureAsync(last.AddSeconds(-20), last.AddSeconds(-19));
        var punctual = _scene.Open();
        Assert.DoesNotContain("late:", punctual.Markup, StringComparison.Ordinal);
        punctual.Dispose();
        await _scene.MeasureAsync(last.AddSeconds(-1), last.AddMinutes(5));
        Assert.Contains("late:canary.p99", _scene.Open().Find("#chart-p99").GetAttribute("data-chart"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Columns_say_when_each_interval_was_stored_and_leave_holes_open()
    {
        await _scene.Now.BakingAsync();
        var at = (await _scene.EventsAsync())[^1].At;
        await _scene.MeasureAsync(at, at.AddSeconds(3), canaryErrors: 10);
        await _scene.MeasureAsync(at.AddSeconds(60), recorded: null);
        var series = ReviewSeries.Of((await _scene.RecordAsync())!);
        Assert.True(series.IsKept);
        Assert.Equal([at.AddSeconds(3).ToUnixTimeMilliseconds(), at.AddMilliseconds(1).ToUnixTimeMilliseconds(), at.AddSeconds(60).ToUnixTimeMilliseconds()], series.KnownMs);
        Assert.Equal([10, null, 0], series.Columns["canary.error_rate"]);
        Assert.Equal([20, null, 20], series.Columns["served"]);
        Assert.Equal(20, series.Steps.Asked[^1].Canary);
    }

    [Fact]
    public async Task The_difference_of_errors_is_drawn_as_the_live_page_draws_it()
    {
        await _scene.Now.BakingAsync();
        var at = (await _scene.EventsAsync())[^1].At;
        await _scene.MeasureAsync(at, recorded: null);
        await _scene.MeasureAsync(at.AddSeconds(60), recorded: null, canaryErrors: 10);
        await _scene.MeasureAsync(at.AddSeconds(70), recorded: null);
        var series = ReviewSeries.Of((await _scene.RecordAsync())!);

        // The first interval warms up and is not judged; after it nothing was measured for a while.
        Assert.Equal([null, null, 10, 5], series.Columns["error_rate-diff.observed"]);
        Assert.True(series.Columns["error_rate-diff.lower"][3] < 5 && series.Columns["error_rate-diff.upper"][3] > 5);
    }

    [Fact]
    public async Task The_ratio_of_slow_requests_is_drawn_where_evidence_decides_and_each_chart_turns_by_itself()
    {
        await _scene.Now.BakingAsync(DeploymentScene.Canary with { Analysis = new() { Mode = AnalysisMode.Evidence } });
        var at = (await _scene.EventsAsync())[^1].At;
        for (var i = 0; i < 5; i++)
        {
            await _scene.MeasureAsync(at.AddMinutes(i), recorded: null);
        }

        var record = (await _scene.RecordAsync())!;
        var series = ReviewSeries.Of(record);
        var live = LatencyRatios.History(record.History.Last!.Spec.LedgerTerms, MetricNames.LatencyP99, record.Intervals);
        Assert.Equal(live[^1].Bounds.Upper is { } upper ? Math.Round(upper, 3) : null, series.Columns["p99-diff.upper"][^1]);
        Assert.Equal(1, series.Columns["p95-diff.tolerated"][^1]);
        var page = _scene.Open();
        Assert.NotEmpty(page.FindAll("#chart-p99-diff[hidden]"));
        await page.InvokeAsync(() => page.FindComponent<ChartDeck>().Instance.OnTurn.InvokeAsync("p99"));
        await page.InvokeAsync(() => page.FindComponent<ChartDeck>().Instance.OnTurn.InvokeAsync("error_rate"));
        Assert.Equal(["error_rate", "p99"], page.FindComponent<ChartDeck>().Instance.Compared.Order(StringComparer.Ordinal));
        Assert.Empty(page.FindAll("#chart-p99-diff[hidden]"));
    }

    [Fact]
    public async Task Without_samples_the_recorded_numbers_stand_in_and_it_is_said()
    {
        await _scene.Now.JudgedAsync(errors: 50, runs: 2);
        var series = ReviewSeries.Of((await _scene.RecordAsync())!);
        Assert.False(series.IsKept);
        Assert.Equal(50, series.Columns["canary.error_rate"][0]);
        Assert.Contains("not kept any more", _scene.Open().Find("[data-left=nothing]").TextContent, StringComparison.Ordinal);
    }

    private static string Exposed(IRenderedComponent<ReplayPage> page) => page.Find(".split__numbers").QuerySelectorAll("dd")[^1].TextContent.Trim();
}
