using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sluice.E2E.Stories;

/// <summary>After a bad release: look back, explain it, try other rules, take the record away and open it again.</summary>
public sealed partial class ReviewingAnIncident(RunningApp app, Browser browser)
{
    private static readonly LocatorAssertionsToHaveTextOptions s_patience = new() { Timeout = 15_000 };

    [Fact]
    public async Task An_incident_is_replayed_explained_and_taken_away()
    {
        using var shop = await Shop.CalmAsync(app);
        var number = await ReturnedAsync(shop);
        await using var visitor = await Visitor.SignedInAsync(app, browser);
        var page = visitor.Page;
        await page.GotoAsync($"/s/shop/d/{number}/replay");
        await visitor.SeesHeadingAsync($"shop #{number}");
        await visitor.SeesDrawnChartAsync("#chart-split");
        var slider = page.GetByRole(AriaRole.Slider);

        // The charts end where the slider stands: before anything was measured there is nothing in them.
        var table = page.Locator("#chart-error_rate");
        await table.Locator("[data-table]").ClickAsync();
        await Expect(table.Locator("tbody tr").First).ToBeVisibleAsync();
        await slider.PressAsync("Home");
        await Expect(page.Locator("article.replay")).ToHaveAttributeAsync("data-at", "1");
        await Expect(table.Locator("tbody tr")).ToHaveCountAsync(0, new() { Timeout = 15_000 });

        await Expect(page.Locator("#freshness")).ToHaveAttributeAsync("data-state", "replaying", new() { Timeout = 15_000 });
        await slider.PressAsync("a");
        await slider.PressAsync("End");
        await slider.PressAsync("b");
        await Expect(page.Locator("#changes")).ToHaveTextAsync(Between(), s_patience);
        await Expect(page.Locator("[data-field='status.is']")).ToBeVisibleAsync();

        await page.GetByLabel("Highest error rate, %").FillAsync("1");
        await page.GetByLabel("Failing runs that return").FillAsync("1");
        await visitor.Button("Try these rules").ClickAsync();
        await Expect(page.Locator("[data-whatif]")).ToHaveTextAsync(WouldReturn(), s_patience);

        await visitor.Button("Write a note").ClickAsync();
        await page.Locator("#replay-note").FillAsync("The payment **timeout** was too short. <script>document.title = 'gone'</script>");
        await page.Locator("#replay-note-about").SelectOptionAsync("Range");
        await page.Locator("#replay-note-key").CheckAsync();
        await visitor.Button("Add note").ClickAsync();
        await Expect(page.Locator("[data-note] .markdown strong")).ToHaveTextAsync("timeout", new() { Timeout = 15_000 });
        await Expect(page).ToHaveTitleAsync($"Replay of shop-{number} – Sluice");
        await OpensAnIncidentAsync(visitor, number);
        await visitor.FindsNoBarrierInEitherThemeAsync();
        await visitor.ClicksAsync(visitor.Button("Close the incident"), page.Locator("[data-status=Closed]"));
        await page.GotoAsync($"/s/shop/d/{number}/replay");
        await visitor.SeesHeadingAsync($"shop #{number}");

        var file = await DownloadAsync(page);
        await page.GotoAsync("/reviews");
        await visitor.SeesHeadingAsync("Incident reviews");
        await page.Locator("#bundle").SetInputFilesAsync(file);
        await Expect(page.Locator("[data-foreign]")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await visitor.SeesHeadingAsync($"shop #{number}");
        await visitor.SeesDrawnChartAsync("#chart-split");
        await Expect(page.Locator("[data-note] .markdown strong")).ToHaveTextAsync("timeout");
        await Expect(page.Locator("main [data-notice], main [data-fault]")).ToHaveCountAsync(0);
        await visitor.FindsNoBarrierAsync();
        visitor.HadNoTrouble();
        File.Delete(file);
    }

    private static async Task OpensAnIncidentAsync(Visitor visitor, int number)
    {
        var page = visitor.Page;
        await page.GotoAsync($"/incidents?d=shop-{number}");
        await visitor.SeesHeadingAsync("Deployments on one clock");
        await page.Locator(".incident__open summary").ClickAsync();
        await page.Locator("#field-title").FillAsync("Payments failed");
        await page.Locator(".incident__open [type=submit]").ClickAsync();
        await visitor.SeesHeadingAsync("Payments failed");
        await visitor.Button("Add an action item").ClickAsync();
        await page.Locator("#field-text").FillAsync("Raise the timeout");
        await page.Locator("#field-due").FillAsync("2026-01-31");
        await visitor.Button("Save the action item").ClickAsync();
        await Expect(page.Locator("tr[data-item='1']")).ToContainTextAsync("Raise the timeout", new() { Timeout = 15_000 });
    }

    [Fact]
    public async Task A_file_that_is_no_bundle_is_refused_in_words()
    {
        await using var visitor = await Visitor.SignedInAsync(app, browser);
        await visitor.Page.GotoAsync("/reviews");
        await visitor.SeesHeadingAsync("Incident reviews");
        await visitor.FindsNoBarrierAsync();
        await visitor.Page.Locator("#bundle").SetInputFilesAsync(new FilePayload { Name = "newer.json", MimeType = "application/json", Buffer = """{"format": "sluice-incident-review", "format_version": 9}"""u8.ToArray() });
        await Expect(visitor.Page.Locator("#bundle-said")).ToContainTextAsync("format version 9", new() { Timeout = 15_000 });
    }

    [Fact(Explicit = true)]
    public async Task Pictures_of_the_replay_in_light_and_dark()
    {
        using var shop = await Shop.CalmAsync(app);
        var number = await ReturnedAsync(shop);
        await shop.OrderAsync(number, "note", new { text = "The payment **timeout** was too short.", about = new { @event = 8 }, key_moment = true });
        await using var desk = await Visitor.SignedInAsync(app, browser, width: 1440, height: 1400);
        await desk.Page.GotoAsync($"/s/shop/d/{number}/replay");
        await desk.SeesHeadingAsync($"shop #{number}");
        await desk.SeesDrawnChartAsync("#chart-split");
        await Pictures.TakeAsync(desk, "replay", isWhole: true);
        await OpensAnIncidentAsync(desk, number);
        await Pictures.TakeAsync(desk, "incident", isWhole: true);
        foreach (var (path, heading, name) in new[] { ($"/incidents?d=shop-{number},shop-{number - 1}", "Deployments on one clock", "incident-clock"), ("/incidents", "Incidents", "incidents"), ("/reviews", "Incident reviews", "reviews"), ("/health", "Health", "health"), ("/settings/freezes", "Freezes", "freezes") })
        {
            await desk.Page.GotoAsync(path);
            await desk.SeesHeadingAsync(heading);
            await Expect(desk.Page.Locator("#freshness")).ToHaveAttributeAsync("data-state", "live", new() { Timeout = 15_000 });

            // The runbook below would make a picture of many windows' height.
            await Pictures.TakeAsync(desk, name, isWhole: name != "health");
        }

        await desk.Page.GotoAsync($"/s/shop/d/{number}/replay");
        await desk.SeesHeadingAsync($"shop #{number}");
        var file = await DownloadAsync(desk.Page);
        await desk.Page.GotoAsync("/reviews");
        await desk.SeesHeadingAsync("Incident reviews");
        await desk.Page.Locator("#bundle").SetInputFilesAsync(file);
        await Expect(desk.Page.Locator("[data-foreign]")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await desk.SeesDrawnChartAsync("#chart-split");
        await Pictures.TakeAsync(desk, "review", isWhole: true);
        File.Delete(file);
    }

    /// <summary>A release that is bad from its second phase on, and was returned by the rules.</summary>
    private static async Task<int> ReturnedAsync(Shop shop)
    {
        var number = await shop.StartAsync("A short timeout", [(25, "10s"), (50, "1m"), (100, "2s")], [("SHOP_ERROR_RATE", "0.3")]);
        await shop.UntilAsync(number, "it was returned", deployment => deployment.GetProperty("status").GetString() == "rolled_back");
        return number;
    }

    private static async Task<string> DownloadAsync(IPage page)
    {
        await page.Locator("#export-format").SelectOptionAsync("json");
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Export", Exact = true }).ClickAsync());
        var file = Path.Combine(Path.GetTempPath(), $"sluice-{Guid.NewGuid():N}.json");
        await download.SaveAsAsync(file);
        return file;
    }

    [GeneratedRegex(@"^Changed from event 1 to event \d+$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Between();

    [GeneratedRegex("^Would have returned at ", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WouldReturn();
}
