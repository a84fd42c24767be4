using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Sluice.Engine.Workloads.Processes;

/// <summary>Sends signals (kill(2)).</summary>
internal static class Signals
{
    private const int Kill = 9;
    private const int Term = 15;
    private const int NoSuchProcess = 3;

    public static void TerminateGroup(int leader) => Send(-leader, Term);

    public static void Terminate(int pid) => Send(pid, Term);

    public static void KillNow(int pid) => Send(pid, Kill);

    private static void Send(int target, int signal)
    {
        if (Math.Abs(target) <= 1)
        {
            throw new ArgumentOutOfRangeException(nameof(target), target, "Would reach every process.");
        }

        if (SendSignal(target, signal) != 0 && Marshal.GetLastPInvokeError() is var error and not NoSuchProcess)
        {
            throw new RuntimeException($"Signal {signal} could not be sent to {target}: {new Win32Exception(error).Message}.", isTransient: false);
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int pid, int signal);
}
