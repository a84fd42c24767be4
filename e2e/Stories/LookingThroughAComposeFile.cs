using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sluice.E2E.Stories;

/// <summary>A Compose file is looked through in the browser; nothing of it is touched by that.</summary>
public sealed partial class LookingThroughAComposeFile(RunningApp app, Browser browser)
{
    [Fact]
    public async Task It_says_what_becomes_of_every_key_and_in_which_order_services_come()
    {
        await using var visitor = await Visitor.SignedInAsync(app, browser, name: "Root");
        var page = visitor.Page;
        await page.GotoAsync("/compose");
        await visitor.SeesHeadingAsync("Compose files");
        await visitor.FindsNoBarrierInAnyLookAsync();

        await page.Locator("#compose-file").FillAsync(GardenFile.Text);
        await page.Locator("[data-compose-send]").ClickAsync();
        await Expect(page).ToHaveURLAsync(ReviewAddress(), new() { Timeout = 15_000 });
        await Expect(page.Locator("main")).ToContainTextAsync("container_name");
        await Expect(page.Locator("main")).ToContainTextAsync("garden");
        await visitor.FindsNoBarrierInAnyLookAsync();
        visitor.HadNoTrouble();
    }

    [GeneratedRegex("/compose/[0-9a-f]{32}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    internal static partial Regex ReviewAddress();
}
