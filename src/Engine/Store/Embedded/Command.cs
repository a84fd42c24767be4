using System.Diagnostics;

namespace Sluice.Engine.Store.Embedded;

/// <summary>Runs short programs and long ones that must not depend on us.</summary>
internal static class Command
{
    // macOS has no setsid; there Ctrl-C reaches the program too, which ends in the same order.
    private static readonly string OwnSession = OperatingSystem.IsLinux() ? "setsid " : "";

    /// <returns>Exit code and everything that was printed.</returns>
    public static async Task<(int Code, string Output)> RunAsync(IReadOnlyList<string> command, string workingDirectory, CancellationToken ct)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = workingDirectory,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync(ct);
        var errors = process.StandardError.ReadToEndAsync(ct);
        try
        {
            await process.WaitForExitAsync(ct);
            return (process.ExitCode, (await output + await errors).Trim());
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>
    /// A session of its own, so that Ctrl-C in the terminal does not reach it; no pipes, so that it outlives us; the shell opens the
    /// log before rights are given up, and makes room for the program, so the process id is the program's.
    /// </summary>
    /// <param name="environment">Changes what the program inherits from us.</param>
    public static Process StartDetached(IReadOnlyList<string> command, string workingDirectory, string log, Action<IDictionary<string, string?>>? environment = null)
    {
        var start = new ProcessStartInfo(
            "/bin/sh", ["-c", $"log=$1; shift; exec {OwnSession}\"$@\" </dev/null >>\"$log\" 2>&1", "sh", log, .. command])
        {
            WorkingDirectory = workingDirectory,
        };
        environment?.Invoke(start.Environment);
        return Process.Start(start)!;
    }
}
