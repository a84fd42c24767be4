using Microsoft.Playwright;

namespace Sluice.E2E.Stories;

public sealed class KeepingThingsAsTheyAre(RunningApp app, Browser browser)
{
    [Fact]
    public async Task A_freeze_holds_a_running_canary_which_says_so_and_goes_on_when_it_is_lifted()
    {
        using var shop = await Shop.CalmAsync(app);
        var number = await shop.StartAsync("Held by a freeze", [(10, "30s"), (50, "10m"), (100, "2s")]);
        await shop.UntilBakingAsync(number);

        // Its clock stands until the freeze is declared, however slow the machine is.
        await shop.OrderAsync(number, "pause", new { reason = "wait for the freeze" });
        await using var ann = await Visitor.SignedInAsync(app, browser, name: "Ann");
        await ann.Page.GotoAsync("/settings/freezes");
        await ann.SeesHeadingAsync("Freezes");
        await ann.Page.GetByLabel("Service", new() { Exact = true }).SelectOptionAsync("shop");
        await ann.AsksAsync(ann.Button("Declare a freeze"));
        await ann.Dialog.GetByRole(AriaRole.Button, new() { Name = "Incident", Exact = true }).ClickAsync();
        await ann.AnswersAsync("Freeze shop");
        var row = ann.Page.Locator("tr[data-freeze]", new() { HasText = "Incident" }).First;
        await Assertions.Expect(row).ToBeVisibleAsync();

        await using var maria = await Visitor.SignedInAsync(app, browser);
        await maria.OpensAsync(number);
        await Assertions.Expect(maria.Page.Locator(".frozen")).ToContainTextAsync("Frozen by Ann until somebody lifts it: Incident.");
        await shop.OrderAsync(number, "resume", new { expected_version = (await shop.ReadAsync(number)).GetProperty("version").GetInt64() });
        await shop.UntilAsync(number, "it is held when its phase is over", d => d.GetProperty("status").GetString() == "paused" && d.GetProperty("reason").GetString() == "freeze");
        await Assertions.Expect(maria.Sentence).ToContainTextAsync("Frozen by Ann", new() { Timeout = 15_000 });
        await maria.SeesStateAsync("Frozen");

        await ann.AsksAsync(row.GetByRole(AriaRole.Button, new() { Name = "Lift", Exact = true }));
        await ann.Dialog.GetByRole(AriaRole.Button, new() { Name = "It is over", Exact = true }).ClickAsync();
        await ann.AnswersAsync("Lift the freeze");
        await shop.UntilBakingAsync(number, phase: 1);
        await Assertions.Expect(maria.Page.Locator(".frozen")).ToHaveCountAsync(0, new() { Timeout = 15_000 });
        maria.HadNoTrouble();
        ann.HadNoTrouble();
    }

    [Fact]
    public async Task A_session_that_is_about_to_end_says_so_and_one_key_keeps_it()
    {
        await using var visitor = await Visitor.SignedInAsync(app, browser);
        var page = visitor.Page;
        await PretendsToEndAsync(page, "{\"seconds\": 90}");
        await page.GotoAsync("/approvals");
        await visitor.SeesHeadingAsync("Approvals");
        var strip = page.Locator("#session-strip");
        await Assertions.Expect(strip).ToContainTextAsync("Your session ends at", new() { Timeout = 15_000 });
        await visitor.FindsNoBarrierAsync();
        await page.Keyboard.PressAsync("F2");
        await Assertions.Expect(strip).ToBeHiddenAsync();
        await page.UnrouteAllAsync();
        await page.ReloadAsync();
        await visitor.SeesHeadingAsync("Approvals");
        visitor.HadNoTrouble();
    }

    [Fact]
    public async Task A_session_that_has_ended_says_so_and_keeps_what_was_typed()
    {
        await using var visitor = await Visitor.SignedInAsync(app, browser);
        var page = visitor.Page;
        await PretendsToEndAsync(page, "{\"seconds\": 0}");
        await page.GotoAsync("/settings/freezes");
        await visitor.SeesHeadingAsync("Freezes");
        var strip = page.Locator("#session-strip");
        await Assertions.Expect(strip).ToContainTextAsync("Your session has ended.", new() { Timeout = 15_000 });
        await Assertions.Expect(strip.GetByRole(AriaRole.Link, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await page.GetByLabel("Service", new() { Exact = true }).SelectOptionAsync("shop");
        await Assertions.Expect(page.GetByLabel("Service", new() { Exact = true })).ToHaveValueAsync("shop");
        await Assertions.Expect(strip).ToBeVisibleAsync();
    }

    /// <summary>Twelve hours pass at once: the page believes that its session ends soon, and the server's answer to its question says so too. Keeping it is the server's own.</summary>
    private static async Task PretendsToEndAsync(IPage page, string answer)
    {
        await page.RouteAsync("**/session", route => route.Request.Method == "GET" ? route.FulfillAsync(new() { ContentType = "application/json", Body = answer }) : route.ContinueAsync());
        await page.AddInitScriptAsync("new MutationObserver(() => { const strip = document.getElementById('session-strip'); if (strip && !strip.dataset.old) { strip.dataset.old = strip.dataset.left; strip.dataset.left = '121'; } }).observe(document, { childList: true, subtree: true });");
    }
}
