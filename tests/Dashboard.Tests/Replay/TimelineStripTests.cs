using Bunit;
using Sluice.Dashboard.Replay;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Domain.Replay;

namespace Sluice.Dashboard.Tests.Replay;

/// <summary>How densely events came, above the slider.</summary>
public sealed class TimelineStripTests : IDisposable
{
    private static readonly DateTimeOffset s_start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly ReplayScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Each_lane_is_one_drawing_and_the_instant_is_marked()
    {
        await _scene.Now.BakingAsync();
        await _scene.Now.OrderAsync(new DeploymentCommand.AddNote("look here"));
        var page = _scene.Open();
        Assert.StartsWith("M", page.Find("[data-timeline=notes] path").GetAttribute("d"), StringComparison.Ordinal);
        Assert.Single(page.FindAll("[data-timeline=traffic] path"));
        Assert.Equal("--from: 1", page.Find(".timeline__at").GetAttribute("style"));
        await page.Find("[data-replay=home]").ClickAsync(new());
        Assert.Equal("--from: 0", page.Find(".timeline__at").GetAttribute("style"));
    }

    [Fact]
    public async Task Quiet_stretches_are_folded_and_said_and_can_be_left_in()
    {
        var asked = 0;
        var strip = _scene.Now.Console.Render<TimelineStrip>(parameters => parameters
            .Add(p => p.View, new(Timeline.Of([At(0), At(10), At(250)], folds: true), [(Lane.Notes, "M0 10v-3h1v3z")], 3))
            .Add(p => p.HasQuiet, true)
            .Add(p => p.Folds, true)
            .Add(p => p.OnFold, () => asked++));
        Assert.Equal("∥ 4m", strip.Find(".timeline__fold").TextContent);
        Assert.Equal("3 events over time; 1 quiet stretch of 4m is folded", strip.Find(".timeline__lanes").GetAttribute("aria-label"));
        await strip.Find("[data-folds]").ClickAsync(new());
        Assert.Equal(1, asked);
    }

    private static HistoryEvent<DeploymentEvent> At(int second) =>
        new(second + 1, s_start.AddSeconds(second), "note_added", new DeploymentEvent.NoteAdded("x") { Origin = new Origin(s_start.AddSeconds(second), Actor.Engine) });
}
