using Bunit;
using Sluice.Dashboard.Fleet;
using Sluice.Dashboard.NewDeployment;
using Sluice.Dashboard.Services;
using Sluice.Dashboard.Tests.Fleet;

namespace Sluice.Dashboard.Tests.Deployments;

/// <summary>Pages that are opened while the store is down show what is known, say what is not, and heal without being touched.</summary>
public sealed class StoreAwayTests : IAsyncDisposable
{
    private static readonly TimeSpan s_nextTry = TimeSpan.FromSeconds(3);
    private readonly ConsoleWorld _world = new();

    public ValueTask DisposeAsync() => _world.Console.DisposeAsync();

    [Fact]
    public async Task A_deployment_in_memory_is_shown_and_its_history_comes_later()
    {
        using var scene = new DeploymentScene();
        await scene.BakingAsync();
        scene.Sluice.StoreIsDown = true;
        var page = scene.Open();
        Assert.Equal("Baking", page.Find(".deployment__state .badge").TextContent.Trim());
        Assert.Contains("earlier events are missing", page.Find("#tab-panel").TextContent, StringComparison.Ordinal);

        scene.Sluice.StoreIsDown = false;
        page.WaitForAssertion(() => Assert.DoesNotContain("earlier events are missing", page.Markup, StringComparison.Ordinal), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_deployment_that_nobody_remembers_says_why_and_comes_back_by_itself()
    {
        using var scene = new DeploymentScene();
        await scene.BakingAsync();
        (scene.Sluice.StoreIsDown, scene.Sluice.RemembersNothing) = (true, true);
        var page = scene.Open();
        Assert.Contains("This deployment cannot be read now", page.Find(".problem").TextContent, StringComparison.Ordinal);

        scene.Sluice.StoreIsDown = false;
        page.WaitForAssertion(() => Assert.Equal("Baking", page.Find(".deployment__state .badge").TextContent.Trim()), TimeSpan.FromSeconds(20));
        Assert.Empty(page.FindAll(".problem"));
    }

    [Fact]
    public async Task The_fleet_shows_what_moves_and_says_that_failures_may_be_missing()
    {
        await _world.GoLiveAsync("shop");
        await _world.StartAsync("shop");
        _world.Sluice.StoreIsDown = true;
        var page = _world.Open<FleetPage>("/fleet");
        Assert.Contains("Some lines may be old", page.Find(".problem").TextContent, StringComparison.Ordinal);
        Assert.Equal("Baking", page.Find(".fleet__row .badge").TextContent);

        _world.Clock.Advance(s_nextTry);
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".problem")));
        _world.Sluice.StoreIsDown = false;
        _world.Clock.Advance(s_nextTry);
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".problem")));
    }

    [Fact]
    public async Task A_service_shows_what_runs_and_does_not_claim_that_nothing_ran_before()
    {
        await _world.GoLiveAsync("shop");
        _world.Sluice.StoreIsDown = true;
        var page = _world.Open<ServicePage>("/s/shop", parameters => parameters.Add(p => p.Name, "shop"));
        Assert.NotEmpty(page.FindAll(".service__now .card, .service__now section"));
        Assert.NotEmpty(page.FindAll(".problem"));
        Assert.DoesNotContain("Nothing was deployed yet", page.Markup, StringComparison.Ordinal);

        _world.Sluice.StoreIsDown = false;
        _world.Clock.Advance(s_nextTry);
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".problem")));
        Assert.Contains("/s/shop/d/1", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_form_opens_as_soon_as_its_service_can_be_read()
    {
        await _world.GoLiveAsync("shop");
        (_world.Sluice.StoreIsDown, _world.Sluice.RemembersNothing) = (true, true);
        var page = _world.Open<NewDeploymentPage>("/s/shop/new", parameters => parameters.Add(p => p.Service, "shop"));
        Assert.NotEmpty(page.FindAll(".problem"));

        _world.Sluice.StoreIsDown = false;
        _world.Clock.Advance(s_nextTry);
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".new__form")));
        Assert.Empty(page.FindAll(".problem"));
    }
}
