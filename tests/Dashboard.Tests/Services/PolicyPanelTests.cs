using Bunit;
using Sluice.Dashboard.Services;
using Sluice.Dashboard.Tests.Fleet;
using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;

namespace Sluice.Dashboard.Tests.Services;

public sealed class PolicyPanelTests : IAsyncDisposable
{
    private readonly ConsoleWorld _world = new();

    public ValueTask DisposeAsync() => _world.Console.DisposeAsync();

    [Fact]
    public async Task The_address_says_which_tab_and_whose_policy()
    {
        await _world.DeclareAsync("shop", "production", "staging");
        var page = Open("/s/shop");
        Assert.Empty(page.FindAll(".policy"));
        Assert.Equal("page", page.Find(".service__tabs a").GetAttribute("aria-current"));
        Assert.EndsWith("/s/shop?tab=policy&target=staging", page.Find("[data-policy=staging]").GetAttribute("href"), StringComparison.Ordinal);

        page = Open("/s/shop?tab=policy&target=staging");
        Assert.Equal("Policy and plan of staging", page.Find(".policy h2").TextContent);
        Assert.Equal("page", page.Find("[data-policy=staging]").GetAttribute("aria-current"));
        Assert.Equal("staging.shop.local/", page.Find(".policy code").TextContent);
        Assert.Contains("Nothing was deployed yet", page.Find(".policy").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".history, .tiles"));
        Assert.Equal("Policy and plan of production", Open("/s/shop?tab=policy&target=nowhere").Find(".policy h2").TextContent);
    }

    [Fact]
    public async Task The_last_plan_stands_there_with_what_changed_on_the_way_to_it()
    {
        await _world.GoLiveAsync("shop");
        await _world.FinishAsync(await _world.StartAsync("shop"));
        await _world.FinishAsync(await _world.StartAsync("shop", stable: 2));
        await _world.StartAsync("shop", stable: 3, shape: request => request with
        {
            Plan = new PlanRequest(PlanKind.Phases) { Phases = [new(20) { Hold = TimeSpan.FromMinutes(9) }, new(100) { Hold = TimeSpan.FromMinutes(1) }] },
            Thresholds = new Thresholds { ErrorRate = 0.02 },
        });

        var page = Open("/s/shop?tab=policy");
        Assert.Equal(["20 %", "100 %"], page.FindAll(".plan__table tbody td.number").Select(cell => cell.TextContent));
        Assert.Equal(["4", "2"], page.FindAll("[data-policy-change]").Select(change => change.GetAttribute("data-policy-change")));
        Assert.Equal(["Phases", "Limits"], page.Find("[data-policy-change='4']").QuerySelectorAll("dt").Select(what => what.TextContent));
        Assert.Contains("10 % 5m → 50 % 5m → 100 % 1m → 20 % 9m → 100 % 1m", page.Find("[data-policy-change='4'] dd").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plans_that_cannot_be_read_leave_the_rest_of_the_page_standing()
    {
        await _world.GoLiveAsync("shop");
        _world.Sluice.StoreIsDown = true;
        var page = Open("/s/shop?tab=policy");
        Assert.NotEmpty(page.FindAll(".policy .problem"));
        Assert.NotEmpty(page.FindAll(".now"));
    }

    private IRenderedComponent<ServicePage> Open(string address) => _world.Open<ServicePage>(address, parameters => parameters.Add(p => p.Name, "shop"));
}
