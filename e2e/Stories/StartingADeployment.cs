using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sluice.E2E.Stories;

/// <summary>From nothing to something under way, through the forms.</summary>
public sealed class StartingADeployment(RunningApp app, Browser browser)
{
    [Fact]
    public async Task Mistakes_stand_at_their_fields_and_a_corrected_form_starts_it()
    {
        using var shop = await Shop.CalmAsync(app);
        await using var visitor = await Visitor.SignedInAsync(app, browser);
        var page = visitor.Page;
        await page.GotoAsync("/s/shop/new");
        await visitor.SeesHeadingAsync("New deployment");
        await page.GetByLabel("Release", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = "A new release" });
        await visitor.WritesAsync("Command", "");
        await visitor.ClicksAsync(visitor.Button("Linear"), page.GetByLabel("Equal steps"));
        await visitor.WritesAsync("Equal steps", "0");
        await visitor.WritesAsync("Errors, at most", "1.5");
        await visitor.ClicksAsync(visitor.Button("Start deployment"), page.Locator("#form-errors"));

        await Expect(page.Locator("#form-errors")).ToContainTextAsync("Not sent. To be corrected:");
        foreach (var label in new[] { "Command", "Equal steps", "Errors, at most" })
        {
            await Expect(page.GetByLabel(label, new() { Exact = true })).ToHaveAttributeAsync("aria-invalid", "true");
        }

        await Expect(visitor.Dialog).ToHaveCountAsync(0);
        await visitor.FindsNoBarrierInEitherThemeAsync();

        await visitor.WritesAsync("Command", Places.ShopProgram);
        await visitor.WritesAsync("Notes", "Started by hand");
        await visitor.WritesAsync("Equal steps", "4");
        await visitor.WritesAsync("Errors, at most", "0.02");
        await Expect(page.Locator(".field__error")).ToHaveCountAsync(0);
        await visitor.AsksAsync(visitor.Button("Start deployment"));
        await Expect(visitor.Dialog).ToContainTextAsync("First share: 25 %, phases: 4");
        await visitor.AnswersAsync("Start deployment");

        var number = await visitor.StandsOnAsync();
        await visitor.SeesStateAsync("Baking");
        Assert.Equal("Maria", (await shop.ReadAsync(number)).GetProperty("created_by").GetString());
        visitor.HadNoTrouble();
    }

    [Fact]
    public async Task A_service_is_declared_through_its_form_and_what_it_is_told_wrong_is_said()
    {
        await using var visitor = await Visitor.SignedInAsync(app, browser);
        await visitor.ClicksAsync(visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Declare a service" }).First, visitor.Page.Locator("form.form"));
        await visitor.SeesHeadingAsync("Declare a service");
        await visitor.WritesAsync("Name", "Not a name");
        await visitor.WritesAsync("Path prefix", "basket");
        await visitor.ClicksAsync(visitor.Button("Declare service"), visitor.Page.Locator("#form-errors"));
        await Expect(visitor.Page.Locator("#form-errors")).ToContainTextAsync("name");
        await Expect(visitor.Page.GetByLabel("Name", new() { Exact = true })).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(visitor.Page.GetByLabel("Path prefix")).ToHaveAttributeAsync("aria-invalid", "true");
        await visitor.FindsNoBarrierInEitherThemeAsync();

        await visitor.WritesAsync("Name", "basket");
        await visitor.WritesAsync("Path prefix", "/basket");
        await visitor.ClicksAsync(visitor.Button("Declare service"), visitor.Page.Locator(".service__now"));
        await visitor.SeesHeadingAsync("basket");
        await Expect(visitor.Page.Locator(".service__now")).ToContainTextAsync("Nothing is live");
        visitor.HadNoTrouble();
    }
}
