using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Tests.Fleet;
using Sluice.Dashboard.Vitals.Traffic;
using Sluice.Domain;
using Sluice.Domain.Services;
using Sluice.Domain.Traffic;
using Sluice.Engine.Live;

namespace Sluice.Dashboard.Tests.Vitals;

public sealed class TrafficCardTests : IAsyncDisposable
{
    private static readonly PlaceKey s_place = new(TenantId.Default, ConsoleWorld.Shop, ConsoleWorld.Production);
    private static readonly ValueList<ReleaseShare> s_told = [new(1, Share.FromTenths(900)), new(2, Share.FromTenths(100))];

    private readonly ConsoleWorld _world = new();

    private PlaceStatus Looked => new(s_place, _world.Clock.GetUtcNow()) { Applied = new(s_told, _world.Clock.GetUtcNow()) };

    public ValueTask DisposeAsync() => _world.Console.DisposeAsync();

    [Fact]
    public void A_router_that_does_as_told_says_what_and_since_when()
    {
        var row = Open(Looked with { Set = s_told }).Find("tbody tr");
        Assert.Equal("none", row.GetAttribute("data-drift"));
        Assert.Contains("release 1 90 %, release 2 10 %", row.Children[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("since ", row.Children[1].TextContent, StringComparison.Ordinal);
        Assert.Equal("None", row.Children[5].TextContent.Trim());
    }

    [Fact]
    public void Drift_names_the_releases_and_both_shares()
    {
        var row = Open(Looked with { Set = [new(1, Share.All)] }).Find("tbody tr");
        Assert.Equal("set", row.GetAttribute("data-drift"));
        Assert.Contains("Release 2: told 10 %, does 0 %", row.Children[3].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_router_that_cannot_be_read_is_not_said_to_do_as_told()
    {
        var row = Open(Looked with { RouteProblem = "The gateway did not answer." }).Find("tbody tr");
        Assert.Equal("unread", row.GetAttribute("data-drift"));
        Assert.Contains("The gateway did not answer.", row.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void How_often_the_gateway_was_started_is_the_installation_s_own_business()
    {
        _world.Sources.Current = _world.Sources.Current with { Restarts = 3, LastError = "It wrote nothing.", LastErrorAt = _world.Clock.GetUtcNow() };
        var mine = Open(Looked with { Set = s_told });
        Assert.Contains("It wrote nothing.", mine.Find("[data-adapter]").TextContent, StringComparison.Ordinal);

        _world.Console.Services.GetRequiredService<CurrentActor>().Is(Principals.Bootstrap(new TenantId("acme"), "ada", string.Empty, "test"));
        var others = Open(Looked);
        Assert.Empty(others.FindAll("[data-adapter], tbody tr"));
    }

    private IRenderedComponent<TrafficCard> Open(PlaceStatus status)
    {
        _world.Sluice.See(status);
        return _world.Console.Render<TrafficCard>(parameters => parameters.Add(card => card.Looked, _world.Clock.GetUtcNow()));
    }
}
