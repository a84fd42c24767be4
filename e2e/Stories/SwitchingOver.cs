using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sluice.E2E.Stories;

/// <summary>Blue/green: all at once, and all at once back.</summary>
public sealed class SwitchingOver(RunningApp app, Browser browser)
{
    [Fact]
    public async Task Everything_is_switched_when_that_is_approved_and_switched_back_by_one_order()
    {
        using var shop = await Shop.CalmAsync(app);
        var blue = Assert.Single(await shop.VersionsServedAsync(20));
        var number = await shop.StartSwitchAsync("All at once");
        var green = (await shop.ReadAsync(number)).GetProperty("to_release").GetInt32();
        await shop.UntilAskingAsync(number);
        Assert.Equal([blue], await shop.VersionsServedAsync(20));

        await using var maria = await Visitor.SignedInAsync(app, browser, name: "Maria");
        await maria.OpensAsync(number);
        await Expect(maria.Page.Locator(".deployment__path")).ToContainTextAsync("Blue/green");
        var question = maria.Page.Locator(".question");
        await Expect(question).ToContainTextAsync($"Switch all traffic to release {green}?");
        await Expect(maria.Button("Discard the preview")).ToBeVisibleAsync();
        await maria.AsksAsync(question.GetByRole(AriaRole.Button, new() { Name = "Approve the switch", Exact = true }));
        await Expect(maria.Dialog).ToContainTextAsync("0 % → 100 %");
        await maria.AnswersAsync("Approve the switch");
        await maria.SeesStateAsync("Baking");
        Assert.Equal([$"{green}"], await shop.VersionsServedAsync(20));

        await maria.AsksAsync(maria.Page.Locator("#actions").GetByRole(AriaRole.Button, new() { Name = "Switch back", Exact = true }));
        await maria.AnswersAsync("Switch back");
        await maria.SeesStateAsync("Aborted");
        Assert.Equal([blue], await shop.VersionsServedAsync(20));
        maria.HadNoTrouble();
    }

    [Fact]
    public async Task The_form_asks_what_a_switch_needs_and_nothing_else()
    {
        using var shop = await Shop.CalmAsync(app);
        await using var visitor = await Visitor.SignedInAsync(app, browser);
        await visitor.Page.GotoAsync("/s/shop/new");
        await visitor.SeesHeadingAsync("New deployment");
        var soak = visitor.Page.GetByLabel("Soak after the switch", new() { Exact = true });
        await visitor.ClicksAsync(visitor.Button("Blue/green"), soak);
        await Expect(visitor.Button("Linear")).ToHaveCountAsync(0);
        await visitor.WritesAsync("Soak after the switch", "soon");
        await Expect(visitor.Page.Locator(".preview__errors")).ToContainTextAsync("plan.hold");
        await visitor.WritesAsync("Soak after the switch", "15m");
        await Expect(visitor.Page.Locator(".stepchart__summary")).ToContainTextAsync("15");
        await visitor.FindsNoBarrierInEitherThemeAsync();
        await visitor.PhotographAsync("new-blue-green");
        visitor.HadNoTrouble();
    }
}
