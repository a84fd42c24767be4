using Bunit;
using Sluice.Dashboard.Fleet;

namespace Sluice.Dashboard.Tests.Fleet;

public sealed class ViewBarTests : IAsyncDisposable
{
    private readonly ConsoleWorld _world = new();

    public ValueTask DisposeAsync() => _world.Console.DisposeAsync();

    [Fact]
    public async Task A_filter_is_kept_under_a_name_and_found_again()
    {
        await _world.GoLiveAsync("shop");
        var page = _world.Open<FleetPage>("/fleet?state=calm&q=target%3Aprod");
        await page.Find(".views button").ClickAsync();
        page.Find("#view-name").Input("My shop!");
        await page.Find(".views form").SubmitAsync();
        Assert.EndsWith("/fleet?state=calm&q=target%3Aprod&view=my-shop", _world.Navigation.Uri, StringComparison.Ordinal);

        var again = _world.Open<FleetPage>("/fleet");
        var link = again.Find(".views a");
        Assert.Equal(("My shop!", "/fleet?state=calm&q=target%3Aprod&view=my-shop"), (link.TextContent, link.GetAttribute("href")));
        Assert.Empty(again.FindAll(".views button"));
    }

    [Fact]
    public async Task The_start_page_begins_with_the_view_that_was_chosen_for_it_and_the_fleet_does_not()
    {
        await _world.GoLiveAsync("shop");
        await KeepAsync(SavedViews.None.With("Calm ones", "calm", text: null) with { First = "calm-ones" });
        _world.Open<FleetPage>("/fleet");
        Assert.EndsWith("/fleet", _world.Navigation.Uri, StringComparison.Ordinal);
        _world.Open<FleetPage>("/");
        Assert.EndsWith("/fleet?state=calm&view=calm-ones", _world.Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_view_is_forgotten_with_its_start()
    {
        await _world.GoLiveAsync("shop");
        await KeepAsync(SavedViews.None.With("Calm ones", "calm", text: null) with { First = "calm-ones" });
        var page = _world.Open<FleetPage>("/fleet?state=calm&view=calm-ones");
        Assert.Equal("true", page.Find(".views button").GetAttribute("aria-pressed"));
        await page.FindAll(".views button")[^1].ClickAsync();
        Assert.EndsWith("/fleet", _world.Navigation.Uri, StringComparison.Ordinal);
        Assert.Equal("[]", await _world.Preferences.ReadAsync(Domain.TenantId.Default, "name:ada", SavedViews.Key, Xunit.TestContext.Current.CancellationToken) is { } text
            ? System.Text.Json.JsonDocument.Parse(text).RootElement.GetProperty("Views").GetRawText()
            : null);
    }

    [Fact]
    public async Task Without_the_database_there_are_no_views_and_the_fleet_stands()
    {
        await _world.GoLiveAsync("shop");
        _world.Preferences.IsDown = true;
        var page = _world.Open<FleetPage>("/fleet?state=calm");
        Assert.Empty(page.FindAll(".views"));
        Assert.NotEmpty(page.FindAll(".fleet__row"));
    }

    [Fact]
    public async Task A_view_that_cannot_be_kept_says_so_and_loses_nothing()
    {
        await _world.GoLiveAsync("shop");
        var page = _world.Open<FleetPage>("/fleet?state=calm");
        await page.Find(".views button").ClickAsync();
        page.Find("#view-name").Input("Mine");
        _world.Preferences.IsDown = true;
        await page.Find(".views form").SubmitAsync();
        Assert.NotEmpty(page.Find(".views__problem").TextContent);
        Assert.Equal("Mine", page.Find("#view-name").GetAttribute("value"));
    }

    [Fact]
    public async Task A_view_without_a_name_says_what_is_missing_and_Enter_is_never_swallowed()
    {
        await _world.GoLiveAsync("shop");
        var page = _world.Open<FleetPage>("/fleet?state=calm");
        await page.Find(".views button").ClickAsync();
        Assert.False(page.Find(".views [type=submit]").HasAttribute("disabled"));
        page.Find("#view-name").Input("  ");
        await page.Find(".views form").SubmitAsync();
        Assert.Equal("Give the view a name of 1 to 40 letters.", page.Find(".views__problem").TextContent);
        Assert.Equal("true", page.Find("#view-name").GetAttribute("aria-invalid"));

        page.Find("#view-name").Input("Mine");
        await page.Find(".views form").SubmitAsync();
        Assert.EndsWith("&view=mine", _world.Navigation.Uri, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".views__problem"));
    }

    [Fact]
    public void Names_that_differ_only_in_case_are_one_view()
    {
        var views = SavedViews.None.With("Mine", "calm", text: null).With("MINE", "held", "shop");
        Assert.Equal(new SavedView("MINE", "mine", "held", "shop"), Assert.Single(views.Views));
    }

    private async Task KeepAsync(SavedViews views) => await _world.Preferences.WriteAsync(
        Domain.TenantId.Default, "name:ada", SavedViews.Key, System.Text.Json.JsonSerializer.Serialize(views), Xunit.TestContext.Current.CancellationToken);
}
