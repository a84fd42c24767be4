using System.Diagnostics;
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
    public async Task The_freshness_chip_tells_how_old_what_stands_there_is()
    {
        await using var visitor = await Visitor.ArriveAsync(app, browser);
        var line = await CutLine.OfAsync(visitor.Page);
        await visitor.SignInAsync("Maria");
        var chip = visitor.Page.Locator("#freshness");
        await SeesAsync(chip, "live");
        await line.CutAsync();
        await SeesAsync(chip, "delayed");
        await Assertions.Expect(chip).ToContainTextAsync("Delayed");
        await SeesAsync(chip, "offline");
        await Assertions.Expect(chip).ToContainTextAsync("Offline since");
        line.Mend();
        await SeesAsync(chip, "live");
    }

    [Fact]
    public async Task Who_has_lost_the_console_stops_the_rollout_from_a_shell()
    {
        using var shop = await Shop.CalmAsync(app);
        var number = await shop.StartAsync("Stopped without the console", [(10, "10m"), (100, "2s")]);
        await using var visitor = await Visitor.ArriveAsync(app, browser);
        var line = await CutLine.OfAsync(visitor.Page);
        await visitor.SignInAsync("Maria");
        await visitor.OpensAsync(number);
        await visitor.SeesStateAsync("Baking");

        await line.CutAsync();
        await visitor.Page.GetByText("Without this page").ClickAsync();
        var command = await visitor.Page.Locator("#connection-strip pre").InnerTextAsync();
        await visitor.FindsNoBarrierInEitherThemeAsync();
        await visitor.PhotographAsync("without-this-page");
        using var shell = new Process { StartInfo = new("/bin/sh", ["-c", command]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["SLUICE_TOKEN"] = app.Token } } };
        shell.Start();
        var failed = shell.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var said = await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((0, ""), (shell.ExitCode, await failed));
        Assert.Contains("\"effect\":\"applied\"", said, StringComparison.Ordinal);
        await shop.UntilAsync(number, "it is over", d => d.GetProperty("status").GetString() == "aborted");
        line.Mend();
        await visitor.SeesStateAsync("Aborted");
    }

    private static Task SeesAsync(ILocator chip, string state) => Assertions.Expect(chip).ToHaveAttributeAsync("data-state", state, new() { Timeout = 30_000 });
}
