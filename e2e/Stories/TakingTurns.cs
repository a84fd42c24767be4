using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sluice.E2E.Stories;

/// <summary>Rolling: instances take each other's place, and people see before what will be done.</summary>
public sealed class TakingTurns(RunningApp app, Browser browser)
{
    [Fact]
    public async Task The_steps_are_shown_before_and_each_batch_is_a_phase_with_its_instances()
    {
        using var shop = await Shop.CalmAsync(app);
        await using var visitor = await Visitor.SignedInAsync(app, browser);
        var page = visitor.Page;
        await page.GotoAsync("/s/shop/new");
        await visitor.SeesHeadingAsync("New deployment");
        await page.GetByLabel("Release", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = "A new release" });
        await visitor.WritesAsync("Command", Places.ShopProgram);
        await visitor.WritesAsync("Instances", "3");
        await visitor.ClicksAsync(visitor.Button("Rolling"), page.GetByLabel("Instances per batch"));
        await Expect(visitor.Button("Linear")).ToHaveCountAsync(0);
        await visitor.WritesAsync("Watch each batch for", "1h");
        await visitor.WritesAsync("Instances per batch", "0");
        await Expect(page.Locator(".preview__errors")).ToContainTextAsync("plan.parallelism");
        await visitor.WritesAsync("Instances per batch", "2");
        var steps = page.Locator("[data-operations] li");
        await visitor.ClicksAsync(page.Locator("[data-operations] summary"), steps.First);
        await Expect(steps.First).ToContainTextAsync("Start 2 instances of release");
        await Expect(steps.Filter(new() { HasText = "Drain and stop" })).Not.ToHaveCountAsync(0);
        await visitor.FindsNoBarrierInEitherThemeAsync();
        await visitor.PhotographAsync("new-rolling");

        await visitor.AsksAsync(visitor.Button("Start deployment"));
        await visitor.AnswersAsync("Start deployment");
        var number = await visitor.StandsOnAsync();
        await visitor.SeesStateAsync("Baking", Shop.Patience);
        await Expect(page.Locator(".deployment__path")).ToContainTextAsync("Rolling");
        await visitor.TurnsToAsync("Plan");
        await Expect(page.Locator(".plan__table")).ToContainTextAsync("2 of 3");

        await visitor.AsksAsync(visitor.Button("Abort"));
        await visitor.AnswersAsync("Abort");
        await visitor.SeesStateAsync("Aborted", Shop.Patience);
        var release = (await shop.ReadAsync(number)).GetProperty("to_release").GetInt32();
        Assert.DoesNotContain($"{release}", await shop.VersionsServedAsync(20));
        visitor.HadNoTrouble();
    }
}
