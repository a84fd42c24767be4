using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sluice.E2E.Stories;

/// <summary>One looks at something else, and hears of what happened all the same.</summary>
public sealed class HearingOfIt(RunningApp app, Browser browser)
{
    private const string Elsewhere =
        """
        window.told = [];
        window.Notification = class extends EventTarget {
          static permission = "granted";
          static requestPermission = async () => "granted";
          constructor(title, options) { super(); window.told.push(`${title}: ${options.body}`); }
        };
        Object.defineProperty(document, "hidden", { get: () => window.away === true });
        """;

    [Fact]
    public async Task A_return_is_told_on_any_page_and_outside_of_the_tab_and_once_seen_it_stays_seen()
    {
        using var shop = await Shop.CalmAsync(app);
        await using var visitor = await Visitor.ArriveAsync(app, browser);
        var page = visitor.Page;
        await page.AddInitScriptAsync(Elsewhere);

        // The shop's deployments are hers.
        await visitor.SignInAsync("ada");
        var (bell, menu, count) = (page.Locator(".bell"), page.Locator("#bell-menu"), page.Locator(".bell__count"));
        await visitor.ClicksAsync(bell, menu);
        await Expect(count).ToHaveCountAsync(0);
        await menu.Locator("[data-notify]").ClickAsync();
        await Expect(menu.Locator("[data-notify]")).ToHaveAttributeAsync("aria-pressed", "true");
        await page.GotoAsync("/health");
        await visitor.SeesHeadingAsync("Health");
        await Expect(menu).ToHaveAttributeAsync("data-ready", "true");
        await Expect(count).ToHaveCountAsync(0);

        await page.EvaluateAsync("window.away = true");
        var number = await shop.StartAsync("A short timeout", [(25, "10s"), (50, "1m"), (100, "2s")], [("SHOP_ERROR_RATE", "0.3")]);
        await shop.UntilAsync(number, "it was returned", deployment => deployment.GetProperty("status").GetString() == "rolled_back");
        await Expect(count).ToHaveTextAsync("1", new() { Timeout = 15_000 });
        Assert.Equal([$"Sluice: shop-{number} went back to stable in production"], await page.EvaluateAsync<string[]>("window.told"));
        await page.EvaluateAsync("window.away = false");

        await visitor.ClicksAsync(bell, menu);
        var item = menu.Locator($"[data-notice='returned:shop-{number}']");
        await Expect(item).ToContainTextAsync("new");
        await visitor.FindsNoBarrierInAnyLookAsync();
        await visitor.PhotographAsync("bell");
        await item.ClickAsync();
        await visitor.SeesHeadingAsync($"shop #{number}");
        await page.ReloadAsync();
        await visitor.SeesHeadingAsync($"shop #{number}");
        await Expect(menu).ToHaveAttributeAsync("data-ready", "true");
        await Expect(count).ToHaveCountAsync(0);
        visitor.HadNoTrouble();
    }
}
