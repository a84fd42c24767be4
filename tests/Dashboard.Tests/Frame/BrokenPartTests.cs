using Bunit;
using Microsoft.AspNetCore.Components;
using Sluice.Dashboard.Fleet;
using Sluice.Dashboard.Freezes;
using Sluice.Dashboard.Palette;
using Sluice.Dashboard.Shell;
using Sluice.Dashboard.Tests.Fleet;
using Sluice.Dashboard.Vitals;

namespace Sluice.Dashboard.Tests.Frame;

/// <summary>What stands around every page may fail as well: the page stays.</summary>
public sealed class BrokenPartTests : IAsyncDisposable
{
    private readonly ConsoleWorld _world = new();
    private readonly bool _isBroken = true;

    public ValueTask DisposeAsync() => _world.Console.DisposeAsync();

    [Fact]
    public void The_bar_may_fail() => FailsAlone<TopBar>("“Main” could not be shown");

    [Fact]
    public void The_strip_of_the_engine_may_fail() => FailsAlone<EngineStrip>("“Engine” could not be shown");

    [Fact]
    public void The_strip_of_freezes_may_fail() => FailsAlone<FreezeStrip>("“Freezes” could not be shown");

    [Fact]
    public void The_strip_of_parts_may_fail() => FailsAlone<SystemStrip>("“Health” could not be shown");

    [Fact]
    public void The_palette_may_fail() => FailsAlone<CommandPalette>("“Go to… (Ctrl K)” could not be shown");

    [Fact]
    public async Task The_lines_of_the_fleet_may_fail_and_counters_and_views_stay()
    {
        await _world.GoLiveAsync("shop");
        await _world.StartAsync("shop");
        Break<FleetRow>();
        var page = _world.Open<FleetPage>("/fleet");
        page.WaitForAssertion(() => Assert.Equal("“Deployments, those that need a person first” could not be shown", page.Find(".problem__title").TextContent));
        Assert.Equal(FleetGroups.All.Count, page.FindAll(".counter").Count);
        Assert.NotNull(page.Find(".views"));
    }

    private void FailsAlone<TPart>(string sentence)
        where TPart : IComponent
    {
        // What is not broken here stands for itself; it has tests of its own.
        _world.Console.ComponentFactories.AddStub(type => type != typeof(TPart) && (type == typeof(TopBar) || type == typeof(CommandPalette)));
        Break<TPart>();
        var layout = _world.Console.Render<MainLayout>(parameters => parameters.Add(l => l.Body, "<h1>The page</h1>"));
        Assert.Equal(sentence, layout.Find(".problem__title").TextContent);
        Assert.Equal("The page", layout.Find("main h1").TextContent);
    }

    private void Break<TPart>()
        where TPart : IComponent => _world.Console.ComponentFactories.AddStub<TPart>(_ => _isBroken ? throw new InvalidOperationException("broken on purpose") : "<b>whole</b>");
}
