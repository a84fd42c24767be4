using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Engine.Tests.Store;
using Sluice.Engine.Tests.Workloads;
using Sluice.Engine.Tests.Workloads.Containers;
using static Sluice.Engine.Tests.Stories.ShopService;

namespace Sluice.Engine.Tests.Stories;

/// <summary>A tag that comes to mean another image changes no release that has run.</summary>
public sealed class MovedTagStories(PostgresFixture postgres, Podman podman)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly string _name = "registry.example/t" + Guid.NewGuid().ToString("N")[..8] + ":live";

    [Fact]
    public async Task Going_back_runs_the_image_that_ran_although_its_tag_has_moved()
    {
        await MakeAsync("one");
        await using var engine = await EngineHost.StartAsync(postgres, new Dictionary<string, string?>(StringComparer.Ordinal) { ["Runtimes:Containers:Host"] = (await podman.StartedAsync()).Host });
        var shop = await DeclareAsync(engine, runtime: RuntimeKind.Container);
        await shop.UntilEndedAsync(await shop.DeployAsync(Image("1"), AtOnce), Outcome.Succeeded);
        var before = Assert.Single(shop.InstancesOf(1)).Instance.Digest;
        var recorded = await Eventually.Get(() => shop.ServiceEventsAsync(), events => events.OfType<ServiceEvent.ImageResolved>().Any(), "what the tag stood for is recorded", s_patience);
        Assert.Equal((1, before), (recorded.OfType<ServiceEvent.ImageResolved>().Single().Release, recorded.OfType<ServiceEvent.ImageResolved>().Single().Digest));

        await MakeAsync("two");
        var second = await shop.DeployAsync(Image("2"), AtOnce);
        await shop.UntilEndedAsync(second, Outcome.Succeeded);
        await shop.UntilGoneAsync(1);
        Assert.NotEqual(before, Assert.Single(shop.InstancesOf(2)).Instance.Digest);

        await shop.UntilEndedAsync(await shop.GoBackAsync(second), Outcome.Succeeded);
        await shop.UntilStatusAsync(status => status.Set is [{ Release: 1 }], "release 1 serves again");
        Assert.Equal(before, Assert.Single(shop.InstancesOf(1)).Instance.Digest);
    }

    private static DeploymentRequest AtOnce => Unjudged() with { Plan = new(PlanKind.Phases) { Phases = [new(100) { Hold = TimeSpan.Zero }], Standby = TimeSpan.Zero } };

    private ReleaseSpec Image(string version) => new() { Image = _name, Env = [new("SHOP_VERSION", version)], Container = new() { Pull = PullPolicy.Never }, Readiness = new("/health", TimeSpan.FromSeconds(30)) };

    /// <summary>From now on the name stands for this image.</summary>
    private async Task MakeAsync(string label)
    {
        await podman.StartedAsync();
        var made = await podman.DoAsync("create", Podman.Shop);
        await podman.DoAsync("commit", "--change", $"LABEL label={label}", made, _name);
        await podman.DoAsync("rm", made);
    }
}
