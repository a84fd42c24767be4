using Bunit;
using Microsoft.AspNetCore.Components;
using Sluice.Dashboard.Replay;
using Sluice.Domain.Deployments;

namespace Sluice.Dashboard.Tests.Replay;

/// <summary>Playing by itself, following what still runs, and what readers share.</summary>
public sealed class PlayTests : IDisposable
{
    private readonly ReplayScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Theory]
    [InlineData(10, PlaySpeed.Ten, 1000)]
    [InlineData(2, PlaySpeed.Real, 2000)]
    [InlineData(3600, PlaySpeed.Sixty, 3000)]
    [InlineData(3600, PlaySpeed.Max, 150)]
    [InlineData(0, PlaySpeed.Real, 150)]
    public void Waits_follow_the_record_and_idle_stretches_are_folded(int seconds, PlaySpeed speed, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Pace.Between(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddSeconds(seconds), speed));

    [Fact]
    public async Task Playing_goes_through_all_events_and_leaves_its_place_in_the_address()
    {
        await _scene.Now.BakingAsync();
        var last = (await _scene.EventsAsync()).Count;
        var page = _scene.Open($"at={last - 2}");
        await page.Find("[data-speed=max]").ClickAsync(new());
        var played = page.Find("[data-replay=play]").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Equal($"{last}", page.Find(".replay").GetAttribute("data-at")), TimeSpan.FromSeconds(20));
        await played;
        Assert.EndsWith($"at={last}", _scene.Get<NavigationManager>().Uri, StringComparison.Ordinal);
        Assert.Equal("false", page.Find("[data-replay=play]").GetAttribute("aria-pressed"));
    }

    [Fact]
    public async Task What_still_runs_is_followed_until_somebody_looks_back()
    {
        await _scene.Now.BakingAsync();
        var page = _scene.Open();
        Assert.Equal("true", page.Find("[data-replay=live]").GetAttribute("aria-pressed"));
        await _scene.Now.OrderAsync(new DeploymentCommand.Pause("lunch"));
        page.WaitForAssertion(() => Assert.Contains("lunch", page.Find(".inspector__sentence").TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(20));

        var back = _scene.Open("at=2");
        await _scene.Now.OrderAsync(new DeploymentCommand.Resume());
        var last = (await _scene.EventsAsync()).Count;
        back.WaitForAssertion(() => Assert.Equal($"{last - 1}", back.Find("#scrubber").GetAttribute("max")), TimeSpan.FromSeconds(20));
        Assert.Equal("2", back.Find(".replay").GetAttribute("data-at"));
        await back.Find("[data-replay=live]").ClickAsync(new());
        Assert.DoesNotContain("at=", _scene.Get<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Readers_of_one_deployment_share_its_record()
    {
        await _scene.Now.BakingAsync();
        using var one = _scene.Open();
        using var other = _scene.Open();
        var record = one.FindComponent<ReplayView>().Instance.Record;
        Assert.Same(record, other.FindComponent<ReplayView>().Instance.Record);
        await _scene.Now.OrderAsync(new DeploymentCommand.Pause("lunch"));
        using var later = _scene.Open();
        var grown = later.FindComponent<ReplayView>().Instance.Record;
        Assert.NotSame(record, grown);
        Assert.Equal(record.History.Events.Count + 1, grown.History.Events.Count);
        Assert.Same(record.History.Events[0], grown.History.Events[0]);
    }
}
