using Sluice.Engine.Tests.Store;
using Sluice.Engine.Traffic;

namespace Sluice.Engine.Tests.Traffic.Gateway;

/// <summary>The contract of routers, and what is the gateway's own.</summary>
public sealed class GatewayRouterTests : TrafficRouterContract, IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private ControlPlane _plane = null!;

    private protected override ITrafficRouter Router => _plane.Router;

    public async ValueTask InitializeAsync() => _plane = await ControlPlane.StartAsync(_folder);

    [Fact]
    public async Task Applying_what_is_in_force_sends_nothing()
    {
        await using var backend = await Backend.SayingAsync("one");
        var route = Given.Route("shop", Given.Arm(1, 60, backend.Address), Given.Arm(2, 40, backend.Address));
        await Router.ApplyAsync(route, Ct);
        var before = await _plane.StatusAsync();

        await Router.ApplyAsync(route, Ct);
        await Router.ApplyAsync(route with { Arms = [route.Arms[1], route.Arms[0]] }, Ct);

        Assert.Equal(before.Config.Revision, (await _plane.StatusAsync()).Config.Revision);
    }

    [Fact]
    public async Task A_route_that_another_place_has_is_refused_with_the_gateways_remedy()
    {
        await using var backend = await Backend.SayingAsync("one");
        var route = Given.Route("shop", Given.Arm(1, 100, backend.Address));
        await Router.ApplyAsync(route, Ct);

        var refused = await Assert.ThrowsAsync<RouterException>(() => Router.ApplyAsync(route with { Place = Given.Place("thief") }, Ct));

        Assert.False(refused.IsTransient);
        Assert.Contains("one place, one route", refused.Message, StringComparison.Ordinal);
        Assert.True(_plane.Health.IsReachable);
    }

    [Fact]
    public async Task Many_places_at_once_lose_no_route()
    {
        await using var backend = await Backend.SayingAsync("one");
        string[] services = [.. Enumerable.Range(0, 30).Select(i => $"service-{i}")];

        await Task.WhenAll(services.Select(service => Router.ApplyAsync(Given.Route(service, Given.Arm(1, 100, backend.Address)), Ct)));

        var status = await _plane.StatusAsync();
        Assert.Equal(services.Select(service => Given.Place(service).ToString()).Order(StringComparer.Ordinal), status.Config.Routes.Select(route => route.Id).Order(StringComparer.Ordinal));
        Assert.Equal(30, status.Config.Revision);
    }

    public async ValueTask DisposeAsync()
    {
        await _plane.DisposeAsync();
        _folder.Dispose();
    }

    private protected override Task<string?> AskAsync(string service) => _plane.AskAsync(service);
}
