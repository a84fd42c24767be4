using Bunit;
using Microsoft.AspNetCore.Components;
using Sluice.Dashboard.Replay.Incidents;
using Sluice.Domain;
using Sluice.Domain.Access;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;

namespace Sluice.Dashboard.Tests.Replay;

/// <summary>Several deployments on one clock.</summary>
public sealed class IncidentTests : IDisposable
{
    private readonly ReplayScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Events_of_several_deployments_come_in_the_order_in_which_they_happened()
    {
        await _scene.Now.BakingAsync();
        await _scene.Now.OrderAsync(new DeploymentCommand.Pause("lunch"));
        var page = Open("d=shop-2,shop-1");
        Assert.Equal(["shop-2", "shop-1"], page.FindAll("[data-incident]").Select(place => place.GetAttribute("data-incident")!));
        var ticks = page.FindAll("[data-tick]");
        Assert.Equal(ticks.Select(tick => tick.QuerySelector(".event__time")!.TextContent), ticks.Select(tick => tick.QuerySelector(".event__time")!.TextContent).Order(StringComparer.Ordinal));
        Assert.Contains("shop-1", ticks[0].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_stands_as_it_stood_at_the_instant_and_the_instant_stays_in_the_address()
    {
        await _scene.Now.BakingAsync();
        var page = Open("d=shop-2,shop-1");
        Assert.Contains("Baking", page.Find("[data-incident=shop-2]").TextContent, StringComparison.Ordinal);
        Assert.Contains("Promoted", page.Find("[data-incident=shop-1]").TextContent, StringComparison.Ordinal);
        await page.Find("[data-tick='0']").ClickAsync(new());
        Assert.Contains("at=", Navigation.Uri, StringComparison.Ordinal);
        Assert.Contains("Not created yet", page.Find("[data-incident=shop-2]").TextContent, StringComparison.Ordinal);
        Assert.EndsWith("/s/shop/d/1/replay?at=1", page.Find("[data-incident=shop-1] a").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_there_or_not_theirs_to_see_is_not_found()
    {
        await _scene.Now.BakingAsync();
        Assert.Contains("Not found: shop-9, nonsense.", Open("d=shop-9,nonsense,shop-2").Markup, StringComparison.Ordinal);
        _scene.Now.Granted.Held = [new RoleGrant(Role.Viewer, ServiceName.From("cart"))];
        Assert.Contains("Not found: shop-2.", Open("d=shop-2").Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_address_is_the_collection()
    {
        await _scene.Now.BakingAsync();
        var page = Open("d=shop-2");
        await page.Find("#incident-add").ChangeAsync("shop-1");
        await page.Find(".incident__add").SubmitAsync();
        Assert.Contains("d=shop-2%2Cshop-1", Navigation.Uri, StringComparison.Ordinal);
        await page.FindAll("[data-remove]")[0].ClickAsync(new());
        Assert.DoesNotContain("shop-2", Navigation.Uri, StringComparison.Ordinal);
    }

    private NavigationManager Navigation => _scene.Get<NavigationManager>();

    private IRenderedComponent<IncidentsPage> Open(string query)
    {
        Navigation.NavigateTo($"/incidents?{query}");
        return _scene.Now.Console.Render<IncidentsPage>();
    }
}
