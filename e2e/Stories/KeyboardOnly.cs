using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sluice.E2E.Stories;

/// <summary>Without a pointer: find the failing deployment, abort it, write down why.</summary>
public sealed class KeyboardOnly(RunningApp app, Browser browser)
{
    private const int MostSteps = 60;

    [Fact]
    public async Task A_failing_deployment_is_found_aborted_and_noted()
    {
        using var shop = await Shop.CalmAsync(app);
        var number = await shop.StartAsync("Fails, and nobody goes back", [(10, "10m"), (100, "2s")], [("SHOP_ERROR_RATE", "0.3")], new { enabled = false });
        await shop.UntilAsync(number, "the failure has paused it", d => d.GetProperty("reason").GetString() == "failure");
        await using var visitor = await Visitor.SignedInAsync(app, browser);
        var page = visitor.Page;
        var row = page.Locator(".fleet__row", new() { HasText = "shop" }).First;
        await Expect(row.Locator(".attention")).ToContainTextAsync("A guard fails");

        await WalkToAsync(page, row.Locator(".fleet__link"), "j");
        await page.Keyboard.PressAsync("Enter");
        await visitor.SeesHeadingAsync($"shop #{number}");
        await visitor.SeesStateAsync("Held by person");
        await visitor.SeesDrawnChartAsync("#chart-split");
        await visitor.ListensAsync();
        await page.Keyboard.PressAsync("Shift+A");
        await Expect(visitor.Dialog.GetByRole(AriaRole.Button, new() { Name = "Abort" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await visitor.SeesStateAsync("Aborted");
        await Expect(visitor.Dialog).ToHaveCountAsync(0);

        await page.Keyboard.PressAsync("e");
        await Expect(page.Locator("#tab-events")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ArrowLeft");
        await Expect(page.Locator("#tab-notes")).ToBeFocusedAsync();
        await WalkToAsync(page, page.GetByLabel("Add a note to the history"), "Tab");
        await page.Keyboard.TypeAsync("One request in three failed; sent back to its authors.");
        await page.Keyboard.PressAsync("Tab");
        await Expect(visitor.Button("Add note")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator(".note").First).ToContainTextAsync("sent back to its authors");
        await Expect(page.Locator(".note").First).ToContainTextAsync("Maria");
        visitor.HadNoTrouble();
    }

    private static async Task WalkToAsync(IPage page, ILocator target, string key)
    {
        for (var i = 0; i < MostSteps; i++)
        {
            if (await target.EvaluateAsync<bool>("element => element === document.activeElement"))
            {
                return;
            }

            await page.Keyboard.PressAsync(key);
        }

        Assert.Fail($"{MostSteps} times {key} do not lead to it.");
    }
}
