using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sluice.E2E.Stories;

/// <summary>What browsers really get stands on the page of health, sources can be asked there, and its runbook opens without the server.</summary>
public sealed partial class LookingAtHealth(RunningApp app, Browser browser)
{
    private static readonly LocatorAssertionsToHaveTextOptions s_patiently = new() { Timeout = 30_000 };

    [Fact]
    public async Task How_long_events_take_to_the_screen_is_told_by_browsers()
    {
        using var shop = await Shop.CalmAsync(app);
        var number = await shop.StartAsync("Measured in the browser", [(10, "10m"), (100, "2s")]);
        await shop.UntilBakingAsync(number);
        await using var visitor = await Visitor.ArriveAsync(app, browser);
        var reported = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        visitor.Page.WebSocket += (_, socket) => socket.FrameSent += (_, frame) =>
        {
            if (frame.Text is { } text && text.Contains("\"target\":\"Report\"", StringComparison.Ordinal) && text.Contains("event_to_pixel", StringComparison.Ordinal))
            {
                reported.TrySetResult();
            }
        };
        await visitor.SignInAsync("Maria");
        await visitor.OpensAsync(number);
        await visitor.SeesStateAsync("Baking");
        await visitor.ListensAsync();
        await shop.OrderAsync(number, "pause", new { reason = "to see how long it takes" });
        await visitor.SeesStateAsync("Held by person");

        // Other stories' browsers report to the same page: this one has to have done so itself.
        await reported.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await using var other = await Visitor.SignedInAsync(app, browser, name: "Ann");
        await other.Page.GotoAsync("/health");
        await Expect(other.Page.Locator("[data-beacon=event_to_pixel]")).ToHaveTextAsync(Measured(), s_patiently);
        visitor.HadNoTrouble();
        other.HadNoTrouble();
    }

    [Fact]
    public async Task A_source_answers_when_it_is_asked_the_runbook_opens_without_the_server_and_coming_back_is_counted()
    {
        using var shop = await Shop.CalmAsync(app);
        await using var visitor = await Visitor.ArriveAsync(app, browser);
        var line = await CutLine.OfAsync(visitor.Page);
        await visitor.SignInAsync("Maria");
        await visitor.Page.GotoAsync("/health");
        await visitor.SeesHeadingAsync("Health");
        var source = visitor.Page.Locator("[data-source='shop / production, Counts of the gateway']");
        await visitor.ClicksAsync(source.GetByRole(AriaRole.Button, new() { Name = "Ask now" }), source.GetByText("Answered after"));
        await Expect(source.GetByText("requests").First).ToBeVisibleAsync();
        await Expect(visitor.Page.Locator("[data-traffic='shop/production']")).ToHaveAttributeAsync("data-drift", "none");
        await visitor.FindsNoBarrierInAnyLookAsync();
        visitor.HadNoTrouble();
        var reconnects = visitor.Page.Locator("[data-beacon=reconnect]");
        var before = await reconnects.InnerTextAsync();

        await line.CutAsync();
        await Expect(visitor.Page.Locator("#connection-strip")).ToContainTextAsync("Connection lost");
        await source.GetByRole(AriaRole.Link, new() { Name = "What to do" }).ClickAsync();
        await Expect(visitor.Page.Locator("#runbook-counts")).ToBeInViewportAsync();
        await Expect(visitor.Page.Locator("#runbook-counts")).ToContainTextAsync("guards have no data");

        line.Mend();
        await Expect(reconnects).ToHaveTextAsync(Measured(), s_patiently);
        await Expect(reconnects).Not.ToHaveTextAsync(before, s_patiently);
    }

    [Fact]
    public async Task Numbers_that_do_not_come_any_more_say_of_when_they_are_until_they_come_again()
    {
        using var shop = await Shop.CalmAsync(app);
        var number = await shop.StartAsync("Numbers that stop", [(10, "10m"), (100, "2s")]);
        await shop.UntilBakingAsync(number);
        await using var visitor = await Visitor.ArriveAsync(app, browser);
        var line = await CutLine.OfAsync(visitor.Page);
        await visitor.SignInAsync("Maria");
        await visitor.OpensAsync(number);
        await visitor.SeesExposedGrowAsync();
        await Expect(visitor.Page.Locator("#verdict [data-old-from]")).ToHaveCountAsync(1, new() { Timeout = 30_000 });

        await line.CutAsync();
        await Expect(visitor.Page.Locator("[data-readings-as-of]")).ToHaveTextAsync(OfWhen(), s_patiently);
        await Expect(visitor.Page.Locator("#verdict [data-old-from]")).ToHaveTextAsync(OfWhen(), s_patiently);
        await visitor.FindsNoBarrierInEitherThemeAsync();
        await visitor.PhotographAsync("old-numbers");

        line.Mend();
        await Expect(visitor.Page.Locator("[data-readings-as-of]")).ToHaveTextAsync(string.Empty, s_patiently);
        await Expect(visitor.Page.Locator("#verdict [data-old-from]")).ToHaveTextAsync(string.Empty, s_patiently);
    }

    [GeneratedRegex(@"^95 % within [\d.]+ ms, of \d+$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Measured();

    [GeneratedRegex(@"^as of \d\d:\d\d:\d\d UTC$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OfWhen();
}
