using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Domain.Snapshots;
using Sluice.Engine.Tests.Store;
using Sluice.Engine.Tests.Workloads.Containers;
using static Sluice.Domain.Deployments.DeploymentCommand;
using static Sluice.Domain.Deployments.DeploymentEvent;
using static Sluice.Engine.Tests.Stories.ShopService;

namespace Sluice.Engine.Tests.Stories;

/// <summary>What ran before and after a deployment, as the runtimes themselves tell it.</summary>
public sealed class SnapshotStories(SharedEngine shared, PostgresFixture postgres, Podman podman)
{
    [Fact]
    public async Task Processes_before_and_after_are_recorded_and_the_difference_is_named_without_a_value()
    {
        var shop = await LiveAsync(await shared.StartedAsync());
        var old = Assert.Single(shop.InstancesOf(1)).Instance;
        var id = await shop.DeployAsync(Shop("2", ("API_TOKEN", "tr0ub4dor")), Unjudged(new PhaseRequest(100) { Hold = TimeSpan.Zero }));
        var (before, after) = await TakenAsync(shop, id);

        Assert.Equal((1, 2), (before.Live, after.Live));
        var one = Assert.Single(before.Instances);
        Assert.Equal((old.Id, "ready", old.StartedAt, old.Pid), (one.Id, one.Health, one.Since, one.Pid));
        var shape = Assert.Single(before.Shapes);
        Assert.Equal((1, Programs.Shop), (shape.Release, shape.Command[0]));
        Assert.NotNull(shape.Program);
        Assert.Contains(shape.Variables, variable => variable.Name == "SHOP_VERSION");

        var differences = SnapshotDiff.Between(before, after);
        Assert.Contains(new("live", "release", "1", "2"), differences);
        Assert.Contains(new("live", "variable SHOP_VERSION", "a value", "another value"), differences);
        Assert.Contains(new("live", "variable API_TOKEN", null, "a value"), differences);
        Assert.DoesNotContain(differences, difference => difference is { Subject: "live", Field: "command" or "program" or "directory" });
        Assert.DoesNotContain("tr0ub4dor", System.Text.Json.JsonSerializer.Serialize(after), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_an_abort_what_runs_is_what_ran_before()
    {
        var shop = await LiveAsync(await shared.StartedAsync());
        var id = await shop.DeployAsync(Shop("2"), Long());
        await shop.UntilStageAsync(id, RunStage.Hold);
        await shop.OrderAsync(id, new Abort("enough"));
        var (before, after) = await TakenAsync(shop, id);

        Assert.Empty(SnapshotDiff.Between(before, after));
    }

    [Fact]
    public async Task Containers_are_described_by_their_engine_and_also_after_a_restart_of_the_control_plane()
    {
        await using var engine = await EngineHost.StartAsync(postgres, new Dictionary<string, string?>(StringComparer.Ordinal) { ["Runtimes:Containers:Host"] = (await podman.StartedAsync()).Host });
        var shop = await DeclareAsync(engine, runtime: RuntimeKind.Container);
        await shop.UntilEndedAsync(await shop.DeployAsync(Image("1", new()), Unjudged(new PhaseRequest(100) { Hold = TimeSpan.Zero })), Outcome.Succeeded);
        await shop.UntilStatusAsync(status => status.Set is [{ Release: 1 }], "release 1 serves");
        var id = await shop.DeployAsync(
            Image("2", new() { Memory = 128 << 20, Labels = [new("team", "payments")], Volumes = [new(MountType.Tmpfs, null, "/scratch")] }), Unjudged(new PhaseRequest(100) { Hold = TimeSpan.FromSeconds(2) }));
        await shop.UntilStageAsync(id, RunStage.Hold);
        await engine.RestartAsync();
        var (before, after) = await TakenAsync(shop, id);

        var shape = Assert.Single(before.Shapes);
        Assert.Equal((Podman.Shop, true), (shape.Image, shape.Digest?.StartsWith("sha256:", StringComparison.Ordinal)));
        Assert.Contains(Assert.Single(before.Instances).Ports, port => port.StartsWith("127.0.0.1:", StringComparison.Ordinal) && port.EndsWith(" → 8080/tcp", StringComparison.Ordinal));
        var differences = SnapshotDiff.Between(before, after).Where(difference => difference.Subject == "live").ToDictionary(difference => difference.Field);
        Assert.Equal((null, "128MiB"), (differences["memory"].From, differences["memory"].To));
        Assert.Equal((null, "payments"), (differences["label team"].From, differences["label team"].To));
        Assert.Equal(("a value", "another value"), (differences["variable SHOP_VERSION"].From, differences["variable SHOP_VERSION"].To));
        Assert.DoesNotContain("image", differences.Keys);
    }

    private static ReleaseSpec Image(string version, ContainerSpec container) => new()
    {
        Image = Podman.Shop,
        Container = container,
        Env = [new("SHOP_VERSION", version)],
        Readiness = new("/health", TimeSpan.FromSeconds(30)),
    };

    /// <summary>Both, once the second is there.</summary>
    private static async Task<(Snapshot Before, Snapshot After)> TakenAsync(ShopService shop, DeploymentId id)
    {
        await shop.UntilAsync(id, d => d.AfterIsRecorded, "is over, and what runs now is recorded", TimeSpan.FromSeconds(90));
        var events = await shop.EventsAsync(id);
        Assert.True(events.ToList().FindIndex(e => e is SnapshotTaken { Moment: SnapshotMoment.Before }) < events.ToList().FindIndex(e => e is CanaryReady));
        Assert.IsType<SnapshotTaken>(events[^1]);
        var taken = events.OfType<SnapshotTaken>().ToList();
        Assert.Equal([SnapshotMoment.Before, SnapshotMoment.After], taken.Select(one => one.Moment));
        return (taken[0].Snapshot, taken[1].Snapshot);
    }
}
