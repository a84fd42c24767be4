using Sluice.Domain;
using Sluice.Domain.Services;
using Sluice.Engine.Commands;
using Sluice.Engine.Live;
using Sluice.Engine.Retention;
using Sluice.Engine.Tests.Commands;
using static Sluice.Domain.Services.ServiceEvent;

namespace Sluice.Engine.Tests.Retention;

/// <summary>What may go is asked of what is stored at that moment, not of what was known when the look began.</summary>
public sealed class ImageNeedsTests
{
    private const string Old = "registry.example/shop:1";

    private readonly Desk _desk = new();
    private readonly ImageNeeds _needs;

    public ImageNeedsTests() => _needs = new(_desk.Cache, 1);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_an_image_that_was_fetched_has_an_id_that_may_go()
    {
        await DeclareAsync(Desk.Name, 2);
        Assert.Equal([new RemovableImage(Old, [1])], (await _needs.OfAsync(TenantId.Default, Desk.Name, Ct)).Removable);

        await FetchAsync();
        Assert.Equal(["abc"], Assert.Single((await _needs.OfAsync(TenantId.Default, Desk.Name, Ct)).Removable).Ids);
        Assert.NotNull(await StillMayAsync());
    }

    [Fact]
    public async Task What_another_node_has_begun_since_keeps_it()
    {
        await DeclareAsync(Desk.Name, 2);
        await FetchAsync();
        var second = DeployedElsewhere();
        Assert.Null(await StillMayAsync());

        Append(Desk.Name, new PlaceFreed(Desk.Production.Name, second) { Origin = Origin });
        Assert.NotNull(await StillMayAsync());
    }

    [Fact]
    public async Task What_another_service_has_come_to_need_since_keeps_it()
    {
        await DeclareAsync(Desk.Name, 2);
        await FetchAsync();
        var other = new ServiceName("other");
        await DeclareAsync(other, 0);
        Assert.NotNull(await StillMayAsync());

        Append(other, new ReleaseAdded(1, new() { Image = Old }) { Origin = Origin });
        Assert.Null(await StillMayAsync());
    }

    [Fact]
    public async Task A_tenant_whose_engine_is_paused_loses_nothing()
    {
        await DeclareAsync(Desk.Name, 2);
        await FetchAsync();
        Assert.IsType<CommandAnswer.Applied>(await _desk.Bus.PauseEngineAsync(TenantId.Default, Desk.By(), Ct));
        Assert.Empty((await _needs.OfAsync(TenantId.Default, Desk.Name, Ct)).Removable);
        Assert.Null(await StillMayAsync());

        Assert.IsType<CommandAnswer.Applied>(await _desk.Bus.ResumeEngineAsync(TenantId.Default, Desk.By(), Ct));
        Assert.NotNull(await StillMayAsync());
    }

    private static Domain.Events.Origin Origin => new(DateTimeOffset.UnixEpoch, Actor.Person("eve"));

    private Task<NeededImages?> StillMayAsync() => _needs.StillMayAsync(TenantId.Default, Desk.Name, new(Old, [1]) { Ids = ["abc"] }, Ct);

    private async Task FetchAsync() => Assert.IsType<CommandAnswer.Applied>(await _desk.Bus.FetchImageAsync(TenantId.Default, Desk.Name, 1, new(Old, "abc"), Ct));

    private async Task DeclareAsync(ServiceName name, int releases)
    {
        var place = Desk.Production with { Runtime = new(RuntimeKind.Container), Router = new(RouterKind.Gateway, name.Value + ".test", "/") };
        Assert.IsType<CommandAnswer.Applied>(await _desk.Bus.DeclareServiceAsync(TenantId.Default, name, [place], Desk.By(), Ct));
        for (var number = 1; number <= releases; number++)
        {
            Assert.IsType<CommandAnswer.Applied>(await _desk.Bus.AddReleaseAsync(TenantId.Default, name, new() { Image = $"registry.example/{name}:{number}" }, Desk.By(), Ct));
        }
    }

    private Domain.Deployments.DeploymentId DeployedElsewhere()
    {
        Append(Desk.Name, new PlaceTaken(Desk.Production.Name, _desk.Second) { Origin = Origin });
        return _desk.Second;
    }

    /// <summary>Behind the cache's back.</summary>
    private void Append(ServiceName name, ServiceEvent @event) =>
        _desk.Store.Append(new(TenantId.Default, _desk.Clock.GetUtcNow(), [new(name.Stream, "service", _desk.Store.Events.Count(e => e.Stream == name.Stream), [@event])]));
}
