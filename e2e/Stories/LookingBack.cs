using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sluice.E2E.Stories;

/// <summary>From what is on the screen to that instant in replay, and what must not get lost there.</summary>
public sealed partial class LookingBack(RunningApp app, Browser browser)
{
    /// <summary>What was copied, once something was; a condition that is waited for would hold as soon as it is asked, being a promise.</summary>
    private const string Copied =
        """
        async start => {
          for (let left = 100; left > 0; left--) {
            const text = await navigator.clipboard.readText();
            if (text.startsWith(start)) { return text; }
            await new Promise(done => setTimeout(done, 100));
          }
          return "";
        }
        """;
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

        var line = page.Locator(".event__replay").Last;
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
        Assert.EndsWith($"/s/shop/d/{number}/replay?at={newest}", await page.EvaluateAsync<string>(Copied, app.Address.OriginalString), StringComparison.Ordinal);
        visitor.HadNoTrouble();
    }

    [Fact]
    public async Task What_is_half_written_outlives_the_page_and_charts_come_when_their_source_is_back()
    {
        using var shop = await Shop.CalmAsync(app);
        await using var visitor = await Visitor.SignedInAsync(app, browser);
        var page = visitor.Page;
        var answer = 429;
        await page.RouteAsync("**/review/series*", route => answer > 0 ? route.FulfillAsync(new() { Status = answer }) : route.ContinueAsync());
        await page.GotoAsync("/s/shop/d/1/replay");
        await Expect(page.Locator("#chart-split [data-summary]")).ToContainTextAsync("tried again", new() { Timeout = 15_000 });
        await Expect(page.Locator(".deployment__state .badge")).ToBeVisibleAsync();
        answer = 503;
        await Expect(page.Locator("#chart-split [data-summary]")).ToContainTextAsync("tried again");
        answer = 0;
        await visitor.SeesDrawnChartAsync("#chart-split");
        await Expect(page.Locator("#chart-split [data-summary]")).Not.ToContainTextAsync("tried again");

        await visitor.Button("Write a note").ClickAsync();
        await page.Locator("#replay-note").FillAsync("Half a sentence");
        await page.ReloadAsync();
        await visitor.ClicksAsync(visitor.Button("Write a note"), page.Locator("#replay-note"));
        await Expect(page.Locator("#replay-note")).ToHaveValueAsync("Half a sentence");
        await visitor.Button("Add note").ClickAsync();
        await Expect(page.Locator("[data-note]")).ToContainTextAsync("Half a sentence", new() { Timeout = 15_000 });

        // The form is open already, with the draft of a new note, when the half-written edit of the old one is wanted back.
        await visitor.ClicksAsync(page.Locator("[data-edit]"), page.Locator("#replay-note"));
        await page.Locator("#replay-note").FillAsync("Half a sentence, half rewritten");
        await page.ReloadAsync();
        await visitor.ClicksAsync(visitor.Button("Write a note"), page.Locator("#replay-note[data-draft=replay-note]"));
        await visitor.ClicksAsync(page.Locator("[data-edit]"), page.Locator("#replay-note[data-draft^=note-]"));
        await Expect(page.Locator("#replay-note")).ToHaveValueAsync("Half a sentence, half rewritten");
        Assert.Empty(visitor.Violations);
    }

    [Fact]
    public async Task A_chart_whose_source_refuses_says_so_and_is_tried_again_when_somebody_asks()
    {
        using var shop = await Shop.CalmAsync(app);
        await using var visitor = await Visitor.SignedInAsync(app, browser);
        var page = visitor.Page;
        var (asked, refuses) = (0, true);
        await page.RouteAsync("**/review/series*", route =>
        {
            asked++;
            return refuses ? route.FulfillAsync(new() { Status = 200, ContentType = "text/html", Body = "<h1>Come in</h1>" }) : route.ContinueAsync();
        });
        await page.GotoAsync("/s/shop/d/1/replay");
        var retry = page.Locator("#chart-split [data-summary]").GetByRole(AriaRole.Button, new() { Name = "Try again" });
        await Expect(retry).ToBeVisibleAsync(new() { Timeout = 15_000 });
        var before = asked;
        refuses = false;
        await retry.ClickAsync();
        await visitor.SeesDrawnChartAsync("#chart-split");
        await Expect(retry).ToHaveCountAsync(0);
        Assert.Equal((1, 2), (before, asked));
        Assert.Empty(visitor.Violations);
    }

    [GeneratedRegex("Open in replay$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ToReplay();

    [GeneratedRegex(@"^\d+$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AnyVersion();
}
