using System.Globalization;
using System.Runtime.InteropServices;

namespace Sluice.Engine.Workloads.Processes;

/// <summary>The files that this process holds open.</summary>
public static class Descriptors
{
    private const int SetFlags = 2;
    private const int CloseOnExec = 1;
    private const int FirstAfterStandard = 3;

    /// <summary>
    /// What we inherited ourselves is not handed on: an instance that holds the pipe of whoever started us would keep its reader waiting after we have ended.
    /// Files that .NET opens are never handed on. Linux only: elsewhere variadic functions cannot be called like this.
    /// </summary>
    public static void KeepFromChildren()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        foreach (var path in Directory.GetFiles("/proc/self/fd"))
        {
            var descriptor = int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture);
            if (descriptor >= FirstAfterStandard)
            {
                // Fails only for one that was closed meanwhile.
                _ = Control(descriptor, SetFlags, CloseOnExec);
            }
        }
    }

    [DllImport("libc", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(int descriptor, int command, int argument);
}
