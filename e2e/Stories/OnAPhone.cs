using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sluice.E2E.Stories;

/// <summary>The two things that cannot wait until somebody is back at a desk; and texts that are longer, or run the other way.</summary>
public sealed class OnAPhone(RunningApp app, Browser browser)
{
    private const int Narrow = 320;

    private const string Lengthen =
        """
        (() => {
          const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          const all = [];
          while (texts.nextNode()) all.push(texts.currentNode);
          for (const text of all) {
            if (/\p{L}/u.test(text.data) && !text.parentElement.closest("script, style, code, pre, option")) {
              text.data = text.data.replace(/\p{L}{3,}/gu, word => word + word.slice(0, Math.ceil(word.length * 0.3)));
            }
          }
        })()
        """;

    [Fact]
    public async Task A_deployment_is_stopped()
    {
        using var shop = await Shop.CalmAsync(app);
        var number = await shop.StartAsync("Stopped on the way home", [(10, "10m"), (100, "2s")]);
        await shop.UntilBakingAsync(number);
        await using var visitor = await Visitor.SignedInAsync(app, browser, width: Narrow, height: 640);
        var row = visitor.Page.Locator(".fleet__row", new() { HasText = "Baking" });
        await visitor.ClicksAsync(row.Locator(".fleet__link"), visitor.Deployment);
        await visitor.SeesStateAsync("Baking");
        await visitor.AsksAsync(visitor.Page.Locator("[data-key=A]"));
        await FitsAsync(visitor);
        await visitor.AnswersAsync("Abort");
        await visitor.SeesStateAsync("Aborted");
        visitor.HadNoTrouble();
    }

    [Fact]
    public async Task A_question_is_answered()
    {
        using var shop = await Shop.CalmAsync(app);
        var number = await shop.StartAsync("Approved on the way home", [(10, "1s"), (50, "10m"), (100, "2s")], gateBefore: 1);
        await shop.UntilAskingAsync(number);
        await using var visitor = await Visitor.SignedInAsync(app, browser, width: Narrow, height: 640, name: "Jonas");
        await Expect(visitor.Page).ToHaveTitleAsync("(1 ✋) Fleet – Sluice");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Approvals" }).ClickAsync();
        await visitor.SeesHeadingAsync("Approvals");
        await visitor.ClicksAsync(visitor.Page.Locator(".inbox__link", new() { HasText = $"#{number}" }), visitor.Page.Locator("[data-action=Approve]"));
        await visitor.AsksAsync(visitor.Page.Locator("[data-action=Approve]"));
        await FitsAsync(visitor);
        await visitor.AnswersAsync("Approve 50 %");
        await shop.UntilBakingAsync(number, phase: 1);
        visitor.HadNoTrouble();
    }

    [Theory]
    [InlineData("/fleet", "Fleet")]
    [InlineData("/s/shop", "shop")]
    [InlineData("/s/shop/d/1", "shop #1")]
    [InlineData("/health", "Health")]
    public async Task Texts_that_are_a_third_longer_fit_and_so_do_those_from_right_to_left(string path, string heading)
    {
        using var shop = await Shop.CalmAsync(app);
        foreach (var width in new[] { Narrow, 1280 })
        {
            await using var visitor = await Visitor.SignedInAsync(app, browser, width: width);
            await visitor.Page.GotoAsync(path);
            await visitor.SeesHeadingAsync(heading);
            await visitor.Page.EvaluateAsync(Lengthen);
            await FitsAsync(visitor);
            await visitor.Page.EvaluateAsync("document.documentElement.dir = 'rtl'");
            await FitsAsync(visitor);
            await visitor.PhotographAsync($"longer-{width}-{heading.Replace(' ', '-')}");
        }
    }

    private static async Task FitsAsync(Visitor visitor) => Assert.True(await visitor.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{visitor.Page.Url} scrolls sideways.");
}
