using System.Diagnostics;
using System.Text.Json;
using Sluice.Gateway.Admin;
using Sluice.Gateway.Contract;
using Sluice.Gateway.Tests.Support;

namespace Sluice.Gateway.Tests.Hosting;

/// <summary>The real program in a process of its own.</summary>
internal sealed class GatewayProcess : IDisposable
{
    private readonly Process _process;
    private readonly string _state;

    private GatewayProcess(Process process, string state) => (_process, _state) = (process, state);

    public int Pid => _process.Id;

    public static GatewayProcess Start(string state, string urls)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Sluice.Gateway");
        var start = new ProcessStartInfo(program, ["--urls", urls, "--state", state]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return new(process, state);
    }

    /// <summary>The contact that this process wrote.</summary>
    public Task<GatewayContact> ContactAsync() => Eventually.GetAsync(
        "contact.json of this process",
        async () => File.Exists(Path.Combine(_state, "contact.json"))
            ? JsonSerializer.Deserialize<GatewayContact>(await File.ReadAllBytesAsync(Path.Combine(_state, "contact.json")), GatewayJson.Options)!
            : new(0, "", "", "", []),
        contact => contact.Pid == Pid);

    public void Kill() => _process.Kill();

    public void Terminate()
    {
        using var kill = Process.Start("/bin/kill", ["-TERM", $"{Pid}"]);
        kill.WaitForExit();
    }

    public async Task<(int ExitCode, string Said)> EndAsync()
    {
        var said = await _process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (_process.ExitCode, said);
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
