using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sluice.E2E.Stories;

/// <summary>Why it went back, what is missing, and by how much the versions differ: read from the page.</summary>
public sealed partial class ReadingTheVerdict(RunningApp app, Browser browser)
{
    private const string Values = "#chart-error_rate";
    private const string Difference = "#chart-error_rate-diff";

    /// <summary>On a busy machine a canary that is still cold is truly slower; these stories are about other things.</summary>
    private static readonly object[] s_shownLatencies = [.. new[] { "p50", "p90", "p95", "p99" }.Select(quantile => new { metric = "latency_" + quantile, role = "information" })];

    private static readonly LocatorAssertionsToContainTextOptions s_patiently = new() { Timeout = (float)Shop.Patience.TotalMilliseconds };

    [Fact]
    public async Task A_bad_release_is_returned_with_counts_odds_shares_and_the_chance_of_a_false_alarm()
    {
        using var shop = await Shop.CalmAsync(app);
        var number = await shop.StartAsync("A release that fails", [(25, "10m"), (100, "2s")], [("SHOP_ERROR_RATE", "0.12")], analysis: Judged(margin: 0.01));
        await using var visitor = await Visitor.SignedInAsync(app, browser, width: 1440, height: 900);
        await visitor.OpensAsync(number);
        await visitor.SeesStateAsync("Rolled back");
        var sentence = await visitor.Page.Locator(".verdict__sentence").InnerTextAsync();
        Assert.Matches(Conviction(), sentence);
        await Expect(visitor.Page.Locator(".verdict__latched")).ToContainTextAsync("Decided at");

        var verdict = (await shop.ReadAsync(number)).GetProperty("verdict");
        Assert.Equal(verdict.GetProperty("sentence").GetString(), sentence.Trim());
        Assert.NotEqual(default, verdict.GetProperty("decided_at").GetDateTimeOffset());
        await visitor.TurnsToAsync("Events");
        await Expect(visitor.Page.Locator(".event__text").Filter(new() { HasText = "Chance that this is a false alarm" }).First).ToContainTextAsync(sentence.Trim());

        await visitor.ClicksAsync(visitor.Page.Locator(Values).GetByRole(AriaRole.Button, new() { Name = "Difference", Exact = true }), visitor.Page.Locator(Difference));
        await Expect(visitor.Page.Locator(Difference).GetByRole(AriaRole.Button, new() { Name = "Difference", Exact = true })).ToBeFocusedAsync();
        await visitor.SeesDrawnChartAsync(Difference);
        await Expect(visitor.Page.Locator(Difference + " [data-summary]")).ToContainTextAsync("Errors, canary minus stable: +", s_patiently);
        await PhotographAsync(visitor, "difference-bad");
        visitor.HadNoTrouble();
    }

    [Fact]
    public async Task A_release_that_is_not_cleared_yet_says_how_much_is_missing_and_shows_what_is_known_so_far()
    {
        using var shop = await Shop.CalmAsync(app);
        var number = await shop.StartAsync("Not cleared for a long time", [(25, "30s"), (100, "2s")], analysis: Judged(margin: 0.0005));
        await using var visitor = await Visitor.SignedInAsync(app, browser, width: 1440, height: 900);
        await visitor.OpensAsync(number);
        await visitor.SeesStateAsync("Baking");
        var why = visitor.Page.Locator(".verdict__sentence");
        await Expect(why).ToContainTextAsync(Holding(), s_patiently);

        await visitor.Page.GotoAsync($"/s/shop/d/{number}?chart=error_rate:diff");
        var summary = visitor.Page.Locator(Difference + " [data-summary]");
        await Expect(summary).ToContainTextAsync("Errors, canary minus stable: 0 percentage points, ", s_patiently);
        await visitor.SeesDrawnChartAsync(Difference);
        await Expect(visitor.Page.Locator(Values)).ToBeHiddenAsync();

        // Read again for each interval: the bound tightens while one looks.
        var before = await summary.InnerTextAsync();
        await Expect(summary).Not.ToHaveTextAsync(before, new() { Timeout = s_patiently.Timeout });
        await PhotographAsync(visitor, "difference-holding");
        await visitor.FindsNoBarrierInEitherThemeAsync();

        await visitor.Page.Locator(Difference).GetByRole(AriaRole.Button, new() { Name = "Table", Exact = true }).ClickAsync();
        var table = visitor.Page.Locator(Difference + " table");
        await Expect(table.GetByRole(AriaRole.Columnheader)).ToHaveTextAsync(["Time (UTC)", "canary − stable", "at most", "at least", "tolerated", "to rule out"]);
        await Expect(table.Locator("tbody tr").First).ToContainTextAsync(" pp");
        await Expect(visitor.Page.Locator(Difference + " .plot__pages")).ToContainTextAsync("Page 1 of ");
        Assert.InRange(await table.Locator("tbody tr").CountAsync(), 1, 20);
        await PhotographAsync(visitor, "difference-table");
        await visitor.FindsNoBarrierInEitherThemeAsync();

        await visitor.ClicksAsync(visitor.Page.Locator(Difference).GetByRole(AriaRole.Button, new() { Name = "Values", Exact = true }), visitor.Page.Locator(Values));
        Assert.DoesNotContain("chart=", visitor.Page.Url, StringComparison.Ordinal);
        visitor.HadNoTrouble();
    }

    [Fact]
    public async Task Slow_requests_are_compared_and_what_instances_tell_has_a_chart_of_its_own()
    {
        using var shop = await Shop.CalmAsync(app);
        await shop.DeclareAsync(new { name = "queue", kind = "gauge", value = "shop_packing_queue" });
        var analysis = new { interval = "2s", warmup = "0s", metrics = s_shownLatencies.Append(new { metric = "queue", role = "information" }) };
        var number = await shop.StartAsync("It tells about itself", [(25, "10m"), (100, "2s")], analysis: analysis);
        await shop.UntilBakingAsync(number);
        await using var visitor = await Visitor.SignedInAsync(app, browser, width: 1440, height: 900);
        await visitor.Page.GotoAsync($"/s/shop/d/{number}?chart=p99:diff");
        await Expect(visitor.Page.Locator("#chart-p99-diff [data-summary]")).ToContainTextAsync("Slower than stable's p99, ", s_patiently);
        await visitor.SeesDrawnChartAsync("#chart-p99-diff");
        await Expect(visitor.Page.Locator("#chart-own-queue [data-summary]")).ToContainTextAsync("queue", s_patiently);
        await visitor.SeesDrawnChartAsync("#chart-own-queue");
        foreach (var scheme in new[] { ColorScheme.Dark, ColorScheme.Light })
        {
            await visitor.WearsAsync(scheme);
            await visitor.Page.Locator("#chart-own-queue").ScrollIntoViewIfNeededAsync();
            await visitor.PhotographAsync($"ratio-and-own-{(scheme == ColorScheme.Dark ? "dark" : "light")}");
        }

        await visitor.FindsNoBarrierInEitherThemeAsync();
        await visitor.ClicksAsync(visitor.Page.Locator(Values).GetByRole(AriaRole.Button, new() { Name = "Difference", Exact = true }), visitor.Page.Locator(Difference));
        Assert.EndsWith("?chart=error_rate:diff,p99:diff", Uri.UnescapeDataString(visitor.Page.Url), StringComparison.Ordinal);
        visitor.HadNoTrouble();
    }

    private static object Judged(double margin) => new
    {
        interval = "2s",
        warmup = "0s",
        metrics = s_shownLatencies.Append(new { metric = "error_rate", margin = new { ratio = 1, offset = margin } }),
    };

    private static async Task PhotographAsync(Visitor visitor, string name)
    {
        foreach (var scheme in new[] { ColorScheme.Dark, ColorScheme.Light })
        {
            await visitor.WearsAsync(scheme);
            await visitor.Page.Locator(Difference).ScrollIntoViewIfNeededAsync();
            await visitor.SeesDrawnChartAsync("#chart-throughput");
            await visitor.PhotographAsync($"{name}-{(scheme == ColorScheme.Dark ? "dark" : "light")}");
        }
    }

    [GeneratedRegex(
        @"Proven worse after [\d,]+ canary requests \([\d,]+ s\)\. Errors: canary [\d.]+ % \([\d,]+/[\d,]+\), stable [\d.]+ %\. Evidence [\d,]+:1 that the canary is above .+\. Share of the verdict: the error rate \d+ %.*\. Chance that this is a false alarm over the whole deployment: at most 1 %\.",
        RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Conviction();

    [GeneratedRegex(@"Holding: the error rate is not yet cleared\. About [\d,]+ more canary requests \(.+ at [\d.]+/s; range .+ to .+\) if the canary is as good as stable\.", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Holding();
}
