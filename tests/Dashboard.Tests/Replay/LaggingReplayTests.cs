using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.Replay;
using Sluice.Dashboard.Tests.Fakes;

namespace Sluice.Dashboard.Tests.Replay;

/// <summary>Keys that come faster than the browser's address.</summary>
public sealed class LaggingReplayTests : IDisposable
{
    private readonly ReplayScene _scene = new();
    private readonly LaggingNavigation _browser = new("http://console.local/s/shop/d/2/replay?at=1");

    public LaggingReplayTests() => _scene.Now.Console.Services.AddSingleton<NavigationManager>(_browser);

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task No_pin_is_lost_and_an_address_that_comes_late_moves_nothing()
    {
        await _scene.Now.JudgedAsync(errors: 50, runs: 2);
        var last = (await _scene.EventsAsync()).Count;
        var page = Open();
        await page.Find("[data-replay=a]").ClickAsync(new());
        await page.Find("[data-replay=end]").ClickAsync(new());
        await page.Find("[data-replay=b]").ClickAsync(new());
        Assert.Equal($"{last}", page.Find(".replay").GetAttribute("data-at"));
        Assert.Equal($"Changed from event 1 to event {last}", page.Find("#changes").TextContent);
        page.WaitForAssertion(() => Assert.True(_browser.Asked.Count >= 2));
        await page.InvokeAsync(_browser.Answer);
        Assert.Equal($"{last}", page.Find(".replay").GetAttribute("data-at"));
        await page.InvokeAsync(_browser.Answer);
        Assert.Equal($"{last}", page.Find(".replay").GetAttribute("data-at"));
        Assert.EndsWith($"?at={last}&a=1&b={last}", _browser.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_goes_elsewhere_on_the_page_is_followed()
    {
        await _scene.Now.JudgedAsync(errors: 50, runs: 2);
        var page = Open();
        await page.Find("[data-replay=on]").ClickAsync(new());
        await page.InvokeAsync(() => _browser.GoTo("/s/shop/d/2/replay?at=4"));
        Assert.Equal("4", page.Find(".replay").GetAttribute("data-at"));
    }

    [Fact]
    public async Task Lanes_that_are_left_out_quickly_are_all_left_out()
    {
        await _scene.Now.BakingAsync();
        var page = Open();
        await page.Find("[data-lane=notes].windows__one").ClickAsync(new());
        await page.Find("[data-lane=people].windows__one").ClickAsync(new());
        Assert.Equal(["false", "false"], page.FindAll("[data-lane=notes].windows__one, [data-lane=people].windows__one").Select(button => button.GetAttribute("aria-pressed")));
        await page.InvokeAsync(_browser.Answer);
        await page.InvokeAsync(_browser.Answer);
        Assert.EndsWith("lanes=traffic%2Cverdicts%2Cplatform", _browser.Uri, StringComparison.Ordinal);
    }

    private IRenderedComponent<ReplayPage> Open() => _scene.Now.Console.Render<ReplayPage>(parameters => parameters.Add(p => p.Service, "shop").Add(p => p.Number, "2"));
}
