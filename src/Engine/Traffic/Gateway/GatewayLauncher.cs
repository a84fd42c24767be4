using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sluice.Engine.Store.Embedded;
using Sluice.Gateway.Contract;

namespace Sluice.Engine.Traffic.Gateway;

/// <summary>Starts a gateway that outlives us: a session of its own, no pipes, as little of our surroundings and rights as it needs.</summary>
internal sealed partial class GatewayLauncher(GatewayFolder folder, IOptions<GatewayOptions> options, TimeProvider time, ILogger<GatewayLauncher> logger)
{
    private const long LargestLog = 10 * 1024 * 1024;
    private const int StateInUse = 3;
    private const int AddressInUse = 4;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    /// <summary>Returns once it listens.</summary>
    /// <exception cref="GatewayStartException">It does not come up; the message says why.</exception>
    public async Task<(Process Process, GatewayContact Contact)> StartAsync(CancellationToken ct)
    {
        var executable = await PrepareAsync(ct);
        string[] command = [.. await RightsAsync(executable, ct), executable, "--urls", options.Value.Urls, "--state", folder.State];
        var process = Command.StartDetached(command, folder.State, folder.Output, Environment);
        using var limit = new CancellationTokenSource(StartLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            while (true)
            {
                if (await folder.ReadContactAsync(either.Token) is { } contact && contact.Pid == process.Id)
                {
                    GatewayProgram.Tidy(folder.Programs, executable);
                    return (process, contact);
                }

                if (process.HasExited)
                {
                    throw new GatewayStartException(Why(process.ExitCode));
                }

                await Task.Delay(Poll, time, either.Token);
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            process.Kill();
            throw new GatewayStartException($"The gateway did not listen within {StartLimit.TotalSeconds} s. {LastLine()}");
        }
    }

    private async Task<string> PrepareAsync(CancellationToken ct)
    {
        try
        {
            Directory.CreateDirectory(folder.Programs);
            Directory.CreateDirectory(folder.State, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            if (File.Exists(folder.Output) && new FileInfo(folder.Output).Length > LargestLog)
            {
                File.Move(folder.Output, folder.Output + ".1", overwrite: true);
            }
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new GatewayStartException($"The gateway's folder {folder.State} cannot be used: {ex.Message}", ex);
        }

        await ServerUser.GiveAsync(folder.State, ct);
        return GatewayProgram.Install(folder.Program, folder.Programs);
    }

    /// <summary>Root gives up its rights, if what is left can still reach program, runtime and state.</summary>
    private async Task<IReadOnlyList<string>> RightsAsync(string executable, CancellationToken ct)
    {
        if (!System.Environment.IsPrivilegedProcess)
        {
            return [];
        }

        try
        {
            const string Check = "cd \"$1\" && test -w . && test -x \"$2\" && test -x \"$3\"";
            var (code, _) = await Command.RunAsync([.. ServerUser.Prefix, "/bin/sh", "-c", Check, "sh", folder.State, executable, DotnetRoot], "/", ct);
            if (code == 0)
            {
                return ServerUser.Prefix;
            }
        }
        catch (Win32Exception)
        {
            // No setpriv on this machine.
        }

        Log.RunsAsRoot(logger, folder.State, executable);
        return [];
    }

    private static string DotnetRoot => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    /// <summary>Our settings are not the gateway's business: they would change its addresses, and may hold passwords.</summary>
    private static void Environment(IDictionary<string, string?> environment)
    {
        foreach (var name in environment.Keys.Where(IsOurs).ToList())
        {
            environment.Remove(name);
        }

        environment["DOTNET_ROOT"] = DotnetRoot;
    }

    private static bool IsOurs(string name) =>
        name.Contains("__", StringComparison.Ordinal)
        || name.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("DOTNET_LAUNCH", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("DOTNET_WATCH", StringComparison.OrdinalIgnoreCase)
        || name is "DOTNET_STARTUP_HOOKS" or "DOTNET_ENVIRONMENT" or "DOTNET_URLS";

    private string Why(int exitCode) => exitCode switch
    {
        StateInUse => $"The gateway cannot start: another one holds {folder.State}, and does not answer. {LastLine()}",
        AddressInUse => $"The gateway cannot start: Gateway:Urls is {options.Value.Urls}, and someone else listens there. {LastLine()}",
        _ => $"The gateway ended with code {exitCode} while starting. {LastLine()}",
    };

    private string LastLine() =>
        File.Exists(folder.Output) && File.ReadLines(folder.Output).LastOrDefault(line => line.Trim().Length > 0) is { } line
            ? $"Its last line: {line.Trim()}"
            : $"It wrote nothing to {folder.Output}.";

    private static partial class Log
    {
        [LoggerMessage(EventIds.GatewayRunsAsRoot, LogLevel.Warning,
            "The gateway runs as root: another user could not reach {State} or {Executable}. Choose a Data:Directory that others may enter")]
        public static partial void RunsAsRoot(ILogger logger, string state, string executable);
    }
}
