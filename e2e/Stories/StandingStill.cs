using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sluice.E2E.Stories;

/// <summary>Somebody stops the engine for a repair by hand; everybody is told on every page, and nothing moves until it goes on.</summary>
public sealed class StandingStill(RunningApp app, Browser browser)
{
    [Fact]
    public async Task Paused_the_engine_carries_out_nothing_and_says_so_everywhere_and_resumed_it_does()
    {
        using var shop = await Shop.CalmAsync(app);
        var number = await shop.StartAsync("Under a paused engine", [(50, "10m"), (100, "2s")]);
        await shop.UntilBakingAsync(number);
        await using var root = await Visitor.SignedInAsync(app, browser, name: "Root");
        var page = root.Page;
        try
        {
            await page.GotoAsync("/health");
            await root.SeesHeadingAsync("Health");
            await root.AsksAsync(root.Button("Pause the engine"));
            await root.FindsNoBarrierInAnyLookAsync();
            await root.Dialog.GetByRole(AriaRole.Button, new() { Name = "Repair by hand" }).ClickAsync();
            await root.Dialog.GetByLabel("Type pause engine to confirm").FillAsync("pause engine");
            await root.AnswersAsync("Pause the engine");
            await Expect(page.Locator("[data-engine=paused]")).ToBeVisibleAsync();

            await root.OpensAsync(number);
            await Expect(page.Locator(".engine-strip")).ToContainTextAsync("paused by Root: Repair by hand.");
            await root.FindsNoBarrierInAnyLookAsync();
            await shop.OrderAsync(number, "abort", new { reason = "not now" });
            await root.SeesStateAsync("Returning");
            Assert.Equal(2, (await shop.VersionsServedAsync(100)).Count);
            await root.SeesStateAsync("Returning");

            await page.GotoAsync("/health");
            await root.SeesHeadingAsync("Health");
            await root.AsksAsync(root.Button("Resume the engine"));
            await root.Dialog.GetByRole(AriaRole.Button, new() { Name = "Repaired" }).ClickAsync();
            await root.AnswersAsync("Resume the engine");
            await Expect(page.Locator(".engine-strip")).ToHaveCountAsync(0);
            await root.OpensAsync(number);
            await root.SeesStateAsync("Aborted");
            Assert.Single(await shop.VersionsServedAsync(50));
        }
        finally
        {
            // For the stories that come after this one.
            await shop.PostAsync("/api/engine/resume", new { });
        }

        root.HadNoTrouble();
    }
}
