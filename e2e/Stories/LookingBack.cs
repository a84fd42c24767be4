using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sluice.E2E.Stories;

/// <summary>From what is on the screen to that instant in replay, and what must not get lost there.</summary>
public sealed partial class LookingBack(RunningApp app, Browser browser)
{
    private static readonly LocatorAssertionsToHaveAttributeOptions s_patiently = new() { Timeout = 15_000 };

    [Fact]
    public async Task A_letter_and_a_line_of_the_history_lead_to_that_instant_and_a_link_keeps_it()
    {
        using var shop = await Shop.CalmAsync(app);
        var number = await shop.StartAsync("Looked back at", [(25, "10m"), (100, "2s")]);
        await shop.UntilBakingAsync(number);
        await using var visitor = await Visitor.SignedInAsync(app, browser);
        var page = visitor.Page;
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await visitor.OpensAsync(number);
        await visitor.SeesStateAsync("Baking");
        await visitor.SeesDrawnChartAsync("#chart-split");
        var letter = page.Locator("#chart-split .marker").First;
        await Expect(letter).ToHaveAttributeAsync("aria-label", ToReplay(), s_patiently);
        var version = await letter.GetAttributeAsync("data-version");
        await letter.ClickAsync();
        await Expect(page.Locator("article.replay")).ToHaveAttributeAsync("data-at", version!, s_patiently);
        await page.GoBackAsync();
        await visitor.SeesStateAsync("Baking");

        var line = page.Locator(".event__acts a").Last;
        await line.ClickAsync();
        await Expect(page.Locator("article.replay")).ToHaveAttributeAsync("data-at", "1", s_patiently);
        await page.GetByRole(AriaRole.Slider).PressAsync("End");
        await visitor.SeesDrawnChartAsync("#chart-split");
        await page.Locator("#chart-split .marker").First.ClickAsync();
        await Expect(page.Locator("article.replay")).ToHaveAttributeAsync("data-at", version!, s_patiently);

        await page.GotoAsync($"/s/shop/d/{number}/replay");
        await Expect(page.Locator("article.replay")).ToHaveAttributeAsync("data-at", AnyVersion(), s_patiently);
        var newest = await page.Locator("article.replay").GetAttributeAsync("data-at");
        await page.Keyboard.PressAsync("y");
        await page.Keyboard.PressAsync("l");
        await page.WaitForFunctionAsync("async wanted => (await navigator.clipboard.readText()).endsWith(wanted)", $"/s/shop/d/{number}/replay?at={newest}");
        visitor.HadNoTrouble();
    }

    [Fact]
    public async Task What_is_half_written_outlives_the_page_and_charts_come_when_their_source_is_back()
    {
        using var shop = await Shop.CalmAsync(app);
        await using var visitor = await Visitor.SignedInAsync(app, browser);
        var page = visitor.Page;
        var away = true;
        await page.RouteAsync("**/review/series*", route => away ? route.FulfillAsync(new() { Status = 503 }) : route.ContinueAsync());
        await page.GotoAsync("/s/shop/d/1/replay");
        await Expect(page.Locator("#chart-split [data-summary]")).ToContainTextAsync("tried again", new() { Timeout = 15_000 });
        await Expect(page.Locator(".deployment__state .badge")).ToBeVisibleAsync();
        away = false;
        await visitor.SeesDrawnChartAsync("#chart-split");
        await Expect(page.Locator("#chart-split [data-summary]")).Not.ToContainTextAsync("tried again");

        await visitor.Button("Write a note").ClickAsync();
        await page.Locator("#replay-note").FillAsync("Half a sentence");
        await page.ReloadAsync();
        await visitor.ClicksAsync(visitor.Button("Write a note"), page.Locator("#replay-note"));
        await Expect(page.Locator("#replay-note")).ToHaveValueAsync("Half a sentence");
        await visitor.Button("Add note").ClickAsync();
        await Expect(page.Locator("[data-note]")).ToContainTextAsync("Half a sentence", new() { Timeout = 15_000 });
        Assert.Empty(visitor.Violations);
    }

    [GeneratedRegex("Open in replay$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ToReplay();

    [GeneratedRegex(@"^\d+$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AnyVersion();
}
