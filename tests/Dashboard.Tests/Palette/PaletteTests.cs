using Bunit;
using Bunit.TestDoubles;
using Sluice.Dashboard.Palette;
using Sluice.Dashboard.Tests.Fleet;
using Sluice.Domain.Access;
using Sluice.Domain.Deployments;

namespace Sluice.Dashboard.Tests.Palette;

public sealed class PaletteTests : IAsyncDisposable
{
    private readonly ConsoleWorld _world = new();

    public ValueTask DisposeAsync() => _world.Console.DisposeAsync();

    [Fact]
    public async Task A_few_letters_find_services_and_what_is_on_its_way()
    {
        await _world.GoLiveAsync("checkout");
        await _world.StartAsync("checkout");
        await _world.GoLiveAsync("books");
        var palette = await OpenAsync("/fleet");
        palette.Find("input").Input("check");
        Assert.Equal(["/s/checkout", "/s/checkout/d/2"], Hrefs(palette));
        Assert.Equal(["Services", "On their way"], palette.FindAll(".palette__group").Select(group => group.TextContent));
    }

    [Fact]
    public async Task On_a_deployment_it_opens_questions_and_says_why_others_cannot_be_asked()
    {
        await _world.GoLiveAsync("shop");
        await _world.StartAsync("shop");
        var palette = await OpenAsync("/s/shop/d/2");
        Assert.Contains("/s/shop/d/2?ask=abort", Hrefs(palette));
        palette.Find("input").Input("retry");
        var retry = palette.FindAll("[role=option]").Single(option => option.TextContent.Contains("Retry", StringComparison.Ordinal));
        Assert.Equal(("true", "It has not ended yet."), (retry.GetAttribute("aria-disabled"), retry.QuerySelector("small")!.TextContent));
        palette.Find("input").Input("pause");
        Assert.Empty(Hrefs(palette));
    }

    [Fact]
    public async Task It_gives_no_order_and_stays_on_this_site()
    {
        await _world.GoLiveAsync("shop");
        var id = await _world.StartAsync("shop");
        var palette = await OpenAsync("/s/shop/d/2");
        await palette.InvokeAsync(() => palette.Instance.Go("https://elsewhere.example/"));
        await palette.InvokeAsync(() => palette.Instance.Go("//elsewhere.example/"));
        Assert.EndsWith("/s/shop/d/2", _world.Navigation.Uri, StringComparison.Ordinal);
        await palette.InvokeAsync(() => palette.Instance.Go("/s/shop/d/2?ask=abort"));
        Assert.EndsWith("?ask=abort", _world.Navigation.Uri, StringComparison.Ordinal);
        Assert.IsType<DeploymentStatus.Running>((await _world.FindAsync(id)).Status);
    }

    [Theory]
    [InlineData("/settings", true)]
    [InlineData("/settings/me#time", true)]
    [InlineData("/settings/access", true)]
    [InlineData("/settings/console", false)]
    [InlineData("/fleet?state=calm", false)]
    public async Task Pages_without_a_circuit_are_asked_of_the_server(string href, bool isApart)
    {
        var palette = await OpenAsync("/health");
        await palette.InvokeAsync(() => palette.Instance.Go(href));
        var went = ((BunitNavigationManager)_world.Navigation).History.First();
        Assert.Equal((href, isApart), (went.Uri, went.Options.ForceLoad));
    }

    [Fact]
    public async Task Pages_that_a_person_may_not_open_are_not_offered()
    {
        _world.Granted.Held = [new RoleGrant(Role.Viewer)];
        var palette = await OpenAsync("/fleet");
        Assert.Contains("/health", Hrefs(palette));
        Assert.DoesNotContain("/settings/access", Hrefs(palette));
    }

    [Fact]
    public async Task Recent_pages_come_before_the_others_and_foreign_ones_not_at_all()
    {
        var palette = await OpenAsync("/fleet", new("/s/shop/d/7", "Baking shop-7"), new("https://elsewhere.example/", "Elsewhere"));
        Assert.Equal("/s/shop/d/7", Hrefs(palette)[0]);
        Assert.DoesNotContain("https://elsewhere.example/", Hrefs(palette));
    }

    [Fact]
    public void Of_each_group_only_the_likeliest_are_shown()
    {
        var many = Enumerable.Range(0, 30).Select(i => new PaletteItem(PaletteGroup.Services, $"a-service-{i}", $"/s/a-service-{i}")).Append(new(PaletteGroup.Services, "service", "/s/service"));
        var group = Assert.Single(PaletteSearch.Find(many, "serv"));
        Assert.Equal(PaletteSearch.MostOfEach, group.Count());
        Assert.Equal("service", group.First().Text);
    }

    [Fact]
    public void Every_key_says_what_it_does()
    {
        var sheet = _world.Console.Render<KeySheet>();
        Assert.Equal(KeyMap.All.Sum(place => place.Keys.Count), sheet.FindAll("dd").Count);
        Assert.DoesNotContain(sheet.FindAll("dd, h3"), text => text.TextContent.Contains('.', StringComparison.Ordinal));
    }

    private async Task<IRenderedComponent<CommandPalette>> OpenAsync(string address, params RecentPage[] recent)
    {
        var palette = _world.Open<CommandPalette>(address);
        await palette.InvokeAsync(() => palette.Instance.FillAsync(recent));
        return palette;
    }

    private static List<string?> Hrefs(IRenderedComponent<CommandPalette> palette) => [.. palette.FindAll("[role=option]:not([aria-disabled])").Select(option => option.GetAttribute("data-href"))];
}
