using System.Diagnostics;

namespace Sluice.Engine.Tests.Workloads.Containers;

/// <summary>One process that serves the Docker Engine API on a socket. Containers outlive it.</summary>
internal sealed class PodmanService(Podman podman, string socket) : IAsyncDisposable
{
    private Process? _process;

    public Podman Podman => podman;

    public string Host => "unix://" + socket;

    public async Task StartAsync()
    {
        File.Delete(socket);
        _process = podman.Serve(socket);
        await Eventually.Get(() => Task.FromResult(Answers()), answers => answers, "podman listens");
    }

    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    public async ValueTask DisposeAsync() => await KillAsync();

    private bool Answers()
    {
        if (_process is { HasExited: true })
        {
            throw new InvalidOperationException("podman system service has ended.");
        }

        return PodmanEngine.Listens(socket);
    }
}
