using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Engine.Tests.Store;
using Sluice.Engine.Tests.Workloads;
using Sluice.Engine.Tests.Workloads.Containers;
using static Sluice.Engine.Tests.Stories.ShopService;

namespace Sluice.Engine.Tests.Stories;

/// <summary>Images of old releases leave a real Podman, and nothing else does.</summary>
public sealed class ImageRetentionStories(PostgresFixture postgres, Podman podman)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly string _name = "registry.example/r" + Guid.NewGuid().ToString("N")[..8];

    [Fact]
    public async Task Images_beyond_those_that_are_kept_leave_when_a_deployment_has_ended_and_the_rest_stays()
    {
        await using var engine = await StartAsync(kept: 2);
        var other = await DeclareAsync(engine, runtime: RuntimeKind.Container);
        var shop = await DeclareAsync(engine, runtime: RuntimeKind.Container);
        try
        {
            for (var number = 1; number <= 6; number++)
            {
                await MakeAsync(number);
            }

            // Somebody else's container runs the second, another service names the third.
            await podman.DoAsync("create", "--name", _name.Split('/')[1], Named(2), "/bin/sleep", "1");
            await other.UntilEndedAsync(await other.DeployAsync(Image(3), Quick()), Outcome.Succeeded);
            for (var number = 1; number <= 6; number++)
            {
                await shop.UntilEndedAsync(await shop.DeployAsync(Image(number), Quick()), Outcome.Succeeded);
            }

            await Eventually.Get(() => ServiceAsync(engine, shop), service => service.GoneImages.Select(gone => gone.Release).Order().SequenceEqual([1, 4]), "the first and the fourth are recorded as gone", s_patience);
            Assert.Equal("2, 3, 5, 6", await ThereAsync());
            Assert.Equal($"{Named(1)}, {Named(4)}", string.Join(", ", (await shop.ServiceEventsAsync()).OfType<ServiceEvent.ImageGone>().Select(gone => gone.Image).Order(StringComparer.Ordinal)));

            // What is not used any more leaves too, without another deployment of the shop.
            await podman.DoAsync("rm", "--force", _name.Split('/')[1]);
            await other.UntilEndedAsync(await other.DeployAsync(Image(6), Quick()), Outcome.Succeeded);
            await Eventually.Get(() => ServiceAsync(engine, shop), service => service.GoneImages.Any(gone => gone.Release == 2), "the second is recorded as gone", s_patience);
            Assert.Equal("3, 5, 6", await ThereAsync());
        }
        finally
        {
            await podman.DoAsync("rm", "--force", "--ignore", _name.Split('/')[1]);
        }
    }

    [Fact]
    public async Task Where_all_are_kept_none_leaves()
    {
        await using var engine = await StartAsync(kept: 0);
        var shop = await DeclareAsync(engine, runtime: RuntimeKind.Container);
        for (var number = 1; number <= 3; number++)
        {
            await MakeAsync(number);
            await shop.UntilEndedAsync(await shop.DeployAsync(Image(number), Quick()), Outcome.Succeeded);
        }

        Assert.Equal("1, 2, 3", await ThereAsync());
        Assert.Empty((await ServiceAsync(engine, shop)).GoneImages);
    }

    private static DeploymentRequest Quick() => Unjudged(new PhaseRequest(100) { Hold = TimeSpan.Zero }) with { Plan = new(PlanKind.Phases) { Phases = [new(100) { Hold = TimeSpan.Zero }], Standby = TimeSpan.Zero } };

    private string Named(int number) => $"{_name}:{number}";

    private ReleaseSpec Image(int number) => new() { Image = Named(number), Readiness = new("/health", TimeSpan.FromSeconds(30)) };

    /// <summary>Each is an image of its own.</summary>
    private async Task MakeAsync(int number)
    {
        await podman.StartedAsync();
        var made = await podman.DoAsync("create", Podman.Shop);
        await podman.DoAsync("commit", "--change", $"LABEL number={number}-{_name}", made, Named(number));
        await podman.DoAsync("rm", made);
    }

    private async Task<string> ThereAsync() =>
        string.Join(", ", (await podman.DoAsync("images", "--format", "{{.Repository}}:{{.Tag}}")).Split('\n').Where(name => name.StartsWith(_name + ":", StringComparison.Ordinal)).Select(name => int.Parse(name[(_name.Length + 1)..], System.Globalization.CultureInfo.InvariantCulture)).Order());

    private static async Task<Service> ServiceAsync(EngineHost engine, ShopService shop) => (await engine.States.FindServiceAsync(shop.Tenant, shop.Name, TestContext.Current.CancellationToken))!.State;

    private async Task<EngineHost> StartAsync(int kept) => await EngineHost.StartAsync(postgres, new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["Runtimes:Containers:Host"] = (await podman.StartedAsync()).Host,
        ["Runtimes:Containers:KeepImages"] = kept.ToString(System.Globalization.CultureInfo.InvariantCulture),
    });
}
