using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Sluice.Domain;
using Sluice.Domain.Rolling;
using Sluice.Domain.Services;
using Sluice.Engine.Store;
using Sluice.Engine.Workloads;
using Sluice.Engine.Workloads.Processes;

namespace Sluice.Engine.Tests.Workloads.Processes;

/// <summary>A data folder and a place of its own. Every process that was started in it is killed at the end.</summary>
internal sealed class ProcessHost : IDisposable
{
    private readonly LinuxProcessTable _table = new();
    private readonly ReadinessProbe _probe = new(TimeProvider.System);
    private readonly List<ProcessRuntime> _runtimes = [];

    public ProcessHost()
    {
        Place = new(TenantId.Default, new ServiceName("t" + Guid.NewGuid().ToString("N")[..10]), new EnvironmentName("production"));
        Runtime = NewRuntime();
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("sluice-workloads-").FullName;

    public PlaceKey Place { get; }

    public EnvironmentSpec Environment { get; init; } =
        new(new EnvironmentName("production"), new RuntimeSpec(RuntimeKind.Process), new RouterSpec(RouterKind.Gateway, null, "/"));

    public ManualTimeProvider Clock { get; } = new(TimeProvider.System.GetUtcNow());

    public ProcessRuntime Runtime { get; }

    public string FolderOf(string instance) => Path.Combine(Folder, "instances", "_default", Place.Service.Value, "production", instance);

    /// <summary>Another control plane on the same folder.</summary>
    public ProcessRuntime NewRuntime(TimeProvider? time = null)
    {
        var runtime = new ProcessRuntime(
            Options.Create(new DataOptions { Directory = Folder }), _table, _probe, time ?? TimeProvider.System, NullLogger<ProcessRuntime>.Instance);
        _runtimes.Add(runtime);
        return runtime;
    }

    public Task StartAsync(Release release, ProcessRuntime? runtime = null) =>
        (runtime ?? Runtime).StartAsync(Place, Environment, release, Slots.Below(release.Spec.Replicas), TestContext.Current.CancellationToken);

    public Task<IReadOnlyList<Instance>> InspectAsync(Release release, ProcessRuntime? runtime = null) =>
        (runtime ?? Runtime).InspectAsync(Place, new Dictionary<int, ReleaseSpec> { [release.Number] = release.Spec }, TestContext.Current.CancellationToken);

    public Task StopAsync(string instance, TimeSpan grace, ProcessRuntime? runtime = null) =>
        (runtime ?? Runtime).StopAsync(Place, instance, grace, TestContext.Current.CancellationToken);

    public Task<IReadOnlyList<string>> LinesAsync(string instance) =>
        Runtime.ReadLastLinesAsync(Place, instance, 10, TestContext.Current.CancellationToken);

    /// <summary>The only instance, once it is in the state.</summary>
    public async Task<Instance> OneAsync(Release release, InstanceState state, ProcessRuntime? runtime = null) =>
        (await Eventually.Get(() => InspectAsync(release, runtime), seen => seen is [var one] && one.State == state, $"one instance is {state}"))[0];

    public async Task<Instance> StartedAsync(Release release, InstanceState state, ProcessRuntime? runtime = null)
    {
        await StartAsync(release, runtime);
        return await OneAsync(release, state, runtime);
    }

    public bool IsAlive(int pid) => _table.Find(pid) is { Exited: false };

    /// <summary>Every living process of this host.</summary>
    public IReadOnlyList<ProcessEntry> Processes => _table.WithVariable("SLUICE_SERVICE", Place.Service.Value);

    public void Dispose()
    {
        while (Processes is { Count: > 0 } left)
        {
            foreach (var process in left)
            {
                Signals.KillNow(process.Pid);
            }
        }

        _runtimes.ForEach(runtime => runtime.Dispose());
        _probe.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
