using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Sluice.Engine.Workloads.Processes;

/// <summary>Sends signals (kill(2)).</summary>
internal static class Signals
{
    private const int Kill = 9;
    private const int Term = 15;
    private const int NoSuchProcess = 3;

    /// <summary>False when there is no such group.</summary>
    public static bool TerminateGroup(int leader) => Send(-leader, Term);

    public static void Terminate(int pid) => _ = Send(pid, Term);

    public static void KillNow(int pid) => _ = Send(pid, Kill);

    private static bool Send(int target, int signal)
    {
        if (Math.Abs(target) <= 1)
        {
            throw new ArgumentOutOfRangeException(nameof(target), target, "Would reach every process.");
        }

        if (SendSignal(target, signal) == 0)
        {
            return true;
        }

        var error = Marshal.GetLastPInvokeError();
        return error == NoSuchProcess
            ? false
            : throw new RuntimeException($"Signal {signal} could not be sent to {target}: {new Win32Exception(error).Message}.", isTransient: false);
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int pid, int signal);
}
