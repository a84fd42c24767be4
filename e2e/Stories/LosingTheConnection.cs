using Microsoft.Playwright;

namespace Sluice.E2E.Stories;

public sealed class LosingTheConnection(RunningApp app, Browser browser)
{
    [Fact]
    public async Task A_lost_circuit_is_said_in_a_strip_and_comes_back_by_itself()
    {
        await using var visitor = await Visitor.ArriveAsync(app, browser);
        var reachable = true;
        IWebSocketRoute? circuit = null;
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
        await visitor.Page.EvaluateAsync("window.stayed = true");

        reachable = false;
        await circuit!.CloseAsync(new() { Code = 3001, Reason = "the network is gone" });
        var strip = visitor.Page.Locator("#connection-strip");
        await Assertions.Expect(strip).ToContainTextAsync("Connection lost");
        await Assertions.Expect(visitor.Page.Locator("body")).ToHaveClassAsync("offline");
        await visitor.PhotographAsync("connection-lost");

        reachable = true;
        await visitor.ClicksAsync(strip.GetByRole(AriaRole.Button, new() { Name = "Try now", Exact = true }), visitor.Page.Locator("body:not(.offline)"));
        await Assertions.Expect(strip).ToContainTextAsync("Connected again");
        await Assertions.Expect(visitor.Page.Locator("body")).Not.ToHaveClassAsync("offline");
        Assert.True(await visitor.Page.EvaluateAsync<bool>("window.stayed === true"));
        Assert.Empty(visitor.Violations);
    }

    [Fact]
    public async Task The_freshness_chip_follows_the_heartbeat()
    {
        await using var visitor = await Visitor.SignedInAsync(app, browser);
        var chip = visitor.Page.Locator("#freshness");
        await visitor.Page.EvaluateAsync("dispatchEvent(new CustomEvent('sluice:beat', { detail: { at: new Date().toISOString() } }))");
        await Assertions.Expect(chip).ToHaveAttributeAsync("data-state", "live");
    }
}
