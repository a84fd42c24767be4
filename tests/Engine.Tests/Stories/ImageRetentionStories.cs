using System.Globalization;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Engine.Tests.Store;
using Sluice.Engine.Tests.Workloads;
using Sluice.Engine.Tests.Workloads.Containers;
using Sluice.Engine.Workloads.Containers;
using static Sluice.Engine.Tests.Stories.ShopService;

namespace Sluice.Engine.Tests.Stories;

/// <summary>Images of old releases that were fetched leave a real Podman, and nothing else does.</summary>
[Collection(nameof(PrivateRegistry))]
public sealed class ImageRetentionStories(PostgresFixture postgres, Podman podman)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly string _name = "r" + Guid.NewGuid().ToString("N")[..8];

    [Fact]
    public async Task Fetched_images_beyond_those_that_are_kept_leave_when_a_deployment_has_ended_and_the_rest_stays()
    {
        await using var registry = await PrivateRegistry.StartAsync(podman);
        await using var engine = await StartAsync(kept: 2, await registry.LoginAsync());
        var other = await DeclareAsync(engine, runtime: RuntimeKind.Container);
        var shop = await DeclareAsync(engine, runtime: RuntimeKind.Container);
        try
        {
            // Somebody else's container runs the second, another service names the third.
            await other.UntilEndedAsync(await other.DeployAsync(Image(registry.Tagged(3)), Quick()), Outcome.Succeeded);
            for (var number = 1; number <= 6; number++)
            {
                await shop.UntilEndedAsync(await shop.DeployAsync(Image(registry.Tagged(number)), Quick()), Outcome.Succeeded);
                if (number == 2)
                {
                    await podman.DoAsync("create", "--name", _name, registry.Tagged(2), "/bin/sleep", "1");
                }
            }

            await Eventually.Get(() => ServiceAsync(engine, shop), service => service.GoneImages.Select(gone => gone.Release).Order().SequenceEqual([1, 4]), "the first and the fourth are recorded as gone", s_patience);
            Assert.Equal("2, 3, 5, 6", await ThereAsync(registry.Tagged(0)[..^2]));
            Assert.Equal($"{registry.Tagged(1)}, {registry.Tagged(4)}", string.Join(", ", (await shop.ServiceEventsAsync()).OfType<ServiceEvent.ImageGone>().Select(gone => gone.Image).Order(StringComparer.Ordinal)));

            // What is not used any more leaves too, without another deployment of the shop; and what has gone is fetched again when somebody deploys it.
            await podman.DoAsync("rm", "--force", _name);
            await other.UntilEndedAsync(await other.DeployAsync(Image(registry.Tagged(6)), Quick()), Outcome.Succeeded);
            await Eventually.Get(() => ServiceAsync(engine, shop), service => service.GoneImages.Any(gone => gone.Release == 2), "the second is recorded as gone", s_patience);
            Assert.Equal("3, 5, 6", await ThereAsync(registry.Tagged(0)[..^2]));
            await shop.UntilEndedAsync(await shop.DeployAsync(Image(registry.Tagged(1)), Quick()), Outcome.Succeeded);
            await Eventually.Get(() => shop.ServiceEventsAsync(), events => events.OfType<ServiceEvent.ImageFetched>().Count(fetched => fetched.Image == registry.Tagged(1)) == 2, "it was fetched twice", s_patience);
            Assert.DoesNotContain((await ServiceAsync(engine, shop)).GoneImages, gone => gone.Release == 1);
        }
        finally
        {
            await podman.DoAsync("rm", "--force", "--ignore", _name);
        }
    }

    [Fact]
    public async Task What_was_built_on_the_machine_stays_although_the_engine_knows_a_digest_of_it()
    {
        await using var engine = await StartAsync(kept: 1);
        var shop = await DeclareAsync(engine, runtime: RuntimeKind.Container);
        for (var number = 1; number <= 3; number++)
        {
            await MakeAsync(number);
            await shop.UntilEndedAsync(await shop.DeployAsync(Image(Named(number)), Quick()), Outcome.Succeeded);
        }

        Assert.NotEqual("[]", await podman.DoAsync("image", "inspect", "--format", "{{.RepoDigests}}", Named(1)));

        // That somebody else takes one away is seen at the next look, which looks at the first as well.
        await podman.DoAsync("rmi", "--force", Named(2));
        await MakeAsync(4);
        await shop.UntilEndedAsync(await shop.DeployAsync(Image(Named(4)), Quick()), Outcome.Succeeded);
        await Eventually.Get(() => ServiceAsync(engine, shop), service => service.GoneImages.Select(gone => gone.Release).SequenceEqual([2]), "the second is recorded as gone", s_patience);
        Assert.Equal("1, 3, 4", await ThereAsync(Named(0)[..^2]));
    }

    [Fact]
    public async Task Where_all_are_kept_none_leaves()
    {
        await using var engine = await StartAsync(kept: 0);
        var shop = await DeclareAsync(engine, runtime: RuntimeKind.Container);
        for (var number = 1; number <= 3; number++)
        {
            await MakeAsync(number);
            await shop.UntilEndedAsync(await shop.DeployAsync(Image(Named(number)), Quick()), Outcome.Succeeded);
        }

        Assert.Equal("1, 2, 3", await ThereAsync(Named(0)[..^2]));
        Assert.Empty((await ServiceAsync(engine, shop)).GoneImages);
    }

    private static DeploymentRequest Quick() => Unjudged(new PhaseRequest(100) { Hold = TimeSpan.Zero }) with { Plan = new(PlanKind.Phases) { Phases = [new(100) { Hold = TimeSpan.Zero }], Standby = TimeSpan.Zero } };

    private string Named(int number) => string.Create(CultureInfo.InvariantCulture, $"registry.example/{_name}:{number}");

    private static ReleaseSpec Image(string name) => new() { Image = name, Readiness = new("/health", TimeSpan.FromSeconds(30)) };

    /// <summary>Each is an image of its own.</summary>
    private async Task MakeAsync(int number)
    {
        await podman.StartedAsync();
        var made = await podman.DoAsync("create", Podman.Shop);
        await podman.DoAsync("commit", "--change", $"LABEL number={number}-{_name}", made, Named(number));
        await podman.DoAsync("rm", made);
    }

    /// <summary>The tags of a name that the engine has.</summary>
    private async Task<string> ThereAsync(string name) =>
        string.Join(", ", (await podman.DoAsync("images", "--format", "{{.Repository}}:{{.Tag}}")).Split('\n').Where(one => one.StartsWith(name + ":", StringComparison.Ordinal)).Select(one => int.Parse(one[(name.Length + 1)..], CultureInfo.InvariantCulture)).Order());

    private static async Task<Service> ServiceAsync(EngineHost engine, ShopService shop) => (await engine.States.FindServiceAsync(shop.Tenant, shop.Name, TestContext.Current.CancellationToken))!.State;

    private async Task<EngineHost> StartAsync(int kept, RegistryLogin? login = null) => await EngineHost.StartAsync(postgres, new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["Runtimes:Containers:Host"] = (await podman.StartedAsync()).Host,
        ["Runtimes:Containers:KeepImages"] = kept.ToString(CultureInfo.InvariantCulture),
        ["Runtimes:Containers:Registries:0:Host"] = login?.Host,
        ["Runtimes:Containers:Registries:0:User"] = login?.User,
        ["Runtimes:Containers:Registries:0:PasswordFile"] = login?.PasswordFile,
    }.Where(setting => setting.Value is not null).ToDictionary(StringComparer.Ordinal));
}
