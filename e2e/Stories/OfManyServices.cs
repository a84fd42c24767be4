using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sluice.E2E.Stories;

/// <summary>Ten thousand services. On a product of its own: the other stories look at few.</summary>
public sealed class OfManyServices(Browser browser)
{
    [Fact]
    public async Task Only_the_lines_in_view_are_drawn_and_the_first_stands_on_top()
    {
        await using var app = new RunningApp();
        await app.InitializeAsync();
        using var shop = await Shop.CalmAsync(app);
        await shop.JoinedByAsync(9_999);
        await using var visitor = await Visitor.SignedInAsync(app, browser);
        var page = visitor.Page;
        await page.GotoAsync("/fleet");
        await page.Locator(".fleet__fold").ClickAsync();
        var rows = page.Locator(".fleet__calm .fleet__row");
        await Expect(rows.First).ToBeInViewportAsync();
        await Expect(rows.First).ToContainTextAsync("another-0000");
        await Expect(page.Locator(".counter--calm")).ToContainTextAsync("10,000");
        Assert.InRange(await rows.CountAsync(), 5, 50);

        await page.EvaluateAsync("scrollTo(0, document.documentElement.scrollHeight)");
        await Expect(rows.Filter(new() { HasText = "shop" })).ToBeInViewportAsync();
        Assert.InRange(await rows.CountAsync(), 5, 50);
        Assert.Equal(0, await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        visitor.HadNoTrouble();
    }
}
