using Bunit;
using Sluice.Dashboard.Services;
using Sluice.Dashboard.Tests.Fleet;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Engine.Projections;

namespace Sluice.Dashboard.Tests.Services;

public sealed class EarlierReleaseTests : IAsyncDisposable
{
    private readonly ConsoleWorld _world = new();

    public ValueTask DisposeAsync() => _world.Console.DisposeAsync();

    [Fact]
    public async Task What_served_before_can_be_brought_back_beside_what_goes_at_once()
    {
        await _world.GoLiveAsync("shop");
        await _world.FinishAsync(await _world.StartAsync("shop"));
        Assert.Empty(Open().FindAll("[data-earlier]"));

        await _world.FinishAsync(await _world.StartAsync("shop", stable: 2));
        var page = Open();
        Assert.Equal("Roll back to #2", page.FindAll(".now__actions button").Single().TextContent.Trim());
        var link = Assert.Single(page.FindAll("[data-earlier] a"));
        Assert.Equal(("Bring back #1", "/s/shop/new?release=1&target=production"), (link.TextContent, link.GetAttribute("href")));
    }

    [Fact]
    public async Task One_that_was_never_promoted_is_nothing_to_go_back_to()
    {
        await _world.GoLiveAsync("shop");
        var id = await _world.StartAsync("shop");
        await _world.SayAsync(id, new DeploymentCommand.Abort("bad"));
        await _world.SayAsync(id, new DeploymentCommand.ReportSplit((await _world.FindAsync(id)).Asked, Verified: true));
        await _world.FinishAsync(await _world.StartAsync("shop"));
        Assert.Empty(Open().FindAll("[data-earlier]"));
    }

    [Fact]
    public async Task What_speaks_against_it_is_said_beside_it()
    {
        await _world.GoLiveAsync("shop");
        await _world.FinishAsync(await _world.StartAsync("shop"));
        await _world.FinishAsync(await _world.StartAsync("shop", stable: 2, shape: request => request with { NewRelease = request.NewRelease! with { SchemaChange = true } }));
        var ct = Xunit.TestContext.Current.CancellationToken;
        var service = (await _world.Sluice.FindServiceAsync(TenantId.Default, ConsoleWorld.Shop, ct))!.State with { GoneImages = [new GoneImage(1, DateTimeOffset.UnixEpoch)] };
        var rows = (await _world.Sluice.ListAsync(TenantId.Default, new DeploymentFilter(ConsoleWorld.Shop, Statuses: ["succeeded"]), cursor: null, 10, ct)).Items;
        var earlier = EarlierRelease.Of(service, service.Environments[0], [.. rows.Select(row => row with { Superseded = row.Number == 2 })]);
        Assert.Equal([(2, true, false, true), (1, false, true, true)], earlier.Select(one => (one.Release.Number, one.WasUndone, one.GoneAt is not null, one.CrossesSchema)));

        // As after dry runs: they succeed, and no request ever gets there.
        Assert.Empty(EarlierRelease.Of(service, service.Environments[0], [.. rows.Select(row => row with { Course = Course.None })]));
        Assert.Empty(EarlierRelease.Of(service, service.Environments[0] with { Spec = service.Environments[0].Spec with { Name = new("elsewhere") } }, rows));
    }

    [Fact]
    public async Task Back_to_what_changed_the_schema_itself_nothing_is_crossed()
    {
        await _world.GoLiveAsync("shop");
        await _world.FinishAsync(await _world.StartAsync("shop", shape: request => request with { NewRelease = request.NewRelease! with { SchemaChange = true } }));
        await _world.FinishAsync(await _world.StartAsync("shop", stable: 2));
        var ct = Xunit.TestContext.Current.CancellationToken;
        var service = (await _world.Sluice.FindServiceAsync(TenantId.Default, ConsoleWorld.Shop, ct))!.State;
        var rows = (await _world.Sluice.ListAsync(TenantId.Default, new DeploymentFilter(ConsoleWorld.Shop, Statuses: ["succeeded"]), cursor: null, 10, ct)).Items;
        Assert.Equal([(2, false), (1, true)], EarlierRelease.Of(service, service.Environments[0], rows).Select(one => (one.Release.Number, one.CrossesSchema)));
    }

    private IRenderedComponent<ServicePage> Open() => _world.Open<ServicePage>("/s/shop", parameters => parameters.Add(p => p.Name, "shop"));
}
