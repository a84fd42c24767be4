using System.Text.Json;
using Bunit;
using Sluice.Dashboard.Fleet;
using Sluice.Domain.Deployments;

namespace Sluice.Dashboard.Tests.Fleet;

public sealed class FleetPageTests : IAsyncDisposable
{
    private readonly ConsoleWorld _world = new();

    public ValueTask DisposeAsync() => _world.Console.DisposeAsync();

    [Fact]
    public void Without_services_it_gives_the_first_step()
    {
        var page = _world.Open<FleetPage>("/fleet");
        Assert.Equal("No service yet", page.Find(".empty h2").TextContent);
        Assert.NotNull(page.Find(".empty a[href='/services/new']"));
        Assert.Contains("/api/services", page.Find(".empty pre").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_nothing_needs_anybody_it_says_so_and_folds_the_calm_places_away()
    {
        await _world.GoLiveAsync("shop");
        var page = _world.Open<FleetPage>("/fleet");
        Assert.Equal("All calm", page.Find(".calmline__text").TextContent);
        Assert.Empty(page.FindAll(".fleet__row"));

        page.Find(".fleet__fold").Click();
        Assert.Equal("/s/shop", page.Find(".fleet__row .fleet__link").GetAttribute("href"));
        Assert.Contains("UTC", page.Find(".fleet__row").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_moving_deployment_shows_its_state_its_split_and_what_comes_next()
    {
        await _world.GoLiveAsync("shop");
        var id = await _world.StartAsync("shop");
        var row = _world.Open<FleetPage>("/fleet").Find(".fleet__row");

        Assert.Equal("Baking", row.QuerySelector(".badge")!.TextContent);
        Assert.Equal($"/s/shop/d/{(await _world.FindAsync(id)).Spec.Number}", row.QuerySelector(".fleet__link")!.GetAttribute("href"));
        Assert.Equal("Planned 10 %, actual 10 %", row.QuerySelector(".sharebar")!.GetAttribute("aria-label"));
        Assert.Equal("Phase 1 of 3", row.QuerySelector(".dots")!.GetAttribute("aria-label"));
        Assert.Equal("50 % in 5m", row.QuerySelector(".fleet__next")!.TextContent);
    }

    [Fact]
    public async Task A_line_s_menu_opens_questions_and_says_what_is_not_legal()
    {
        await _world.GoLiveAsync("shop");
        await _world.StartAsync("shop");
        var menu = _world.Open<FleetPage>("/fleet").Find(".fleet__row .rowmenu");
        Assert.Contains("/s/shop/d/2?ask=abort", menu.QuerySelectorAll("a").Select(a => a.GetAttribute("href")));
        Assert.Contains(menu.QuerySelectorAll(".rowmenu__illegal"), item => item.TextContent.StartsWith("Retry", StringComparison.Ordinal) && item.QuerySelector("small")!.TextContent.Length > 0);
        Assert.DoesNotContain("pause", menu.InnerHtml, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_change_is_drawn_without_asking()
    {
        await _world.GoLiveAsync("shop");
        var id = await _world.StartAsync("shop");
        var page = _world.Open<FleetPage>("/fleet");
        await _world.SayAsync(id, new DeploymentCommand.Pause("look"));
        _world.Clock.Advance(TimeSpan.FromMilliseconds(100));

        page.WaitForAssertion(() => Assert.Equal("Held by person", page.Find(".fleet__row .badge").TextContent));
        Assert.Equal("1", page.Find(".counter--needs .counter__number").TextContent);
    }

    [Fact]
    public async Task A_counter_filters_and_the_address_says_so()
    {
        await _world.GoLiveAsync("shop");
        await _world.StartAsync("shop");
        await _world.GoLiveAsync("books");
        var page = _world.Open<FleetPage>("/fleet?state=moving");

        Assert.Equal("shop", Assert.Single(page.FindAll(".fleet__link")).TextContent);
        Assert.Equal("true", page.Find(".counter--moving").GetAttribute("aria-current"));
        Assert.EndsWith("/fleet?state=calm", page.Find(".counter--calm").GetAttribute("href"), StringComparison.Ordinal);
        Assert.EndsWith("/fleet", page.Find(".counter--moving").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_stand_together_by_team_and_the_group_that_needs_somebody_comes_first()
    {
        await _world.GoLiveAsync("books");
        await _world.StartAsync("books");
        await _world.GoLiveAsync("shop");
        var id = await _world.StartAsync("shop");
        await _world.SayAsync(id, new DeploymentCommand.Pause("look"));
        await _world.DescribeAsync("shop", "payments");

        var page = _world.Open<FleetPage>("/fleet?group=team");
        Assert.Equal(["payments1", "No team1"], page.FindAll(".fleet__group th").Select(heading => heading.TextContent));
        Assert.Equal(["shop", "books"], page.FindAll(".fleet__link").Select(link => link.TextContent));
        Assert.Equal("payments", page.Find(".fleet__team").TextContent);
        Assert.Equal("true", page.Find(".fleet__groups a").GetAttribute("aria-current"));
        Assert.EndsWith("/fleet?state=held&group=team", page.Find(".counter--held").GetAttribute("href"), StringComparison.Ordinal);

        Assert.Equal(["Canary2"], _world.Open<FleetPage>("/fleet?group=strategy").FindAll(".fleet__group th").Select(heading => heading.TextContent));
    }

    [Fact]
    public async Task A_place_that_was_marked_is_found_again()
    {
        await _world.GoLiveAsync("books");
        await _world.StartAsync("books");
        await _world.GoLiveAsync("shop");
        await _world.StartAsync("shop");
        var page = _world.Open<FleetPage>("/fleet");
        Assert.Empty(page.FindAll("a[href*='is%3Astarred']"));
        await page.Find("[aria-label='Mark shop in production']").ClickAsync();
        Assert.Equal("true", page.Find("[aria-label='Mark shop in production']").GetAttribute("aria-pressed"));
        Assert.Equal("Marked (1)", page.Find("a[href*='is%3Astarred']").TextContent);

        var again = _world.Open<FleetPage>("/fleet?q=is:starred");
        Assert.Equal("shop", Assert.Single(again.FindAll(".fleet__link")).TextContent);
        await again.Find(".fleet__star").ClickAsync();
        Assert.Empty(again.FindAll(".fleet__link"));
    }

    [Fact]
    public async Task A_mark_that_cannot_be_kept_is_said_and_not_shown()
    {
        await _world.GoLiveAsync("shop");
        await _world.StartAsync("shop");
        var page = _world.Open<FleetPage>("/fleet");
        _world.Preferences.IsDown = true;
        await page.Find(".fleet__star").ClickAsync();
        Assert.Equal("false", page.Find(".fleet__star").GetAttribute("aria-pressed"));
        Assert.NotEmpty(page.FindAll(".fleet [role=alert]"));
    }

    [Fact]
    public async Task Columns_that_were_left_out_stay_out_and_the_table_fits_what_is_left()
    {
        await _world.GoLiveAsync("books");
        await _world.GoLiveAsync("shop");
        await _world.StartAsync("shop");
        var page = _world.Open<FleetPage>("/fleet");
        Assert.Equal("11", page.Find(".fleet__calm td").GetAttribute("colspan"));
        await page.Find("[data-column=Phase]").ChangeAsync(false);
        await page.Find("[data-column=By]").ChangeAsync(false);

        var again = _world.Open<FleetPage>("/fleet?group=team");
        Assert.Equal(["false", "true"], new[] { "Phase", "Next" }.Select(name => again.Find($"[data-column={name}]").HasAttribute("checked") ? "true" : "false"));
        Assert.Empty(again.FindAll(".dots, .fleet__by"));
        Assert.NotEmpty(again.FindAll(".fleet__next"));
        again.Find(".fleet__fold").Click();
        Assert.Equal(9, again.FindAll(".fleet__table thead th").Count);
        Assert.All(again.FindAll(".fleet__table tbody tr"), row => Assert.Equal(9, row.Children.Sum(cell => int.Parse(cell.GetAttribute("colspan") ?? "1", System.Globalization.CultureInfo.InvariantCulture))));

        await again.Find("[data-column=Phase]").ChangeAsync(true);
        await again.Find("[data-column=By]").ChangeAsync(true);
        Assert.Null(await _world.Preferences.ReadAsync(Domain.TenantId.Default, "name:ada", FleetColumnWords.Key, Xunit.TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_column_that_was_chosen_before_the_kept_ones_were_read_stays_as_chosen()
    {
        await _world.GoLiveAsync("shop");
        await _world.Preferences.WriteAsync(Domain.TenantId.Default, "name:ada", FleetColumnWords.Key, JsonSerializer.Serialize(FleetColumnWords.Hidden(FleetColumns.All ^ FleetColumns.By)), Xunit.TestContext.Current.CancellationToken);
        var read = new TaskCompletionSource();
        _world.Preferences.Reading = name => name == FleetColumnWords.Key ? read.Task : Task.CompletedTask;
        var page = _world.Open<FleetPage>("/fleet");
        await page.Find("[data-column=Phase]").ChangeAsync(false);
        await page.InvokeAsync(read.SetResult);
        Assert.Equal((false, true), (page.Find("[data-column=Phase]").HasAttribute("checked"), page.Find("[data-column=By]").HasAttribute("checked")));
    }

    [Fact]
    public async Task Of_two_quick_choices_of_columns_the_last_is_kept_however_long_the_first_takes()
    {
        await _world.GoLiveAsync("shop");
        var page = _world.Open<FleetPage>("/fleet");
        var kept = new TaskCompletionSource();
        _world.Preferences.Keeping = _ => kept.Task;
        var first = page.Find("[data-column=Phase]").ChangeAsync(false);
        _world.Preferences.Keeping = _ => Task.CompletedTask;
        var second = page.Find("[data-column=By]").ChangeAsync(false);
        kept.SetResult();
        await Task.WhenAll(first, second);
        Assert.Equal(JsonSerializer.Serialize(FleetColumnWords.Hidden(FleetColumns.All ^ FleetColumns.Phase ^ FleetColumns.By)), await _world.Preferences.ReadAsync(Domain.TenantId.Default, "name:ada", FleetColumnWords.Key, Xunit.TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_choice_of_columns_that_cannot_be_kept_is_shown_and_said()
    {
        await _world.GoLiveAsync("shop");
        await _world.StartAsync("shop");
        var page = _world.Open<FleetPage>("/fleet");
        _world.Preferences.IsDown = true;
        await page.Find("[data-column=Split]").ChangeAsync(false);
        Assert.Empty(page.FindAll(".sharebar"));
        Assert.Equal("Shown now, and not kept: the database cannot be reached.", page.Find(".columns [role=alert]").TextContent);
    }

    [Fact]
    public async Task A_filter_that_hides_everything_says_so_and_can_be_cleared()
    {
        await _world.GoLiveAsync("shop");
        var page = _world.Open<FleetPage>("/fleet?q=nothing-like-it");
        Assert.Equal("0 of 1", page.Find(".empty h2").TextContent);
        Assert.Equal("/fleet", page.Find(".empty a").GetAttribute("href"));
    }

    [Fact]
    public async Task What_the_database_cannot_tell_is_said_and_the_rest_stays()
    {
        await _world.GoLiveAsync("shop");
        await _world.StartAsync("shop");
        _world.Sluice.StoreIsDown = true;
        var page = _world.Open<FleetPage>("/fleet");
        Assert.Equal("Some lines may be old", page.Find(".problem__title").TextContent);
        Assert.Single(page.FindAll(".fleet__row"));
    }

    [Fact]
    public void Without_a_demonstration_there_is_no_panel() => Assert.Empty(_world.Open<FleetPage>("/fleet").FindAll(".demo"));
}
