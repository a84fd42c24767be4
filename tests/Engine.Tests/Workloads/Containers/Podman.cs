using System.Diagnostics;
using Sluice.Engine.Tests.Store;

[assembly: AssemblyFixture(typeof(Sluice.Engine.Tests.Workloads.Containers.Podman))]

namespace Sluice.Engine.Tests.Workloads.Containers;

/// <summary>A real Podman for all tests of the assembly; started when the first one asks, and where it cannot be used they are skipped.</summary>
public sealed class Podman : IAsyncDisposable
{
    public const string Shop = PodmanEngine.Shop;

    private readonly SemaphoreSlim _starting = new(1, 1);
    private TempFolder? _folder;
    private PodmanEngine? _engine;
    private PodmanService? _service;
    private string? _whyNot;

    /// <summary>The service that all tests share. None may stop it.</summary>
    internal async Task<PodmanService> StartedAsync()
    {
        await _starting.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (_engine is null)
            {
                _folder = new TempFolder();
                _engine = new PodmanEngine(_folder.Path);
                _whyNot = await _engine.PrepareAsync();
            }

            Assert.SkipWhen(_whyNot is not null, $"Podman cannot be used; it takes the packages podman, runc and busybox-static, and root: {_whyNot}");
            return _service ??= await ServeAsync("podman.sock");
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>Another service on the same containers, which a test may stop.</summary>
    internal async Task<PodmanService> ServeAsync(string socket)
    {
        var service = new PodmanService(this, Path.Combine(_folder!.Path, socket));
        await service.StartAsync();
        return service;
    }

    /// <returns>What it wrote.</returns>
    internal Task<string> DoAsync(params string[] arguments) => _engine!.DoAsync(arguments);

    internal int RegistryPort => _engine!.RegistryPort;

    internal Process Serve(string socket) => _engine!.Serve(socket);

    public async ValueTask DisposeAsync()
    {
        await (_engine?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_service?.DisposeAsync() ?? ValueTask.CompletedTask);

        _folder?.Dispose();
        _starting.Dispose();
    }
}
