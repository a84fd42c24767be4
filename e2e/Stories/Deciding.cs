using System.Net;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sluice.E2E.Stories;

/// <summary>Orders that people give, and those that come too late.</summary>
public sealed class Deciding(RunningApp app, Browser browser)
{
    [Fact]
    public async Task A_dialog_says_what_happened_while_it_was_open_and_applies_nothing()
    {
        using var shop = await Shop.CalmAsync(app);
        var number = await shop.StartAsync("Two people at once", [(10, "10m"), (100, "2s")]);
        await shop.UntilBakingAsync(number);
        await using var maria = await Visitor.SignedInAsync(app, browser, name: "Maria");
        await using var jonas = await Visitor.SignedInAsync(app, browser, name: "Jonas");
        await maria.OpensAsync(number);
        await jonas.OpensAsync(number);
        await maria.SeesStateAsync("Baking");

        await jonas.AsksAsync(jonas.Button("Promote"));
        await Expect(jonas.Dialog).ToContainTextAsync("Canary 10 % → 100 %");
        await maria.ListensAsync();
        await maria.Page.Keyboard.PressAsync("Shift+A");
        await Expect(maria.Dialog.GetByRole(AriaRole.Button, new() { Name = "Abort", Exact = true })).ToBeFocusedAsync();
        await maria.Page.Keyboard.PressAsync("Enter");
        await maria.SeesStateAsync("Aborted");

        await Expect(jonas.Dialog).ToContainTextAsync("This changed while the dialog was open");
        await Expect(jonas.Dialog).ToContainTextAsync("Return to stable began");
        var promote = jonas.Dialog.GetByRole(AriaRole.Button, new() { Name = "Promote", Exact = true });
        await Expect(promote).ToHaveAttributeAsync("aria-disabled", "true");
        await Expect(jonas.Dialog).ToContainTextAsync("It has ended: aborted.");
        var before = (await shop.ReadAsync(number)).GetProperty("version").GetInt64();
        await promote.ClickAsync(new() { Force = true });
        await jonas.PhotographAsync("dialog-moved-on");
        await jonas.AnswersAsync("Go back");
        await jonas.SeesStateAsync("Aborted");
        Assert.Equal(before, (await shop.ReadAsync(number)).GetProperty("version").GetInt64());
        maria.HadNoTrouble();
        jonas.HadNoTrouble();
    }

    [Fact]
    public async Task A_click_on_an_old_drawing_applies_nothing_says_what_happened_and_offers_three_ways()
    {
        using var shop = await Shop.CalmAsync(app);
        var number = await shop.StartAsync("Clicked on a slow line", [(10, "10m"), (50, "10m"), (100, "2s")]);
        await shop.UntilBakingAsync(number);
        await using var jonas = await Visitor.ArriveAsync(app, browser);
        var line = await SlowLine.OfAsync(jonas.Page);
        await jonas.SignInAsync("Jonas");
        await jonas.OpensAsync(number);
        await jonas.SeesStateAsync("Baking");
        await jonas.AsksAsync(jonas.Button("Promote"));
        var promote = jonas.Dialog.GetByRole(AriaRole.Button, new() { Name = "Promote", Exact = true });
        await Expect(promote).Not.ToHaveAttributeAsync("aria-disabled", "true");

        // The server has drawn it anew, and Jonas does not see that yet.
        var drawn = line.HoldUntil("Hold extended by 5m.");
        var (status, answer) = await shop.OrderAsync(number, "extend", new { by = "5m", expected_version = (await shop.ReadAsync(number)).GetProperty("version").GetInt64() });
        Assert.True(status == HttpStatusCode.Accepted, $"{status} {answer}");
        await drawn;
        await promote.ClickAsync();
        line.Release();

        await Expect(jonas.Dialog.Locator(".dialog__title")).ToHaveTextAsync("This moved on while you decided");
        await Expect(jonas.Dialog.Locator(".callout--warning")).ToContainTextAsync("Hold extended by 5m.");
        await Expect(jonas.Dialog.Locator(".dialog__foot button")).ToHaveTextAsync(["Review now", "Discard", "Do it anyway"]);
        await Expect(jonas.Dialog.GetByRole(AriaRole.Button, new() { Name = "Review now", Exact = true })).ToBeFocusedAsync();
        Assert.Equal(0, (await shop.ReadAsync(number)).GetProperty("phase").GetProperty("index").GetInt32());
        await jonas.FindsNoBarrierAsync();

        await jonas.Dialog.GetByRole(AriaRole.Button, new() { Name = "Other", Exact = true }).ClickAsync();
        await jonas.AnswersAsync("Do it anyway");
        await shop.UntilBakingAsync(number, phase: 1);
        jonas.HadNoTrouble();
    }

    [Fact]
    public async Task A_program_is_told_what_happened_since_it_looked_and_what_is_not_legal()
    {
        using var shop = await Shop.CalmAsync(app);
        var number = await shop.StartAsync("Orders that come late", [(10, "10m"), (100, "2s")]);
        await shop.UntilBakingAsync(number);

        var (late, problem) = await shop.OrderAsync(number, "promote", new { expected_version = 1 });
        Assert.Equal(HttpStatusCode.Conflict, late);
        Assert.EndsWith(":stale", problem.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty(problem.GetProperty("events").EnumerateArray());

        var version = problem.GetProperty("deployment").GetProperty("version").GetInt64();
        var (wrong, refusal) = await shop.OrderAsync(number, "resume", new { expected_version = version });
        Assert.Equal(HttpStatusCode.Conflict, wrong);
        Assert.EndsWith(":illegal", refusal.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.Equal("It is not paused.", refusal.GetProperty("detail").GetString());
        Assert.Equal("hold", (await shop.ReadAsync(number)).GetProperty("stage").GetString());
    }

    [Fact]
    public async Task A_pause_freezes_the_countdown_and_resuming_sets_it_going()
    {
        using var shop = await Shop.CalmAsync(app);
        var number = await shop.StartAsync("Paused on the way", [(10, "10m"), (100, "2s")]);
        await using var visitor = await Visitor.SignedInAsync(app, browser);
        await visitor.OpensAsync(number);
        await visitor.SeesStateAsync("Baking");
        var countdown = visitor.Page.Locator(".phase__left");
        await Expect(countdown).ToContainTextAsync("9:5");

        await visitor.ClicksAsync(visitor.Button("Pause"), visitor.State("Held by person"));
        await Expect(visitor.Page.Locator(".phase__now")).ToContainTextAsync("left, frozen");
        await Expect(visitor.Sentence).ToContainTextAsync("Maria paused it");
        var left = (await shop.ReadAsync(number)).GetProperty("phase").GetProperty("due_in").GetString();
        var shown = await countdown.TextContentAsync();

        // Requests keep coming, so time has passed when the number has moved on.
        await visitor.SeesExposedGrowAsync();
        Assert.Equal(shown, await countdown.TextContentAsync());
        Assert.Equal(left, (await shop.ReadAsync(number)).GetProperty("phase").GetProperty("due_in").GetString());

        // The answer's own line offers the way back as well.
        await visitor.ClicksAsync(visitor.Page.Locator(".actions__forward").GetByRole(AriaRole.Button, new() { Name = "Resume", Exact = true }), visitor.State("Baking"));
        await Expect(visitor.Page.Locator(".phase__left[data-countdown]")).ToBeVisibleAsync();
        visitor.HadNoTrouble();
    }

    [Fact]
    public async Task Two_keystrokes_abort_and_bring_the_traffic_back()
    {
        using var shop = await Shop.CalmAsync(app);
        var number = await shop.StartAsync("Stopped by hand", [(50, "10m"), (100, "2s")]);
        await shop.UntilBakingAsync(number);
        Assert.Equal(2, (await shop.VersionsServedAsync(60)).Count);
        await using var visitor = await Visitor.SignedInAsync(app, browser);
        await visitor.OpensAsync(number);
        await visitor.SeesStateAsync("Baking");

        await visitor.ListensAsync();
        await visitor.Page.Keyboard.PressAsync("Shift+A");
        await Expect(visitor.Dialog.GetByRole(AriaRole.Button, new() { Name = "Abort", Exact = true })).ToBeFocusedAsync();
        await visitor.Page.Keyboard.PressAsync("Enter");

        await visitor.SeesStateAsync("Aborted");
        await Expect(visitor.Sentence).ToContainTextAsync("Aborted at");
        Assert.Single(await shop.VersionsServedAsync(60));

        // No word was asked for then, so it is owed now.
        await visitor.ClicksAsync(visitor.Page.Locator("[data-owed]").GetByRole(AriaRole.Link), visitor.Page.Locator($".gate[data-gate='shop-{number}:r1']"));
        await visitor.AsksAsync(visitor.Page.Locator("[data-action=Explain]"));
        await visitor.Dialog.GetByRole(AriaRole.Textbox).FillAsync("Payments failed.");
        await visitor.AnswersAsync("Add the reason");
        await Expect(visitor.Page.Locator(".gate")).ToContainTextAsync("Settled by Maria.", new() { Timeout = 15_000 });
        visitor.HadNoTrouble();
    }

    [Fact]
    public async Task Numbers_move_without_the_circuit_and_what_was_missed_is_shown_after_it()
    {
        using var shop = await Shop.CalmAsync(app);
        var number = await shop.StartAsync("Watched on a bad line", [(10, "10m"), (100, "2s")]);
        await using var visitor = await Visitor.ArriveAsync(app, browser);
        IWebSocketRoute? circuit = null;
        var reachable = true;
        await visitor.Page.RouteWebSocketAsync("**/_blazor**", socket =>
        {
            if (reachable)
            {
                circuit = socket;
                socket.ConnectToServer();
            }
            else
            {
                _ = socket.CloseAsync();
            }
        });
        await visitor.Page.RouteAsync("**/_blazor/**", route => reachable ? route.ContinueAsync() : route.AbortAsync());
        await visitor.SignInAsync("Maria");
        await visitor.OpensAsync(number);
        await visitor.SeesStateAsync("Baking");
        await visitor.SeesExposedGrowAsync();

        reachable = false;
        await circuit!.CloseAsync(new() { Code = 3001, Reason = "the network is gone" });
        await Expect(visitor.Page.Locator("#connection-strip")).ToContainTextAsync("Connection lost");
        await visitor.SeesExposedGrowAsync();
        await visitor.SeesDrawnChartAsync("#chart-split");

        await shop.OrderAsync(number, "note", new { text = "Written while Maria was away" });
        reachable = true;
        await Expect(visitor.Page.Locator("#connection-strip")).ToContainTextAsync("while you were away", new() { Timeout = 30_000 });
        await visitor.ClicksAsync(visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Show them" }), visitor.Page.Locator(".since"));
        await Expect(visitor.Page.Locator(".events")).ToContainTextAsync("Written while Maria was away");
        Assert.Empty(visitor.Violations);
    }
}
