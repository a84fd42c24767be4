using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Domain.Services;
using Sluice.Engine.Live;
using Sluice.Engine.Tests.Commands;
using static Sluice.Domain.Deployments.DeploymentEvent;

namespace Sluice.Engine.Tests.Live;

public sealed class StateCacheTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_version_that_comes_twice_is_folded_once()
    {
        var desk = await Desk.HoldingAsync();
        var before = await desk.FindAsync();
        foreach (var recorded in desk.Store.Events)
        {
            desk.Cache.Include(recorded);
        }

        Assert.Equal(before, await desk.FindAsync());
    }

    [Fact]
    public async Task A_gap_is_read_when_somebody_asks()
    {
        var desk = await Desk.HoldingAsync();
        await desk.FindAsync();
        desk.AppendElsewhere(Note(), new DeploymentPaused(PauseReason.Person, "lunch") { Origin = Origin }, Note());
        desk.Cache.Include(desk.Store.Events[^1]);
        Assert.Equal(await desk.ReadAsync(), await desk.FindAsync());
    }

    [Fact]
    public async Task What_the_feed_brings_while_a_stream_is_being_read_is_not_lost()
    {
        var desk = await Desk.HoldingAsync();
        var cache = new StateCache(desk.Store);
        desk.Store.AfterRead = _ =>
        {
            // Stored after the read and delivered before its result is folded.
            desk.Store.AfterRead = null;
            desk.AppendElsewhere(new DeploymentPaused(PauseReason.Person, "lunch") { Origin = Origin });
            cache.Include(desk.Store.Events[^1]);
        };
        await cache.FindDeploymentAsync(TenantId.Default, desk.Second, Ct);
        Assert.IsType<DeploymentStatus.Paused>((await cache.FindDeploymentAsync(TenantId.Default, desk.Second, Ct))!.State.Status);
    }

    [Fact]
    public async Task Ended_deployments_and_what_never_was_are_let_go_and_read_again()
    {
        var desk = await Desk.HoldingAsync();
        for (var i = 0; i < 6_000; i++)
        {
            Assert.Null(await desk.Cache.FindDeploymentAsync(TenantId.Default, new("ghost-" + i), Ct));
        }

        Assert.InRange(desk.Cache.Count, 1, 5_100);
        var reads = desk.Store.Reads;
        Assert.NotNull(await desk.FindAsync());
        Assert.Equal(reads, desk.Store.Reads);
        Assert.True((await desk.Cache.FindDeploymentAsync(TenantId.Default, DeploymentId.Of(Desk.Name, 1), Ct))!.State.Status.IsTerminal);
    }

    [Fact]
    public async Task Thousands_of_services_that_stay_do_not_push_ended_deployments_out()
    {
        var desk = await Desk.HoldingAsync();
        for (var i = 0; i < 6_000; i++)
        {
            var name = ServiceName.From("many-" + i);
            ServiceEvent declared = new ServiceEvent.ServiceDeclared(name, []) { Origin = Origin };
            desk.Cache.Load(TenantId.Default, name.Stream, [new(TenantId.Default, name.Stream, 1, i + 1, DateTimeOffset.UnixEpoch, declared)]);
        }

        var ended = DeploymentId.Of(Desk.Name, 1);
        Assert.True((await desk.Cache.FindDeploymentAsync(TenantId.Default, ended, Ct))!.State.Status.IsTerminal);
        var reads = desk.Store.Reads;
        Assert.Null(await desk.Cache.FindDeploymentAsync(TenantId.Default, new("ghost-1"), Ct));
        Assert.NotNull(await desk.Cache.FindDeploymentAsync(TenantId.Default, ended, Ct));
        Assert.Equal(reads + 1, desk.Store.Reads);
    }

    private static Origin Origin => new(DateTimeOffset.UnixEpoch, Actor.Person("eve"));

    private static NoteAdded Note() => new("noted") { Origin = Origin };
}
