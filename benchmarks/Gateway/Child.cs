using System.Diagnostics;

namespace Sluice.Benchmarks.Gateway;

/// <summary>A process of the benchmark, ended with it.</summary>
internal sealed class Child : IDisposable
{
    private readonly Process _process;

    private Child(Process process) => _process = process;

    public static Child Start(string program, params string[] args)
    {
        var process = Process.Start(new ProcessStartInfo(program, args) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardInput = true })!;
        return new(process);
    }

    /// <summary>This program once more, in another role; it says its address on its first line.</summary>
    public static async Task<(Child Child, string Url)> StartRoleAsync(string role, string[] rest, CancellationToken ct)
    {
        var child = Start(Environment.ProcessPath!, ["gateway", "--role", role, .. rest]);
        var url = await child._process.StandardOutput.ReadLineAsync(ct) ?? throw new InvalidOperationException($"The {role} did not start.");
        return (child, url);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
