using Bunit;
using Sluice.Dashboard.Fleet;
using Sluice.Domain.Deployments;

namespace Sluice.Dashboard.Tests.Fleet;

public sealed class FleetSizeTests : IAsyncDisposable
{
    private const int Calm = 2_000;
    private const int Moving = 120;
    private readonly ConsoleWorld _world = new();

    public ValueTask DisposeAsync() => _world.Console.DisposeAsync();

    [Fact]
    public async Task Many_lines_are_drawn_as_they_come_into_view_and_all_are_counted()
    {
        await FillAsync();
        var page = _world.Open<FleetPage>("/fleet");
        Assert.Equal(Moving.ToString("N0", System.Globalization.CultureInfo.CurrentCulture), page.Find(".counter--moving .counter__number").TextContent);
        Assert.Equal(Calm.ToString("N0", System.Globalization.CultureInfo.CurrentCulture), page.Find(".counter--calm .counter__number").TextContent);
        Assert.NotEmpty(page.FindAll(".fleet__card--long"));
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"moving-{i:000}"), page.FindAll(".fleet__link").Select(link => link.TextContent).Take(10));
        Assert.NotEmpty(page.FindComponents<Microsoft.AspNetCore.Components.Web.Virtualization.Virtualize<FleetEntry>>());
    }

    [Fact]
    public async Task All_who_look_share_one_drawing_and_what_has_not_changed_stays_the_same()
    {
        await FillAsync();
        var feed = _world.Feed;
        using var one = await feed.JoinAsync(() => { });
        var before = feed.Now;
        using var two = await feed.JoinAsync(() => { });
        Assert.Same(before, feed.Now);

        await _world.SayAsync(DeploymentId.Of(new("moving-000"), 2), new DeploymentCommand.Pause("look"));
        _world.Clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.NotSame(before, feed.Now);
        Assert.Same(before.Calm, feed.Now.Calm);
        Assert.Equal(Attention.HeldByPerson, feed.Now.Active[0].Attention);
    }

    [Fact]
    public async Task A_line_that_says_the_same_stays_the_same()
    {
        await FillAsync();
        var feed = _world.Feed;
        using var seat = await feed.JoinAsync(() => { });
        var before = feed.Now.Active.ToDictionary(line => line.Key);
        await _world.SayAsync(DeploymentId.Of(new("moving-000"), 2), new DeploymentCommand.Pause("look"));
        _world.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["moving-000/production"], feed.Now.Active.Where(line => !ReferenceEquals(line, before[line.Key])).Select(line => line.Key));
    }

    [Fact]
    public async Task When_nobody_has_looked_for_a_while_nothing_is_drawn_and_who_comes_back_misses_nothing()
    {
        await FillAsync();
        var feed = _world.Feed;
        (await feed.JoinAsync(() => { })).Dispose();
        await _world.SayAsync(DeploymentId.Of(new("moving-001"), 2), new DeploymentCommand.Pause("look"));
        _world.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(Attention.HeldByPerson, feed.Now.Active[0].Attention);
        _world.Clock.Advance(FleetFeed.Lingers);
        var asleep = feed.Now;
        await _world.SayAsync(DeploymentId.Of(new("moving-000"), 2), new DeploymentCommand.Pause("look"));
        _world.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Same(asleep, feed.Now);

        using var back = await feed.JoinAsync(() => { });
        Assert.Equal(["moving-000", "moving-001"], feed.Now.Active.TakeWhile(line => line.Attention == Attention.HeldByPerson).Select(line => line.Service.Value).Order(StringComparer.Ordinal));
    }

    private async Task FillAsync()
    {
        for (var i = 0; i < Calm; i++)
        {
            await _world.DeclareAsync($"calm-{i:0000}", "production");
        }

        for (var i = 0; i < Moving; i++)
        {
            await _world.GoLiveAsync($"moving-{i:000}");
            await _world.StartAsync($"moving-{i:000}");
        }
    }
}
