using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sluice.E2E.Stories;

/// <summary>Who asks does not answer: a gate between two people.</summary>
public sealed class FourEyes(RunningApp app, Browser browser)
{
    [Fact]
    public async Task Who_asked_cannot_approve_and_somebody_else_lets_it_go_on()
    {
        using var shop = await Shop.CalmAsync(app);
        var number = await shop.StartAsync("Needs a second person", [(10, "1s"), (50, "10m"), (100, "2s")], gateBefore: 1);
        await shop.UntilAsync(number, "it asks", d => d.GetProperty("open_gate").ValueKind == System.Text.Json.JsonValueKind.Object);
        await using var ada = await Visitor.SignedInAsync(app, browser, name: "ada");
        await using var jonas = await Visitor.SignedInAsync(app, browser, name: "Jonas");

        await ada.Page.GotoAsync($"/approvals?tab=open&gate=shop-{number}:g1");
        await ada.SeesHeadingAsync("Approvals");
        await Expect(ada.Page.Locator(".gate__reason")).ToContainTextAsync("You asked for it; somebody else has to answer.");
        await Expect(ada.Page.Locator("[data-action=Approve]")).ToBeDisabledAsync();
        await Expect(ada.Page.Locator(".navlink__count")).ToHaveCountAsync(0);

        await Expect(jonas.Page.Locator(".navlink__count")).ToHaveTextAsync("1");
        await jonas.Page.GetByRole(AriaRole.Link, new() { Name = "Approvals" }).ClickAsync();
        await jonas.SeesHeadingAsync("Approvals");
        await Expect(jonas.Page.Locator(".inbox__link")).ToHaveCountAsync(1);
        await Expect(jonas.Page.Locator(".gate__split")).ToContainTextAsync("10 % → 50 %");
        await jonas.FindsNoBarrierInEitherThemeAsync();

        // To ask back counts nothing, and tells who wants to go on.
        await jonas.Page.Keyboard.PressAsync("q");
        await jonas.Dialog.GetByRole(AriaRole.Textbox).FillAsync("Is the migration done?");
        await jonas.AnswersAsync("Ask a question");
        await Expect(ada.Page.Locator(".navlink__count")).ToHaveTextAsync("1", new() { Timeout = 15_000 });
        await Expect(ada.Page.Locator(".inbox__asked")).ToHaveTextAsync("Jonas asks: Is the migration done?");
        await ada.AsksAsync(ada.Page.Locator("[data-action=Reply]"));
        await ada.Dialog.GetByRole(AriaRole.Textbox).FillAsync("Since noon.");
        await ada.AnswersAsync("Answer the question");
        await Expect(jonas.Page.Locator(".gate__talk")).ToContainTextAsync("Since noon.", new() { Timeout = 15_000 });
        await Expect(ada.Page.Locator(".navlink__count")).ToHaveCountAsync(0);
        await jonas.FindsNoBarrierAsync();
        await jonas.AsksAsync(jonas.Page.Locator("[data-action=Approve]"));
        await jonas.FindsNoBarrierAsync();
        await jonas.AnswersAsync("Approve 50 %");

        await Expect(ada.Page.Locator(".gate__outcome")).ToContainTextAsync("Approved by Jonas", new() { Timeout = 15_000 });
        await Expect(ada.Page.Locator(".inbox__link")).ToHaveAttributeAsync("data-status", "approved");
        await Expect(jonas.Page.Locator(".navlink__count")).ToHaveCountAsync(0);
        await ada.FindsNoBarrierAsync();
        await shop.UntilBakingAsync(number, phase: 1);
        ada.HadNoTrouble();
        jonas.HadNoTrouble();
    }

    [Fact]
    public async Task Against_the_verdict_one_person_asks_and_another_carries_it_out()
    {
        using var shop = await Shop.CalmAsync(app);
        await shop.WantsSecondPersonAsync(wanted: true);
        var number = await shop.StartAsync("Worse, and wanted all the same", [(30, "10m"), (50, "10m"), (100, "2s")], faults: [("SHOP_ERROR_RATE", "0.5")], rollback: new { enabled = false });
        await shop.UntilAsync(number, "it is held by its failing check", d => d.GetProperty("status").GetString() == "paused");
        await using var maria = await Visitor.SignedInAsync(app, browser);
        await using var jonas = await Visitor.SignedInAsync(app, browser, name: "Jonas");
        await maria.OpensAsync(number);
        await maria.SeesStateAsync("Held by person");
        await maria.AsksAsync(maria.Button("Promote"));
        await Expect(maria.Dialog.Locator("[data-second-person]")).ToContainTextAsync("This only asks");
        await maria.FindsNoBarrierAsync();
        await maria.Dialog.GetByRole(AriaRole.Button, new() { Name = "Other", Exact = true }).ClickAsync();
        await maria.Dialog.GetByLabel("Type shop to confirm").FillAsync("shop");
        await maria.AnswersAsync("Promote");
        await Expect(maria.Page.Locator(".question__title")).ToContainTextAsync("against the evidence?");
        await Expect(maria.Page.Locator(".question__answers button", new() { HasText = "Agree: carry it out" })).ToBeDisabledAsync();
        await maria.FindsNoBarrierInAnyLookAsync();

        await jonas.Page.GotoAsync($"/approvals?tab=open&gate=shop-{number}:g1");
        await jonas.SeesHeadingAsync("Approvals");
        await Expect(jonas.Page.Locator(".gate__split")).ToContainTextAsync("30 % → 50 %");
        await jonas.AsksAsync(jonas.Page.Locator("[data-action=Approve]"));
        await jonas.Dialog.GetByRole(AriaRole.Button, new() { Name = "Other", Exact = true }).ClickAsync();
        await jonas.Dialog.GetByLabel("Type shop to confirm").FillAsync("shop");
        await jonas.AnswersAsync("Agree: carry it out");
        await shop.UntilBakingAsync(number, phase: 1);
        await shop.OrderAsync(number, "abort");
        await shop.UntilAsync(number, "it is over", d => d.GetProperty("status").GetString() == "aborted");
        await shop.WantsSecondPersonAsync(wanted: false);
        maria.HadNoTrouble();
        jonas.HadNoTrouble();
    }
}
