using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Sluice.Domain;
using Sluice.Domain.Rolling;
using Sluice.Domain.Services;
using Sluice.Engine.Store;
using Sluice.Engine.Tests.Store;
using Sluice.Engine.Workloads;
using Sluice.Engine.Workloads.Containers;

namespace Sluice.Engine.Tests.Workloads.Containers;

/// <summary>A place of its own on a Podman, with a data folder. Its containers are removed at the end.</summary>
internal sealed class ContainerHost : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ReadinessProbe _probe = new(TimeProvider.System);
    private readonly List<IDisposable> _parts = [];
    private readonly PodmanService _service;

    private readonly IList<RegistryLogin> _registries;

    private ContainerHost(PodmanService service, params RegistryLogin[] registries)
    {
        (_service, _registries) = (service, registries);
        Place = new(TenantId.Default, new ServiceName("t" + Guid.NewGuid().ToString("N")[..10]), new EnvironmentName("production"));
        Watch = new(Options.Create(new ContainerOptions { Host = service.Host }), TimeProvider.System);
        Client = NewClient(TimeProvider.System);
        Api = new(Client, TimeProvider.System);
        Runtime = NewRuntime();
    }

    public PlaceKey Place { get; }

    public EnvironmentSpec Environment { get; } =
        new(new EnvironmentName("production"), new RuntimeSpec(RuntimeKind.Container), new RouterSpec(RouterKind.Gateway, null, "/"));

    public ManualTimeProvider Clock { get; } = new(TimeProvider.System.GetUtcNow());

    public ContainersWatch Watch { get; }

    public ImagesInUse InUse { get; } = new();

    public FetchedImages Fetched { get; } = new();

    public EngineClient Client { get; }

    public EngineApi Api { get; }

    public ContainerLabels Labels { get; } = new("sluice");

    public ContainerRuntime Runtime { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<ContainerHost> StartAsync(Podman podman) => new(await podman.StartedAsync());

    public static ContainerHost On(PodmanService service, params RegistryLogin[] registries) => new(service, registries);

    /// <summary>Another control plane on the same data, or on none.</summary>
    public ContainerRuntime NewRuntime(TimeProvider? time = null, bool remembers = true)
    {
        var data = remembers ? _folder.Path : Directory.CreateDirectory(Path.Combine(_folder.Path, Guid.NewGuid().ToString("N"))).FullName;
        var runtime = new ContainerRuntime(
            NewClient(TimeProvider.System), Options.Create(new ContainerOptions { Host = _service.Host, Registries = _registries }), Options.Create(new DataOptions { Directory = data }), _probe, InUse, Fetched, time ?? TimeProvider.System, NullLogger<ContainerRuntime>.Instance);
        _parts.Add(runtime);
        return runtime;
    }

    public static Release Serving(int number, int replicas = 1) =>
        Releases.Of(number, new ReleaseSpec { Image = Podman.Shop, Replicas = replicas, Readiness = new("/health", TimeSpan.FromSeconds(30)) });

    public static Release Script(int number, string script, TimeSpan? readyWithin = null) =>
        Releases.Of(number, new ReleaseSpec { Image = Podman.Shop, Command = ["/bin/sh", "-c", script], Readiness = new(null, readyWithin ?? TimeSpan.FromSeconds(30)) });

    public Task StartAsync(Release release, ContainerRuntime? runtime = null) => (runtime ?? Runtime).StartAsync(Place, Environment, release, Slots.Below(release.Spec.Replicas), Ct);

    public Task<IReadOnlyList<Instance>> InspectAsync(Release release, ContainerRuntime? runtime = null) =>
        (runtime ?? Runtime).InspectAsync(Place, new Dictionary<int, ReleaseSpec> { [release.Number] = release.Spec }, Ct);

    public Task StopAsync(string instance, TimeSpan grace, ContainerRuntime? runtime = null) => (runtime ?? Runtime).StopAsync(Place, instance, grace, Ct);

    public Task<IReadOnlyList<string>> LinesAsync(string instance) => Runtime.ReadLastLinesAsync(Place, instance, 10, Ct);

    /// <summary>The only instance, once it is in the state.</summary>
    public async Task<Instance> OneAsync(Release release, InstanceState state, ContainerRuntime? runtime = null) =>
        (await Eventually.Get(() => InspectAsync(release, runtime), seen => seen is [var one] && one.State == state, $"one instance is {state}"))[0];

    public async Task<Instance> StartedAsync(Release release, InstanceState state, ContainerRuntime? runtime = null)
    {
        await StartAsync(release, runtime);
        return await OneAsync(release, state, runtime);
    }

    /// <summary>Every container of this place, also those that are kept.</summary>
    public async Task<IReadOnlyList<ContainerItem>> ContainersAsync() => await Api.ListAsync([new("sluice.service", Place.Service.Value)], CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        // Not by the API, which gives those that do not listen ten seconds.
        if (await ContainersAsync() is { Count: > 0 } left)
        {
            await _service.Podman.DoAsync(["rm", "--force", "--time", "0", .. left.Select(container => container.Id)]);
        }

        _parts.ForEach(part => part.Dispose());
        _probe.Dispose();
        _folder.Dispose();
    }

    private EngineClient NewClient(TimeProvider time)
    {
        var client = new EngineClient(Options.Create(new ContainerOptions { Host = _service.Host }), Watch, time);
        _parts.Add(client);
        return client;
    }
}
