using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace Sluice.Engine.Workloads.Processes;

/// <summary>
/// Starts processes that outlive the control plane, and knows the exit codes of those that it started itself.
/// Instances run as the user that the control plane runs as, root included: which user a service needs is the release's business
/// (its command may begin with <c>setpriv</c> or <c>runuser</c>).
/// </summary>
internal sealed class ProcessLauncher : IDisposable
{
    private static readonly TimeSpan s_reaping = TimeSpan.FromSeconds(2);

    // A session of its own, so that Ctrl-C in our terminal does not reach it; no pipes, which would break when we end.
    // Both words exec what follows, so the process that we start is the program itself.
    private static readonly string s_newSession = OperatingSystem.IsLinux() ? "setsid" : "perl -e 'use POSIX; POSIX::setsid(); exec { $ARGV[0] } @ARGV' --";

    private readonly ConcurrentDictionary<int, Process> _children = new();
    private readonly TimeProvider _time;

    public ProcessLauncher(TimeProvider time)
    {
        _time = time;
        Descriptors.KeepFromChildren();
    }

    /// <exception cref="Win32Exception">The system cannot start it.</exception>
    public int Start(LaunchPlan plan, string log)
    {
        var start = new ProcessStartInfo(
            "/bin/sh", ["-c", $"log=$1; shift; exec {s_newSession} \"$@\" </dev/null >>\"$log\" 2>&1", "sh", log, .. plan.Command])
        {
            WorkingDirectory = plan.WorkingDirectory,
            UseShellExecute = false,
        };
        start.Environment.Clear();
        foreach (var (name, value) in plan.Environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start) ?? throw new Win32Exception($"No process came to be for {plan.Command[0]}.");
        var pid = process.Id;
        _children.AddOrUpdate(pid, process, (_, old) =>
        {
            old.Dispose();
            return process;
        });
        return pid;
    }

    /// <summary>The exit code of a process that has ended; null when an earlier control plane started it. 128 and the signal's number after a signal.</summary>
    public async Task<int?> ExitCodeAsync(int pid, CancellationToken ct)
    {
        if (!_children.TryGetValue(pid, out var process))
        {
            return null;
        }

        try
        {
            await process.WaitForExitAsync(ct).WaitAsync(s_reaping, _time, ct);
            return process.ExitCode;
        }
        catch (TimeoutException)
        {
            return null;   // its threads are still ending
        }
    }

    public void Forget(int pid)
    {
        if (_children.TryRemove(pid, out var process))
        {
            process.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (var process in _children.Values)
        {
            process.Dispose();
        }
    }
}
