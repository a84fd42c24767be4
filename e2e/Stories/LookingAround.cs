using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Sluice.E2E.Stories;

public sealed partial class LookingAround(RunningApp app, Browser browser)
{
    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task The_fleet_page_has_no_barrier_in_either_theme(ColorScheme scheme)
    {
        await using var visitor = await Visitor.SignedInAsync(app, browser, scheme);
        await visitor.PhotographAsync($"fleet-{scheme.ToString().ToLowerInvariant()}");
        await visitor.FindsNoBarrierAsync();
        Assert.Empty(visitor.Violations);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task The_sign_in_page_has_no_barrier_in_either_theme(ColorScheme scheme)
    {
        await using var visitor = await Visitor.ArriveAsync(app, browser, scheme);
        await visitor.Page.GotoAsync("/");
        await visitor.SeesHeadingAsync("Sign in to Sluice");
        await visitor.PhotographAsync($"signin-token-{scheme.ToString().ToLowerInvariant()}");
        await visitor.FindsNoBarrierAsync();
        Assert.Empty(visitor.Violations);
    }

    [Theory]
    [InlineData("/s/shop", "shop", ColorScheme.Light)]
    [InlineData("/s/shop", "shop", ColorScheme.Dark)]
    [InlineData("/s/shop/new", "New deployment", ColorScheme.Light)]
    [InlineData("/s/shop/new", "New deployment", ColorScheme.Dark)]
    [InlineData("/s/shop/d/1/replay", "shop #1", ColorScheme.Light)]
    [InlineData("/s/shop/d/1/replay", "shop #1", ColorScheme.Dark)]
    [InlineData("/reviews", "Incident reviews", ColorScheme.Dark)]
    [InlineData("/incidents?d=shop-1,shop-2", "Deployments on one clock", ColorScheme.Light)]
    [InlineData("/incidents?d=shop-1,shop-2", "Deployments on one clock", ColorScheme.Dark)]
    [InlineData("/incidents", "Incidents", ColorScheme.Light)]
    [InlineData("/incidents", "Incidents", ColorScheme.Dark)]
    [InlineData("/settings/freezes", "Freezes", ColorScheme.Light)]
    [InlineData("/settings/freezes", "Freezes", ColorScheme.Dark)]
    [InlineData("/settings/channels", "Channels", ColorScheme.Light)]
    [InlineData("/settings/channels", "Channels", ColorScheme.Dark)]
    [InlineData("/health", "Health", ColorScheme.Light)]
    [InlineData("/health", "Health", ColorScheme.Dark)]
    public async Task The_service_s_pages_have_no_barrier_in_either_theme(string path, string heading, ColorScheme scheme)
    {
        using var shop = await Shop.CalmAsync(app);
        await using var visitor = await Visitor.SignedInAsync(app, browser, scheme);
        await visitor.Page.GotoAsync(path);
        await visitor.SeesHeadingAsync(heading);
        await visitor.FindsNoBarrierAsync();
        visitor.HadNoTrouble();
    }

    [Theory]
    [InlineData("/fleet", "Fleet")]
    [InlineData("/s/shop", "shop")]
    [InlineData("/s/shop/new", "New deployment")]
    [InlineData("/s/shop/d/1", "shop #1")]
    [InlineData("/s/shop/d/1/replay", "shop #1")]
    [InlineData("/incidents?d=shop-1,shop-2", "Deployments on one clock")]
    [InlineData("/settings/freezes", "Freezes")]
    [InlineData("/settings/channels", "Channels")]
    public async Task Every_page_has_no_barrier_in_high_contrast(string path, string heading)
    {
        using var shop = await Shop.CalmAsync(app);
        await using var visitor = await Visitor.SignedInAsync(app, browser);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "High contrast theme" }).ClickAsync();
        await visitor.Page.GotoAsync(path);
        await visitor.SeesHeadingAsync(heading);
        await Assertions.Expect(visitor.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "contrast");
        await visitor.FindsNoBarrierAsync();
        visitor.HadNoTrouble();
    }

    [Theory]
    [InlineData("/s/shop/d/1", "shop #1")]
    [InlineData("/s/shop", "shop")]
    [InlineData("/s/shop/new", "New deployment")]
    [InlineData("/s/shop/d/1/replay", "shop #1")]
    [InlineData("/reviews", "Incident reviews")]
    [InlineData("/incidents?d=shop-1,shop-2", "Deployments on one clock")]
    [InlineData("/incidents", "Incidents")]
    [InlineData("/settings/freezes", "Freezes")]
    [InlineData("/settings/channels", "Channels")]
    [InlineData("/settings", "Settings")]
    [InlineData("/settings/console", "Console for everybody")]
    [InlineData("/settings/plans", "Plans of teams")]
    [InlineData("/settings/views", "Views of teams")]
    [InlineData("/health", "Health")]
    public async Task A_phone_shows_every_page_without_scrolling_sideways(string path, string heading)
    {
        using var shop = await Shop.CalmAsync(app);
        await using var visitor = await Visitor.SignedInAsync(app, browser, width: 320);
        await visitor.Page.GotoAsync(path);
        await visitor.SeesHeadingAsync(heading);
        Assert.True(await visitor.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
    }

    [Fact]
    public async Task A_deployment_is_replayed_event_by_event_with_the_keys()
    {
        using var shop = await Shop.CalmAsync(app);
        await using var visitor = await Visitor.SignedInAsync(app, browser);
        await visitor.OpensAsync(1);
        var page = visitor.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "Replay", Exact = true }).ClickAsync();
        var slider = page.GetByRole(AriaRole.Slider);
        await slider.PressAsync("Home");
        await Assertions.Expect(slider).ToHaveAttributeAsync("aria-valuetext", FirstEvent());
        await Assertions.Expect(page).ToHaveURLAsync(AtOne());
        await slider.PressAsync("ArrowRight");
        await Assertions.Expect(slider).ToHaveAttributeAsync("aria-valuetext", SecondEvent());
        await Assertions.Expect(page.Locator(".replay .event[aria-current]")).ToHaveAttributeAsync("data-version", "2");
        visitor.HadNoTrouble();
    }

    [Fact]
    public async Task A_phone_shows_the_fleet_without_scrolling_sideways()
    {
        await using var visitor = await Visitor.SignedInAsync(app, browser, width: 320);
        await visitor.PhotographAsync("fleet-phone");
        Assert.True(await visitor.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
    }

    [Fact]
    public async Task The_chosen_theme_is_kept_and_there_before_the_first_paint()
    {
        await using var visitor = await Visitor.SignedInAsync(app, browser);
        var dark = visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Dark theme", Exact = true });
        await dark.ClickAsync();
        await Assertions.Expect(dark).ToHaveAttributeAsync("aria-pressed", "true");

        await visitor.Page.RouteAsync("**/blazor.web*.js", route => route.AbortAsync());
        await visitor.Page.ReloadAsync();
        await Assertions.Expect(visitor.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
    }

    [Fact]
    public async Task Going_to_another_page_stays_in_the_circuit()
    {
        await using var visitor = await Visitor.SignedInAsync(app, browser);
        await visitor.Page.EvaluateAsync("window.stayed = true");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Fleet", Exact = true }).ClickAsync();

        await Assertions.Expect(visitor.Page).ToHaveURLAsync(new Uri(app.Address, "/fleet").AbsoluteUri);
        await visitor.SeesHeadingAsync("Fleet");
        Assert.True(await visitor.Page.EvaluateAsync<bool>("window.stayed === true"));
    }

    [Fact]
    public async Task A_stretch_dragged_over_a_chart_stands_in_the_address_and_going_back_undoes_it()
    {
        using var shop = await Shop.CalmAsync(app);
        var number = await shop.StartAsync("Looked at closely", [(10, "10m"), (100, "2s")]);
        await using var visitor = await Visitor.SignedInAsync(app, browser);
        await visitor.OpensAsync(number);
        await visitor.SeesStateAsync("Baking");
        await visitor.SeesExposedGrowAsync();
        var page = visitor.Page;
        var recent = page.Locator("[data-window=recent]");
        await Assertions.Expect(recent).ToHaveAttributeAsync("aria-pressed", "true");

        var plot = (await page.Locator("#chart-split .u-over").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(plot.X + (plot.Width / 4), plot.Y + 40);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(plot.X + (plot.Width / 2), plot.Y + 50, new() { Steps = 4 });
        await page.Mouse.UpAsync();
        await Assertions.Expect(page).ToHaveURLAsync(Zoomed());
        await Assertions.Expect(recent).ToHaveAttributeAsync("aria-pressed", "false");

        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("[data-window=recent]")).ToHaveAttributeAsync("aria-pressed", "false");
        await page.GoBackAsync();
        await Assertions.Expect(recent).ToHaveAttributeAsync("aria-pressed", "true");
        await page.Locator("#chart-split [data-plot]").PressAsync("+");
        await Assertions.Expect(page).ToHaveURLAsync(Zoomed());
        await page.Locator("#chart-split [data-plot]").PressAsync("0");
        await Assertions.Expect(page).Not.ToHaveURLAsync(Zoomed());
        visitor.HadNoTrouble();
    }

    [Fact]
    public async Task An_unknown_address_says_so()
    {
        await using var visitor = await Visitor.SignedInAsync(app, browser);
        var answer = await visitor.Page.GotoAsync("/no/such/page");
        Assert.Equal(404, answer!.Status);
        await visitor.SeesHeadingAsync("Nothing here");
    }

    [GeneratedRegex(@"[?&]win=\d{4}-.+\.\..+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Zoomed();

    [GeneratedRegex("^event 1 of ", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FirstEvent();

    [GeneratedRegex("^event 2 of ", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SecondEvent();

    [GeneratedRegex("[?&]at=1$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AtOne();
}
