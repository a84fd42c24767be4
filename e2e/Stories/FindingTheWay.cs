using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sluice.E2E.Stories;

/// <summary>Anywhere by a few keys, in one's own time zone, with what one has chosen.</summary>
public sealed partial class FindingTheWay(RunningApp app, Browser browser)
{
    [Fact]
    public async Task The_palette_leads_to_a_service_and_opens_the_question_of_a_deployment()
    {
        using var shop = await Shop.CalmAsync(app);
        var number = await shop.StartAsync("Found by the palette", [(10, "10m"), (100, "2s")]);
        await using var visitor = await Visitor.SignedInAsync(app, browser);
        var (page, palette) = (visitor.Page, visitor.Page.Locator("dialog.palette"));
        await page.Keyboard.PressAsync("Control+k");
        await Expect(palette.GetByRole(AriaRole.Combobox)).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync($"shop-{number}");
        await Expect(palette.GetByRole(AriaRole.Option, new() { Selected = true })).ToContainTextAsync($"shop-{number}");
        await visitor.FindsNoBarrierInEitherThemeAsync();
        await page.Keyboard.PressAsync("Enter");
        await visitor.SeesHeadingAsync($"shop #{number}");
        await visitor.SeesStateAsync("Baking");
        await Expect(palette).ToBeHiddenAsync();

        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync("abort");
        await Expect(palette.GetByRole(AriaRole.Option, new() { Selected = true })).ToContainTextAsync("Abort");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("dialog.dialog[open] .dialog__title")).ToContainTextAsync("Abort");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("dialog.dialog[open]")).ToHaveCountAsync(0);
        await visitor.SeesStateAsync("Baking");
        visitor.HadNoTrouble();
    }

    [Fact]
    public async Task Keys_go_from_page_to_page_show_themselves_and_can_be_switched_off()
    {
        await using var visitor = await Visitor.SignedInAsync(app, browser);
        var page = visitor.Page;
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("h");
        await visitor.SeesHeadingAsync("Health");
        await page.Keyboard.PressAsync("?");
        var sheet = page.Locator("#key-sheet");
        await Expect(sheet).ToBeVisibleAsync();
        await visitor.FindsNoBarrierInEitherThemeAsync();
        await sheet.GetByRole(AriaRole.Checkbox).UncheckAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("?");
        await Expect(sheet).ToBeHiddenAsync();
        await page.Keyboard.PressAsync("Control+k");
        await Expect(page.Locator("dialog.palette")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");

        // For the stories that come after this one: what somebody has chosen is kept.
        await page.EvaluateAsync("document.getElementById('key-sheet').showModal()");
        await page.RunAndWaitForResponseAsync(() => sheet.GetByRole(AriaRole.Checkbox).CheckAsync(), answer => answer.Url.EndsWith("/settings/look", StringComparison.Ordinal));
        visitor.HadNoTrouble();
    }

    [Fact]
    public async Task Times_are_shown_in_the_reader_s_zone_and_density_is_kept_on_the_server()
    {
        using var shop = await Shop.CalmAsync(app);
        await using var visitor = await Visitor.ArriveAsync(app, browser, zone: "Asia/Kolkata");
        await visitor.SignInAsync("Zoe");
        var page = visitor.Page;
        await page.GotoAsync("/s/shop");
        await visitor.SeesHeadingAsync("shop");
        var since = page.Locator(".now__live").First;
        await Expect(since).ToContainTextAsync(" UTC");
        await page.Keyboard.PressAsync("t");
        await Expect(since).ToContainTextAsync(Kolkata());
        await Expect(page.Locator("[data-zone-name]")).ToHaveTextAsync("GMT+5:30");

        await page.GotoAsync("/s/shop/d/1/replay");
        await visitor.SeesDrawnChartAsync("#chart-split");
        await page.Locator("#chart-split [data-table]").ClickAsync();
        await Expect(page.Locator("#chart-split thead th").First).ToHaveTextAsync("Time (GMT+5:30)");
        await page.GetByRole(AriaRole.Button, new() { Name = "Time zone and density" }).ClickAsync();
        await visitor.FindsNoBarrierInEitherThemeAsync();
        await page.RunAndWaitForResponseAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Compact", Exact = true }).ClickAsync(), answer => answer.Url.EndsWith("/settings/look", StringComparison.Ordinal));

        await using var elsewhere = await Visitor.ArriveAsync(app, browser, zone: "Asia/Kolkata");
        await elsewhere.SignInAsync("Zoe");
        await Expect(elsewhere.Page.Locator("html")).ToHaveAttributeAsync("data-density", "compact");
        await elsewhere.Page.GotoAsync("/s/shop");
        await Expect(elsewhere.Page.Locator(".now__live").First).ToContainTextAsync(Kolkata());
        visitor.HadNoTrouble();
    }

    [Fact]
    public async Task Live_updates_are_paused_for_reading_and_nothing_can_be_ordered_from_the_picture()
    {
        using var shop = await Shop.CalmAsync(app);
        var number = await shop.StartAsync("Held still", [(10, "10m"), (100, "2s")]);
        await using var visitor = await Visitor.SignedInAsync(app, browser);
        var page = visitor.Page;
        await visitor.OpensAsync(number);
        await visitor.SeesStateAsync("Baking");
        await page.GetByRole(AriaRole.Button, new() { Name = "Time zone and density" }).ClickAsync();
        await visitor.Button("Pause live updates").ClickAsync();
        await Expect(page.Locator("#pause-strip")).ToContainTextAsync("Paused by you");
        await Expect(page.Locator("#freshness")).ToHaveAttributeAsync("data-state", "paused");
        await visitor.FindsNoBarrierAsync();
        await shop.OrderAsync(number, "abort", new { reason = "seen only after the pause" });
        await shop.UntilAsync(number, "it has ended", d => d.GetProperty("status").GetString() == "aborted");
        await Expect(page.Locator(".main--still .deployment__state .badge")).ToHaveTextAsync("Baking");
        await Expect(page.Locator(".main--still [data-key=A]")).ToBeDisabledAsync();

        await visitor.Button("Jump to now").ClickAsync();
        await visitor.SeesStateAsync("Aborted");
        await Expect(page.Locator(".main--still")).ToHaveCountAsync(0);
        visitor.HadNoTrouble();
    }

    [Fact]
    public async Task A_view_of_the_fleet_is_kept_for_its_person()
    {
        await using var visitor = await Visitor.ArriveAsync(app, browser);
        await visitor.SignInAsync("Keeper of views");
        var page = visitor.Page;
        await page.GotoAsync("/fleet");
        await visitor.SeesFocusedHeadingAsync("Fleet");
        await page.Keyboard.PressAsync("/");

        // Faster than the address can follow: no letter may be lost.
        const string Typed = "target:production by:somebody-with-a-long-name";
        await page.Keyboard.TypeAsync(Typed);
        await Expect(page).ToHaveURLAsync(new Regex(Regex.Escape("/fleet?q=" + Uri.EscapeDataString(Typed)) + "$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Expect(page.GetByRole(AriaRole.Searchbox)).ToHaveValueAsync(Typed);

        await page.GotoAsync("/fleet?state=calm");
        await visitor.Button("Keep this view…").ClickAsync();
        await Expect(page.GetByLabel("Name of the view")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Quiet places");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Uri(app.Address, "/fleet?state=calm&view=quiet-places").AbsoluteUri);
        await visitor.FindsNoBarrierInEitherThemeAsync();

        await using var again = await Visitor.ArriveAsync(app, browser);
        await again.SignInAsync("Keeper of views");
        await again.Page.GetByRole(AriaRole.Link, new() { Name = "Quiet places" }).ClickAsync();
        await Expect(again.Page.Locator(".counter--calm")).ToHaveAttributeAsync("aria-current", "true");
        visitor.HadNoTrouble();
    }

    [Fact]
    public async Task Chosen_lines_are_paused_with_the_keyboard_and_each_answers()
    {
        using var shop = await Shop.CalmAsync(app);
        var number = await shop.StartAsync("Paused from the fleet", [(10, "10m"), (100, "2s")]);
        await shop.UntilBakingAsync(number);
        await using var visitor = await Visitor.SignedInAsync(app, browser);
        var page = visitor.Page;
        await visitor.SeesFocusedHeadingAsync("Fleet");
        await Expect(page.Locator(".fleet__row").First).ToContainTextAsync("Baking");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("x");
        await Expect(page.Locator(".bulk__count")).ToHaveTextAsync("Chosen: 1");
        await visitor.FindsNoBarrierInEitherThemeAsync();
        await visitor.AsksAsync(page.Locator("[data-bulk=Pause]"));
        await visitor.AnswersAsync("Pause: 1");
        await Expect(page.Locator(".bulk__head p")).ToHaveTextAsync("Applied to 1 of 1.");
        await Expect(page.Locator(".bulk__outcome tbody tr")).ToHaveAttributeAsync("data-outcome", "done");
        await shop.UntilAsync(number, "it is paused", d => d.GetProperty("status").GetString() == "paused");
        visitor.HadNoTrouble();
    }

    [GeneratedRegex(@"\d\d:\d\d:\d\d GMT\+5:30", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Kolkata();
}
