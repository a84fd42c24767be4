using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sluice.E2E.Stories;

/// <summary>The three paths that the demonstration offers.</summary>
public sealed class TheDemonstration(RunningApp app, Browser browser)
{
    private static readonly TimeSpan s_promised = TimeSpan.FromMinutes(3);
    private static readonly LocatorAssertionsToBeVisibleOptions s_visiblePatiently = new() { Timeout = (float)Shop.Patience.TotalMilliseconds };
    private static readonly LocatorAssertionsToContainTextOptions s_patiently = new() { Timeout = (float)Shop.Patience.TotalMilliseconds };

    [Fact]
    public async Task A_good_release_is_watched_until_it_is_promoted()
    {
        using var shop = await Shop.CalmAsync(app);
        await using var visitor = await Visitor.SignedInAsync(app, browser);
        await visitor.ClicksAsync(visitor.Button("Start a good release"), visitor.Deployment);
        var number = await visitor.StandsOnAsync();

        await visitor.SeesStateAsync("Baking");
        await Expect(visitor.Page.Locator(".phase")).ToHaveCountAsync(3);
        await Expect(visitor.Page.Locator(".phase[aria-current=step]")).ToContainTextAsync("25 %");
        var why = visitor.Page.Locator(".verdict");
        await Expect(why).ToContainTextAsync("Valid at every look");
        await Expect(why.GetByRole(AriaRole.Meter, new() { Name = "Evidence that the canary may go on: error rate" }).First).ToBeVisibleAsync(s_visiblePatiently);
        await Expect(why).ToContainTextAsync("stable × 1 + 0.5 pp");
        await Expect(why.Locator(".verdict__next")).ToContainTextAsync("more canary requests", s_patiently);
        await Expect(visitor.Page.Locator("[data-reading=served]")).ToContainTextAsync("%", s_patiently);
        await visitor.SeesDrawnChartAsync("#chart-split");
        await visitor.FindsNoBarrierInEitherThemeAsync();

        await visitor.SeesStateAsync("Promoted", s_promised);
        await Expect(visitor.Sentence).ToContainTextAsync("serves all traffic since");
        await Expect(why.Locator(".verdict__sentence")).ToContainTextAsync("Cleared after");
        await Expect(visitor.Page.Locator(".phase--completed")).ToHaveCountAsync(3);
        Assert.Equal(100m, (await shop.ReadAsync(number)).GetProperty("split").GetProperty("set").GetProperty("canary").GetDecimal());
        visitor.HadNoTrouble();
    }

    [Fact]
    public async Task A_bad_release_goes_back_by_itself_and_says_why_in_one_sentence()
    {
        using var shop = await Shop.CalmAsync(app);
        await using var visitor = await Visitor.SignedInAsync(app, browser);
        await visitor.ClicksAsync(visitor.Button("Start a bad release"), visitor.Deployment);
        var number = await visitor.StandsOnAsync();

        await visitor.SeesStateAsync("Rolled back");
        await Expect(visitor.Sentence).ToContainTextAsync("Traffic was returned to stable");
        await Expect(visitor.Page.Locator(".verdict__sentence")).ToContainTextAsync("Proven worse after");
        await Expect(visitor.Page.Locator(".verdict__sentence")).ToContainTextAsync("Chance that this is a false alarm over the whole deployment: at most 1 %.");
        await Expect(visitor.Page.Locator(".checks [data-outcome=fail]").First).ToBeVisibleAsync();
        await visitor.FindsNoBarrierInEitherThemeAsync();
        Assert.Equal(0m, (await shop.ReadAsync(number)).GetProperty("split").GetProperty("set").GetProperty("canary").GetDecimal());
        visitor.HadNoTrouble();
    }

    [Fact]
    public async Task A_release_that_needs_a_person_asks_and_goes_back_when_that_is_approved()
    {
        using var shop = await Shop.CalmAsync(app);
        await using var visitor = await Visitor.SignedInAsync(app, browser);
        await visitor.ClicksAsync(visitor.Button("Start a release that needs a person"), visitor.Deployment);
        await visitor.StandsOnAsync();

        await visitor.SeesStateAsync("Awaiting approval");
        var question = visitor.Page.Locator(".question");
        await Expect(question).ToContainTextAsync("latency");
        await Expect(question).ToContainTextAsync("The canary keeps 25 % while you decide.");
        await visitor.FindsNoBarrierInEitherThemeAsync();

        await visitor.AsksAsync(question.GetByRole(AriaRole.Button, new() { Name = "Approve rollback", Exact = true }));
        await Expect(visitor.Dialog).ToContainTextAsync("All traffic returns to stable");
        await visitor.FindsNoBarrierAsync();
        await visitor.AnswersAsync("Approve rollback");

        await visitor.SeesStateAsync("Rolled back");
        await Expect(question).ToHaveCountAsync(0);
        visitor.HadNoTrouble();
    }

    [Fact]
    public async Task A_rejected_return_carries_on_and_says_what_is_muted()
    {
        using var shop = await Shop.CalmAsync(app);
        await using var visitor = await Visitor.SignedInAsync(app, browser);
        var number = await shop.StartAsync("A release that fails at times", [(10, "10m"), (100, "2s")], [("SHOP_ERROR_RATE", "0.3")], new { enabled = true, manual_approval = true });
        await visitor.OpensAsync(number);
        await visitor.SeesStateAsync("Awaiting approval");

        await visitor.AsksAsync(visitor.Page.Locator(".question").GetByRole(AriaRole.Button, new() { Name = "Reject: carry on", Exact = true }));
        await Expect(visitor.Dialog).ToContainTextAsync("The canary keeps its traffic; muted for this phase:");
        await visitor.Dialog.GetByLabel("In your words").FillAsync("A known fault of the test data");
        await visitor.Dialog.GetByLabel("Type shop to confirm").FillAsync("shop");
        await visitor.AnswersAsync("Reject: carry on");

        await visitor.SeesStateAsync("Baking");
        await Expect(visitor.Page.Locator(".verdict")).ToContainTextAsync("muted by a person", s_patiently);
        visitor.HadNoTrouble();
    }
}
