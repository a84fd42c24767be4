using Bunit;
using Sluice.Dashboard.Settings;
using Sluice.Dashboard.Tests.Fleet;
using Sluice.Domain;
using Sluice.Domain.Access;
using Sluice.Domain.Settings;
using Sluice.Engine.Commands;

namespace Sluice.Dashboard.Tests.Settings;

/// <summary>The way to all settings.</summary>
public sealed class SettingsPageTests : IAsyncDisposable
{
    private readonly ConsoleWorld _world = new();

    private static CancellationToken Ct => Xunit.TestContext.Current.CancellationToken;

    private static CommandContext ByBen => new(Actor.Person("ben"), "moving a disk");

    public ValueTask DisposeAsync() => _world.Console.DisposeAsync();

    [Fact]
    public void An_administrator_sees_all_and_how_it_is()
    {
        var page = Open();
        Assert.Equal(["Out of the ordinary", "Me", "Team", "Administration"], page.FindAll("h2").Select(head => head.TextContent.Trim()));
        Assert.Equal("Views: 0", Value(page, "/settings/views"));
        Assert.Equal("In force: 0, waiting: 0", Value(page, "/settings/plans"));
        Assert.Equal("none", Value(page, "/settings/console"));
        Assert.Equal("working", Value(page, "/health#engine-pause"));
        Assert.Contains("Nothing: no freeze", page.Markup, StringComparison.Ordinal);
        Assert.NotNull(page.Find("[data-entry='/settings/me#time'] [data-zone-name]"));
    }

    [Fact]
    public void Others_see_only_what_they_may_open()
    {
        _world.Granted.Held = [new RoleGrant(Role.Viewer)];
        Assert.Empty(Open().FindAll("[data-entry^='/settings/console'], [data-entry='/settings/access'], [data-entry^='/audit']"));
        _world.Granted.Held = [];
        var page = Open();
        Assert.Equal(["Me"], page.FindAll("h2").Select(head => head.TextContent.Trim()));
    }

    [Fact]
    public async Task What_is_switched_unusually_stands_at_the_top_with_who_and_why()
    {
        await _world.Sluice.PauseEngineAsync(TenantId.Default, ByBen, Ct);
        await _world.Sluice.DeclareFreezeAsync(TenantId.Default, new("year end"), ByBen, Ct);
        await _world.Sluice.SendAsync(TenantId.Default, new SettingsCommand.PostBanner("Count the till"), ByBen, Ct);
        var page = Open();
        Assert.Equal(["pause", "frost", "bell"], page.FindAll("[data-unusual]").Select(one => one.GetAttribute("data-unusual")));
        Assert.Equal(["/health#engine-pause", "/settings/freezes", "/settings/console"], page.FindAll("[data-unusual] a").Select(link => link.GetAttribute("href")));
        Assert.Contains("moving a disk", page.Find("[data-unusual=pause]").TextContent, StringComparison.Ordinal);
        Assert.Contains("Count the till", page.Find("[data-unusual=bell]").TextContent, StringComparison.Ordinal);
        _world.Granted.Held = [new RoleGrant(Role.Viewer)];
        Assert.Empty(Open().FindAll("[data-unusual=bell] a"));
    }

    [Fact]
    public async Task Without_the_database_the_ways_stand_and_nothing_is_said_to_be_usual()
    {
        await _world.Sluice.PauseEngineAsync(TenantId.Default, ByBen, Ct);
        (_world.Sluice.StoreIsDown, _world.Sluice.RemembersNothing) = (true, true);
        var page = Open();
        Assert.NotEmpty(page.FindAll(".problem"));
        Assert.DoesNotContain("Nothing: no freeze", page.Markup, StringComparison.Ordinal);
        Assert.Equal(string.Empty, Value(page, "/health#engine-pause"));
    }

    [Fact]
    public async Task A_deployment_that_cannot_be_read_is_named_and_the_others_are_told()
    {
        await _world.GoLiveAsync("shop");
        var id = await _world.StartAsync("shop");
        await _world.Sluice.PauseEngineAsync(TenantId.Default, ByBen, Ct);
        _world.Sluice.AddForeign(TenantId.Default, id.Stream, "deployment_teleported", "{}");
        var page = Open();
        Assert.Equal(["pause", "alert"], page.FindAll("[data-unusual]").Select(one => one.GetAttribute("data-unusual")));
        Assert.Equal("/s/shop/d/2", page.Find("[data-unusual=alert] a").GetAttribute("href"));
        Assert.Empty(page.FindAll(".problem"));
    }

    [Fact]
    public void Settings_of_a_newer_version_are_a_problem_and_the_ways_stand()
    {
        _world.Sluice.AddForeign(TenantId.Default, SettingsBook.Stream, "sound_chosen", "{}");
        var page = Open();
        Assert.NotEmpty(page.FindAll(".problem"));
        Assert.NotEmpty(page.FindAll("[data-entry]"));
    }

    [Fact]
    public async Task Of_very_many_unusual_things_the_first_are_shown_and_all_are_counted()
    {
        for (var i = 0; i < 51; i++)
        {
            await _world.Sluice.DeclareFreezeAsync(TenantId.Default, new($"freeze {i}"), ByBen, Ct);
        }

        var page = Open();
        Assert.Equal(50, page.FindAll("[data-unusual]").Count);
        Assert.Contains("50 of 51 shown.", page.Markup, StringComparison.Ordinal);
    }

    private static string Value(IRenderedComponent<SettingsPage> page, string entry) => page.Find($"[data-entry='{entry}'] .settings-list__value").TextContent.Trim();

    private IRenderedComponent<SettingsPage> Open() => _world.Open<SettingsPage>("/settings");
}
