using System.Diagnostics;
using Sluice.Engine.Tests.Stories;

namespace Sluice.Engine.Tests.Audit;

/// <summary>The command that checks the chains, run as a program.</summary>
internal static class VerifyProgram
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] settings)
    {
        var start = new ProcessStartInfo(Programs.Dashboard, ["verify-audit", .. settings]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };

        // Settings that other tests put into this process are not for the command.
        foreach (var setting in start.Environment.Keys.Where(name => name.Contains("__", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(setting);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(s_patience);
        using var process = Process.Start(start)!;
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
