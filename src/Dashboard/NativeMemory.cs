using System.Runtime.InteropServices;

namespace Sluice.Dashboard;

/// <summary>
/// How glibc keeps the memory that native code gives back: that of the runtime itself and of its compression and encryption. By itself glibc raises its
/// thresholds to the largest block that was ever freed, and from then on keeps such blocks in up to eight arenas a core: a process that lives for weeks grows by it
/// (mallopt(3), M_MMAP_THRESHOLD). Fixed thresholds give them back at once.
/// </summary>
internal static class NativeMemory
{
    private const int TrimThreshold = -1;
    private const int MapThreshold = -3;
    private const int MostArenas = -8;
    private const int LargeBlock = 128 * 1024;

    /// <summary>Does nothing where the C library is another one. What the environment says (<c>MALLOC_…</c>) is not asked.</summary>
    public static void Settle()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            _ = Set(MapThreshold, LargeBlock);
            _ = Set(TrimThreshold, LargeBlock);
            _ = Set(MostArenas, 2);
        }
        catch (Exception ex) when (ex is EntryPointNotFoundException or DllNotFoundException)
        {
            // musl has no such switches, and keeps nothing of the kind.
        }
    }

    [DllImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Set(int parameter, int value);
}
