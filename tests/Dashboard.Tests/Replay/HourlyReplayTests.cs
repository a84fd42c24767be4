using System.Text;
using Bunit;
using Sluice.Dashboard.Replay;
using Sluice.Dashboard.Replay.Reports;
using Sluice.Dashboard.Tests.Deployments;

namespace Sluice.Dashboard.Tests.Replay;

/// <summary>A deployment whose intervals are past their time, with their hours left.</summary>
public sealed class HourlyReplayTests : IDisposable
{
    private readonly ReplayScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task An_hour_is_drawn_from_its_start_to_its_end_and_what_decisions_recorded_stands_beside_it()
    {
        var (at, record) = await AgedAsync();
        var series = ReviewSeries.Of(record);
        var hour = Assert.Single(record.Hours);
        Assert.Equal((at.AddSeconds(-15), at), (hour.From, hour.To));
        Assert.True(series.IsKept);
        Assert.Equal(hour.To.ToUnixTimeMilliseconds(), series.HourlyUntilMs);

        var bar = Enumerable.Range(0, series.UnixMs.Count).Except(series.Told).ToList();
        Assert.Equal([hour.From.ToUnixTimeMilliseconds() + 1, hour.To.ToUnixTimeMilliseconds()], bar.Select(i => series.UnixMs[i]));
        Assert.All(bar, i => Assert.Equal((15, hour.To.ToUnixTimeMilliseconds(), null), (series.Columns["canary.error_rate"][i], series.KnownMs[i], series.Columns["told:canary.error_rate"][i])));
        Assert.NotEmpty(series.Told);
        Assert.All(series.Told, i => Assert.Null(series.Columns["canary.error_rate"][i]));
        Assert.Contains(series.Told, i => series.Columns["told:canary.error_rate"][i] == 50);
        Assert.Equal(series.UnixMs.Order(), series.UnixMs);
    }

    [Fact]
    public async Task Hours_without_measurements_between_them_are_holes_and_rows_stay_in_order_of_time()
    {
        await _scene.Now.JudgedAsync(errors: 50, runs: 2);
        var at = (await _scene.EventsAsync())[^1].At;
        foreach (var hours in new[] { -6, -2, 1 })
        {
            await _scene.MeasureAsync(at.AddHours(hours), recorded: null);
        }

        _scene.Strata.Trim(at, leavesHours: true);
        var series = ReviewSeries.Of((await _scene.RecordAsync())!);
        Assert.Equal(series.UnixMs.Order(), series.UnixMs);
        var measured = Enumerable.Range(0, series.UnixMs.Count).Except(series.Told).Select(i => series.Columns["canary.error_rate"][i]);
        Assert.Equal([0, 0, null, 0, 0, null, 0], measured);
        Assert.NotEmpty(series.Told);
    }

    [Fact]
    public async Task The_page_says_so_and_has_the_recorded_numbers_as_hollow_points()
    {
        await AgedAsync();
        var page = _scene.Open();
        Assert.Contains("hourly summary", page.Find("[data-left=hours]").TextContent, StringComparison.Ordinal);
        Assert.Contains("told:canary.p99", page.Find("#chart-p99").GetAttribute("data-chart"), StringComparison.Ordinal);
        Assert.DoesNotContain("told:", page.Find("#chart-throughput").GetAttribute("data-chart"), StringComparison.Ordinal);
        Assert.Contains("200", page.Find(".split__numbers").QuerySelectorAll("dd").Select(figure => figure.TextContent.Trim()));
    }

    [Fact]
    public async Task Exports_have_the_hours_and_an_imported_bundle_shows_them()
    {
        var (_, record) = await AgedAsync();
        Assert.Equal(["of", "hour", ""], SampleCsv.Of(record).Split("\r\n").Select(line => line.Split(',')[^1]));
        var report = _scene.Get<MarkdownReport>().Of(record, DateTimeOffset.UnixEpoch);
        Assert.Contains("hourly summary", report, StringComparison.Ordinal);
        Assert.Contains("| 200 | 30 | 800 | 0 |", report, StringComparison.Ordinal);

        var bundle = await _scene.BundleAsync();
        Assert.Empty(_scene.Import(bundle).Notices);
        Assert.NotEmpty(_scene.OpenImported().FindAll("[data-left=hours]"));
        var broken = Encoding.UTF8.GetString(bundle).Replace("\"requests\":200", "\"requests\":201", StringComparison.Ordinal);
        Assert.Equal("hours", Assert.Single(_scene.Import(Encoding.UTF8.GetBytes(broken)).Notices).Part);
    }

    /// <summary>Two intervals within an hour, of 100 requests each with 10 and 20 errors, and the verdicts that were recorded meanwhile.</summary>
    private async Task<(DateTimeOffset At, ReplayRecord Record)> AgedAsync()
    {
        await _scene.Now.JudgedAsync(errors: 50, runs: 2);
        var at = (await _scene.EventsAsync())[^1].At;
        await _scene.MeasureAsync(at.AddSeconds(-5), recorded: null, canaryErrors: 10);
        await _scene.MeasureAsync(at, recorded: null, canaryErrors: 20);
        _scene.Strata.Trim(at.AddDays(90), leavesHours: true);
        return (at, (await _scene.RecordAsync())!);
    }
}
