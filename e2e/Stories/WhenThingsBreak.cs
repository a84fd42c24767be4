using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sluice.E2E.Stories;

public sealed partial class WhenThingsBreak(RunningApp app, Browser browser)
{
    private static readonly LocatorAssertionsToBeVisibleOptions s_patiently = new() { Timeout = (float)Shop.Patience.TotalMilliseconds };

    [Fact]
    public async Task A_killed_database_leaves_the_page_readable_and_comes_back()
    {
        using var shop = await Shop.CalmAsync(app);
        var number = await shop.StartAsync("Through a crash of the database", [(10, "10m"), (100, "2s")]);
        await using var visitor = await Visitor.SignedInAsync(app, browser);
        await visitor.OpensAsync(number);
        await visitor.SeesStateAsync("Baking");
        await visitor.Page.EvaluateAsync("window.stayed = true");

        var postmaster = Directory.EnumerateFiles(app.Data, "postmaster.pid", SearchOption.AllDirectories).Single();
        await RunningApp.SignalAsync("KILL", int.Parse((await File.ReadAllLinesAsync(postmaster, TestContext.Current.CancellationToken))[0], CultureInfo.InvariantCulture));

        await visitor.SeesExposedGrowAsync();
        await visitor.SeesHeadingAsync($"shop #{number}");
        await shop.UntilReadyAsync();
        await Expect(visitor.Page.Locator(".system-strip")).ToHaveCountAsync(0, new() { Timeout = 30_000 });
        await visitor.ClicksAsync(visitor.Button("Pause"), visitor.State("Held by person"));
        Assert.True(await visitor.Page.EvaluateAsync<bool>("window.stayed === true"));
        Assert.Empty(visitor.Violations);
    }

    [Fact]
    public async Task A_killed_server_costs_no_request_and_the_page_goes_on_where_it_was()
    {
        using var shop = await Shop.CalmAsync(app);
        var number = await shop.StartAsync("Through a crash of the server", [(10, "10m"), (100, "2s")]);
        await using var visitor = await Visitor.SignedInAsync(app, browser);
        await visitor.OpensAsync(number);
        await visitor.SeesStateAsync("Baking");
        await visitor.TurnsToAsync("Instances");
        await Expect(visitor.Page).ToHaveURLAsync(TabInAddress());
        var address = visitor.Page.Url;
        await using var customers = Customers.Come(app.Gateway);

        await app.KillAsync();
        await Expect(visitor.Page.Locator("#connection-strip")).ToContainTextAsync("Connection lost", new() { Timeout = 20_000 });
        await visitor.SeesHeadingAsync($"shop #{number}");
        await app.StartAsync();
        await Expect(visitor.Page.Locator("#connection-strip")).ToBeHiddenAsync(new() { Timeout = 60_000 });
        await visitor.SeesHeadingAsync($"shop #{number}");
        await visitor.SeesStateAsync("Baking");
        Assert.Equal(address, visitor.Page.Url);
        await Expect(visitor.Page.GetByRole(AriaRole.Tab, new() { Name = "Instances" })).ToHaveAttributeAsync("aria-selected", "true");
        await Expect(visitor.Page.Locator("#tab-panel table")).ToBeVisibleAsync(s_patiently);

        await visitor.AsksAsync(visitor.Button("Promote"));
        await visitor.AnswersAsync("Promote");
        await visitor.SeesStateAsync("Promoted");
        var (requests, failures) = await customers.LeaveAsync();
        Assert.True(requests > 100, $"Only {requests} requests were made.");
        Assert.Equal("", failures);
        Assert.Empty(visitor.Violations);
    }

    [Fact]
    public async Task A_server_that_dies_in_mid_command_leaves_no_doubt_about_the_command()
    {
        using var shop = await Shop.CalmAsync(app);
        var number = await shop.StartAsync("A click into the void", [(10, "10m"), (100, "2s")]);
        await using var visitor = await Visitor.SignedInAsync(app, browser);
        await visitor.OpensAsync(number);
        await visitor.SeesStateAsync("Baking");
        await visitor.SeesDrawnChartAsync("#chart-split");

        // It takes the click and does nothing with it any more.
        await app.FreezeAsync();
        try
        {
            await visitor.Button("Pause").ClickAsync();
        }
        finally
        {
            await app.KillAsync();
            await app.StartAsync();
        }

        await Expect(visitor.Page.Locator("#connection-strip")).ToContainTextAsync("was not applied. Nothing was sent again.", new() { Timeout = 60_000 });
        await visitor.SeesStateAsync("Baking");
        Assert.Empty(visitor.Violations);
    }

    [Fact]
    public async Task An_order_that_was_taken_before_the_server_died_is_known_to_be_applied_and_is_there_once()
    {
        using var shop = await Shop.CalmAsync(app);
        var number = await shop.StartAsync("An answer that never came", [(10, "10m"), (100, "2s")]);
        await using var visitor = await Visitor.ArriveAsync(app, browser);
        var line = await CutLine.OfAsync(visitor.Page);
        await visitor.SignInAsync("Maria");
        await visitor.OpensAsync(number);
        await visitor.SeesStateAsync("Baking");
        await visitor.SeesDrawnChartAsync("#chart-split");

        line.Deafen();
        await visitor.Button("Pause").ClickAsync();
        await shop.UntilAsync(number, "it is paused", d => d.GetProperty("status").GetString() == "paused");
        await app.KillAsync();
        await app.StartAsync();

        await Expect(visitor.Page.Locator("#connection-strip")).ToContainTextAsync("before the connection was lost, was applied.", new() { Timeout = 60_000 });
        await visitor.SeesStateAsync("Held by person");
        var events = await shop.GetAsync($"/api/deployments/shop-{number}/events?limit=1000");
        Assert.Equal("Maria", Assert.Single(events.GetProperty("items").EnumerateArray(), e => e.GetProperty("type").GetString() == "deployment_paused").GetProperty("data").GetProperty("origin").GetProperty("by").GetProperty("name").GetString());
        Assert.Empty(visitor.Violations);
    }

    [GeneratedRegex("tab=instances", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TabInAddress();
}
