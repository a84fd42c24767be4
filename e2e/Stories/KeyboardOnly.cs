using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sluice.E2E.Stories;

/// <summary>Without a pointer: find the failing deployment, abort it, write down why; come in, find the question, answer it.</summary>
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
        await Expect(visitor.Dialog.GetByRole(AriaRole.Button, new() { Name = "Abort", Exact = true })).ToBeFocusedAsync();
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

    [Fact]
    public async Task An_approver_signs_in_finds_the_question_and_approves_it_with_a_comment()
    {
        using var shop = await Shop.CalmAsync(app);
        var number = await shop.StartAsync("Approved by keys alone", [(10, "1s"), (50, "10m"), (100, "2s")], gateBefore: 1);
        await shop.UntilAskingAsync(number);
        await using var admin = await Visitor.SignedInAsync(app, browser, name: "Root");
        var password = await admin.AddsAccountAsync("kira", "approver");
        await using var kira = await Visitor.ArriveAsync(app, browser);
        var page = kira.Page;
        await page.GotoAsync("/");
        await kira.SeesHeadingAsync("Sign in to Sluice");

        await WalkToAsync(page, page.GetByLabel("Name of your account"), "Tab");
        await page.Keyboard.TypeAsync("kira");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(password);
        await page.Keyboard.PressAsync("Enter");
        await kira.SeesHeadingAsync("Fleet");
        await Expect(page.Locator(".navlink__count")).ToHaveTextAsync("1");
        await WalkToAsync(page, page.GetByRole(AriaRole.Link, new() { Name = "Approvals" }), "Tab");
        await page.Keyboard.PressAsync("Enter");
        await kira.SeesHeadingAsync("Approvals");
        var card = page.Locator(".inbox__link", new() { HasText = $"#{number}" });
        await Expect(card).ToBeVisibleAsync();
        await WalkToAsync(page, card, "j");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator($".gate[data-gate='shop-{number}:g1'] [data-action=Approve]")).ToBeEnabledAsync();
        await page.Keyboard.PressAsync("Shift+Y");
        await Expect(kira.Dialog).ToBeVisibleAsync();
        await WalkToAsync(page, kira.Dialog.GetByRole(AriaRole.Textbox), "Tab");
        await page.Keyboard.TypeAsync("Read the evidence; go on.");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator(".gate__outcome")).ToContainTextAsync("Approved by kira");
        await Expect(page.Locator(".gate__text").Last).ToHaveTextAsync("Read the evidence; go on.");
        await shop.UntilBakingAsync(number, phase: 1);
        kira.HadNoTrouble();
    }

    [Fact]
    public async Task A_service_s_deployments_are_walked_and_its_questions_opened()
    {
        using var shop = await Shop.CalmAsync(app);
        var number = await shop.StartAsync("Live, to be gone back from", [(50, "1s"), (100, "1s")], analysis: new { enabled = false });
        await shop.UntilAsync(number, "it is live", d => d.GetProperty("status").GetString() == "succeeded");
        await using var visitor = await Visitor.SignedInAsync(app, browser);
        var page = visitor.Page;
        await page.GotoAsync("/s/shop");
        await visitor.SeesFocusedHeadingAsync("shop");
        var newest = page.Locator(".history th[scope=row] a").First;
        await Expect(newest).ToHaveTextAsync($"Deployment {number}");
        await page.Keyboard.PressAsync("]");
        await Expect(newest).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("c");
        await Expect(page.Locator("[data-pick]").First).ToBeFocusedAsync();
        await Expect(page.Locator("[data-go-back]:not(:disabled)").First).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("b");
        await Expect(visitor.Dialog.Locator(".dialog__title")).ToContainTextAsync("Roll back to release");
        await page.Keyboard.PressAsync("Escape");
        await Expect(visitor.Dialog).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Link, new() { Name = "Policy and plan of production" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Uri(app.Address, "/s/shop?tab=policy&target=production").AbsoluteUri);
        await Expect(page.Locator(".policy .plan__table")).ToBeVisibleAsync();
        await visitor.FindsNoBarrierInEitherThemeAsync();
        await page.Keyboard.PressAsync("n");
        await Expect(page).ToHaveURLAsync(new Uri(app.Address, "/s/shop/new").AbsoluteUri);
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
