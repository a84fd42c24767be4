using System.Diagnostics;
using Sluice.Engine.Tests.Workloads.Containers;

namespace Sluice.Benchmarks.Containers;

/// <summary>A Podman of this run alone, with its containers; both are gone with it.</summary>
internal sealed class PodmanHost : IAsyncDisposable
{
    private static readonly TimeSpan s_startLimit = TimeSpan.FromSeconds(20);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-podman-");
    private readonly PodmanEngine _engine;
    private Process? _service;

    private PodmanHost() => _engine = new PodmanEngine(_folder.FullName);

    public string Address => "unix://" + Socket;

    private string Socket => Path.Combine(_folder.FullName, "podman.sock");

    /// <exception cref="InvalidOperationException">No container can be run here.</exception>
    public static async Task<PodmanHost> StartAsync(CancellationToken ct)
    {
        var host = new PodmanHost();
        try
        {
            await host.ServeAsync(ct);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a command within a container.</summary>
    public Task DoInAsync(string container, params string[] command) => _engine.DoAsync(["exec", container, .. command]);

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        if (_service is { } service)
        {
            service.Kill();
            await service.WaitForExitAsync();
            service.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    private async Task ServeAsync(CancellationToken ct)
    {
        if (await _engine.PrepareAsync() is { } whyNot)
        {
            throw new InvalidOperationException($"Podman cannot be used; it takes the packages podman, runc and busybox-static, and root: {whyNot}");
        }

        _service = _engine.Serve(Socket);
        for (var clock = Stopwatch.StartNew(); !PodmanEngine.Listens(Socket); await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, ct))
        {
            if (_service.HasExited || clock.Elapsed > s_startLimit)
            {
                throw new InvalidOperationException("podman system service does not listen.");
            }
        }
    }
}
