using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sluice.E2E.Stories;

/// <summary>The network goes and comes back; what a person was about stays where it was.</summary>
public sealed partial class ComingBack(RunningApp app, Browser browser)
{
    private static readonly LocatorAssertionsToBeVisibleOptions s_patiently = new() { Timeout = 30_000 };

    [Theory]
    [InlineData(0.2)]
    [InlineData(3)]
    [InlineData(15)]
    public async Task A_cut_costs_neither_the_page_nor_what_is_half_written(double seconds)
    {
        using var shop = await Shop.CalmAsync(app);
        var number = await shop.StartAsync("Watched through a cut", [(10, "10m"), (100, "2s")]);
        await using var visitor = await Visitor.ArriveAsync(app, browser);
        var page = visitor.Page;
        var line = await CutLine.OfAsync(page);
        await visitor.SignInAsync("Maria");
        await visitor.OpensAsync(number);
        await visitor.SeesStateAsync("Baking");
        await visitor.TurnsToAsync("Notes");
        var note = page.GetByLabel("Add a note to the history");
        await note.FillAsync("Half a sentence");
        await page.EvaluateAsync("window.stayed = true");

        await line.CutAsync();
        await Expect(page.Locator("body.offline")).ToBeVisibleAsync(s_patiently);
        await shop.OrderAsync(number, "note", new { text = "Written during the cut" });

        // How long the cut lasts is what the story is about.
        await Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System, TestContext.Current.CancellationToken);
        await visitor.SeesHeadingAsync($"shop #{number}");
        if (seconds >= 3)
        {
            await Expect(page.Locator("#connection-strip")).ToContainTextAsync("Connection lost");
        }

        line.Mend();
        await Expect(page.Locator("body:not(.offline)")).ToBeVisibleAsync(s_patiently);
        await Expect(page.Locator("#connection-strip")).ToContainTextAsync("while you were away", new() { Timeout = 30_000 });
        await Expect(note).ToBeFocusedAsync();
        await Expect(note).ToHaveValueAsync("Half a sentence");
        await Expect(page.Locator("#freshness")).ToHaveAttributeAsync("data-state", "live", new() { Timeout = 30_000 });
        await page.Locator("#connection-strip a[data-away]").ClickAsync();
        await Expect(page.Locator(".events")).ToContainTextAsync("Written during the cut");
        Assert.True(await page.EvaluateAsync<bool>("window.stayed === true"));
        Assert.Empty(visitor.Violations);
    }

    [Fact]
    public async Task What_is_half_written_outlives_the_page_and_can_be_thrown_away()
    {
        using var shop = await Shop.CalmAsync(app);
        await using var visitor = await Visitor.SignedInAsync(app, browser);
        var page = visitor.Page;
        await visitor.OpensAsync(1);
        await visitor.TurnsToAsync("Notes");
        var note = page.GetByLabel("Add a note to the history");
        await note.FillAsync("Half a sentence");
        await page.ReloadAsync();
        await Expect(note).ToHaveValueAsync("Half a sentence");
        await Expect(page.Locator("[data-draft-note]").First).ToContainTextAsync("restored");

        await visitor.ClicksAsync(visitor.Button("Discard"), page.Locator("[data-draft-note]").First, WaitForSelectorState.Hidden);
        await Expect(note).ToHaveValueAsync("");
        await page.ReloadAsync();
        await Expect(note).ToBeVisibleAsync();
        await Expect(note).ToHaveValueAsync("");
        visitor.HadNoTrouble();
    }

    [Fact]
    public async Task A_page_that_never_comes_offers_to_load_it_again()
    {
        await using var visitor = await Visitor.SignedInAsync(app, browser);
        var strip = visitor.Page.Locator("#connection-strip");
        await visitor.Page.EvaluateAsync("history.pushState(null, '', '/approvals')");
        await Expect(strip.GetByRole(AriaRole.Button, new() { Name = "Reload this page", Exact = true })).ToBeVisibleAsync(s_patiently);
        await strip.GetByRole(AriaRole.Button, new() { Name = "Reload this page", Exact = true }).ClickAsync();
        await visitor.SeesHeadingAsync("Approvals");
        await visitor.Page.GotoAsync("/health");
        await Expect(visitor.Page.Locator("[data-vital=stuck]")).ToHaveTextAsync("1");
    }

    [Theory]
    [InlineData(-1, "behind")]
    [InlineData(1, "ahead of")]
    public async Task A_clock_that_is_an_hour_off_is_said_and_countdowns_are_right_all_the_same(int hours, string word)
    {
        using var shop = await Shop.CalmAsync(app);
        var number = await shop.StartAsync("By another clock", [(10, "20m"), (100, "2s")]);
        await shop.UntilBakingAsync(number);
        await using var visitor = await Visitor.ArriveAsync(app, browser);
        await visitor.Page.Context.AddInitScriptAsync(
            $$"""
            const Real = Date, off = {{hours}} * 3600000;
            Date = class extends Real {
              constructor(...args) { args.length ? super(...args) : super(Real.now() + off); }
              static now() { return Real.now() + off; }
            };
            """);
        await visitor.SignInAsync("Maria");
        await Expect(visitor.Page.Locator("#clock-strip")).ToContainTextAsync($"{word} the server's", new() { Timeout = 15_000 });
        await Expect(visitor.Page.Locator("#freshness")).ToHaveAttributeAsync("data-state", "live");
        await visitor.OpensAsync(number);
        await Expect(visitor.Page.Locator(".phase__left").First).ToHaveTextAsync(BetweenTenAndTwentyMinutes(), new() { Timeout = 15_000 });
        await visitor.Page.GotoAsync("/health");
        await Expect(visitor.Page.Locator("[data-vital=clock]")).ToContainTextAsync($"1 h 0 min {word.Split(' ')[0]}", new() { Timeout = 15_000 });
        visitor.HadNoTrouble();
    }

    [GeneratedRegex(@"^1\d[: ]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BetweenTenAndTwentyMinutes();
}
