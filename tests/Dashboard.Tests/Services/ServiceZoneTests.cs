using Bunit;
using Sluice.Dashboard.Services;
using Sluice.Dashboard.Tests.Fleet;
using Sluice.Domain;
using Sluice.Engine.Commands;

namespace Sluice.Dashboard.Tests.Services;

/// <summary>Whose zone the times of a page can be read in.</summary>
public sealed class ServiceZoneTests : IAsyncDisposable
{
    private readonly ConsoleWorld _world = new();

    public ValueTask DisposeAsync() => _world.Console.DisposeAsync();

    [Fact]
    public async Task Every_page_of_a_service_says_its_zone_and_others_say_none()
    {
        await _world.DeclareAsync("shop", "production");
        await ZoneAsync("Europe/Berlin");
        foreach (var address in new[] { "/s/shop", "/s/shop/d/3/replay", "/s/shop/new" })
        {
            Assert.Equal("Europe/Berlin", At(address).Find("#service-zone").GetAttribute("data-is"));
        }

        foreach (var address in new[] { "/fleet", "/s/other", "/settings" })
        {
            Assert.Empty(At(address).FindAll("#service-zone"));
        }
    }

    [Fact]
    public async Task It_follows_the_reader_and_the_profile()
    {
        await _world.DeclareAsync("shop", "production");
        var zone = At("/s/shop");
        Assert.Empty(zone.FindAll("#service-zone"));
        await ZoneAsync("Asia/Tokyo");
        zone.WaitForAssertion(() => Assert.Equal("Asia/Tokyo", zone.Find("#service-zone").GetAttribute("data-is")));
        zone.Render(parameters => parameters.Add(one => one.Address, "http://localhost/fleet"));
        Assert.Empty(zone.FindAll("#service-zone"));
    }

    [Fact]
    public async Task Without_the_database_it_looks_again()
    {
        await _world.DeclareAsync("shop", "production");
        await ZoneAsync("Europe/Berlin");
        (_world.Sluice.StoreIsDown, _world.Sluice.RemembersNothing) = (true, true);
        var zone = At("/s/shop");
        Assert.Empty(zone.FindAll("#service-zone"));
        (_world.Sluice.StoreIsDown, _world.Sluice.RemembersNothing) = (false, false);
        _world.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal("Europe/Berlin", zone.WaitForElement("#service-zone").GetAttribute("data-is"));
    }

    [Fact]
    public async Task A_service_that_a_newer_version_wrote_of_takes_no_page_away()
    {
        await _world.DeclareAsync("shop", "production");
        await ZoneAsync("Europe/Berlin");
        _world.Sluice.AddForeign(TenantId.Default, ConsoleWorld.Shop.Stream, "service_teleported", "{}");
        Assert.Empty(At("/s/shop").FindAll("#service-zone"));
    }

    private IRenderedComponent<ServiceZone> At(string path) => _world.Console.Render<ServiceZone>(parameters => parameters.Add(one => one.Address, "http://localhost" + path));

    private Task<CommandAnswer> ZoneAsync(string zone) => _world.Sluice.DescribeServiceAsync(TenantId.Default, ConsoleWorld.Shop, new() { TimeZone = zone }, new(Actor.Person("ada")), Xunit.TestContext.Current.CancellationToken);
}
