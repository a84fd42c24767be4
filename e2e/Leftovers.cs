using System.Diagnostics;
using System.Globalization;

namespace Sluice.E2E;

/// <summary>Finds what still runs of a product, by its data directory or its gateway's address. Told by what /proc knows, not by what the product remembers.</summary>
internal static class Leftovers
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <summary>Waits until nothing is left, then gives up and ends what remains.</summary>
    /// <returns>The command lines of what had to be ended.</returns>
    public static async Task<IReadOnlyList<string>> EndAsync(params string[] marks)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var since = Stopwatch.GetTimestamp();
        var found = Find(marks);
        while (found.Count > 0 && Stopwatch.GetElapsedTime(since) < s_patience)
        {
            await timer.WaitForNextTickAsync();
            found = Find(marks);
        }

        foreach (var (pid, _) in found)
        {
            End(pid);
        }

        return [.. found.Select(one => one.CommandLine)];
    }

    private static List<(int Pid, string CommandLine)> Find(string[] marks) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid > 0 && pid != Environment.ProcessId)
            .Select(pid => (Pid: pid, CommandLine: Read(pid, "cmdline")))
            .Where(one => marks.Any(mark => IsOf(one.Pid, one.CommandLine, mark))),
    ];

    private static bool IsOf(int pid, string commandLine, string mark) =>
        commandLine.Contains(mark, StringComparison.Ordinal) || Folder(pid).StartsWith(mark, StringComparison.Ordinal)
        || Read(pid, "environ").Contains(mark, StringComparison.Ordinal);

    private static string Read(int pid, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/{file}").Replace('\0', ' ');
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return "";   // it has ended, or is somebody else's
        }
    }

    private static string Folder(int pid)
    {
        try
        {
            return Directory.ResolveLinkTarget($"/proc/{pid}/cwd", returnFinalTarget: false)?.FullName ?? "";
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static void End(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            process.Kill();
            process.WaitForExit();
        }
        catch (Exception ex) when (ex is ArgumentException or InvalidOperationException)
        {
            // It has ended by itself.
        }
    }
}
