using Bunit;
using Microsoft.AspNetCore.Components;
using Sluice.Dashboard.Charts;
using Sluice.Dashboard.Deployments;
using Sluice.Dashboard.Replay;

namespace Sluice.Dashboard.Tests.Replay;

/// <summary>A panel of the replay that fails is said to fail in its place; one can go on through the record.</summary>
public sealed class BrokenReplayTests : IDisposable
{
    private readonly ReplayScene _scene = new();
    private bool _isBroken = true;

    public void Dispose() => _scene.Dispose();

    [Fact]
    public Task The_milestones_may_fail() => FailsAloneAsync<MilestoneBar>("Milestones");

    [Fact]
    public Task The_timeline_may_fail() => FailsAloneAsync<TimelineStrip>("Events over time");

    [Fact]
    public Task The_state_may_fail() => FailsAloneAsync<DeploymentHeader>("State");

    [Fact]
    public Task The_charts_may_fail() => FailsAloneAsync<ChartDeck>("Charts");

    [Fact]
    public Task The_events_may_fail() => FailsAloneAsync<ReplayEvents>("Events");

    [Fact]
    public Task The_event_may_fail() => FailsAloneAsync<EventInspector>("Event");

    [Fact]
    public Task The_notes_may_fail() => FailsAloneAsync<ReplayNotes>("Notes");

    [Fact]
    public Task What_changed_may_fail() => FailsAloneAsync<DiffPanel>("Changes");

    [Fact]
    public Task What_if_may_fail() => FailsAloneAsync<WhatIfPanel>("What if");

    private async Task FailsAloneAsync<TPanel>(string panel)
        where TPanel : IComponent
    {
        _scene.Now.Console.ComponentFactories.AddStub<TPanel>(_ => _isBroken ? throw new InvalidOperationException("broken on purpose") : "<b>whole again</b>");
        await _scene.Now.BakingAsync();
        var page = _scene.Open();
        Assert.Equal($"“{panel}” could not be shown", Assert.Single(page.FindAll(".problem__title")).TextContent);
        await page.Find("[data-replay=back]").ClickAsync(new());
        Assert.Equal($"{(await _scene.EventsAsync()).Count - 1}", page.Find(".replay").GetAttribute("data-at"));
        _isBroken = false;
        await page.Find(".problem button").ClickAsync(new());
        Assert.Empty(page.FindAll(".problem"));
        Assert.Contains("whole again", page.Markup, StringComparison.Ordinal);
    }
}
