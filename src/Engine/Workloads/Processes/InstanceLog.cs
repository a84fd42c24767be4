using System.Text;
using System.Text.RegularExpressions;

namespace Sluice.Engine.Workloads.Processes;

/// <summary>
/// What an instance wrote. The process holds <c>output.log</c> open, in append mode, so it is emptied in place: once it is larger than 4 MiB at
/// an inspection, its last 1 MiB goes to <c>output.older.log</c> and it is truncated. Lines written in that moment are lost. While
/// no control plane runs, nobody empties it.
/// A restart keeps the log of the process before as <c>previous.log</c>.
/// </summary>
internal static partial class InstanceLog
{
    public const string Current = "output.log";
    public const string Older = "output.older.log";
    public const string Previous = "previous.log";

    public const long MostBytes = 4 << 20;
    public const int KeptBytes = 1 << 20;

    private const int TailBytes = 256 << 10;
    private const int LongestLine = 2_000;

    /// <summary>Keeps the log from filling the disk.</summary>
    public static void Bound(string folder)
    {
        var file = new FileInfo(Path.Combine(folder, Current));
        if (!file.Exists || file.Length <= MostBytes)
        {
            return;
        }

        using var log = new FileStream(file.FullName, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        File.WriteAllBytes(Path.Combine(folder, Older), ReadEnd(log, KeptBytes));
        log.SetLength(0);
    }

    /// <summary>Makes room for the log of a new process.</summary>
    public static void Rotate(string folder)
    {
        File.Delete(Path.Combine(folder, Older));
        if (File.Exists(Path.Combine(folder, Current)))
        {
            File.Move(Path.Combine(folder, Current), Path.Combine(folder, Previous), overwrite: true);
        }
    }

    /// <summary>The last lines, oldest first, without control characters; long ones are cut.</summary>
    public static IReadOnlyList<string> Tail(string folder, int lines)
    {
        var found = LinesOf(Path.Combine(folder, Current));
        if (found.Count < lines)
        {
            found = [.. LinesOf(Path.Combine(folder, Older)), .. found];
        }

        return found.Count > lines ? found[^lines..] : found;
    }

    private static List<string> LinesOf(string path)
    {
        byte[] bytes;
        bool isWhole;
        try
        {
            using var log = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            isWhole = log.Length <= TailBytes;
            bytes = ReadEnd(log, TailBytes);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return [];
        }

        var lines = Encoding.UTF8.GetString(bytes).Split('\n').Select(Clean).ToList();
        if (!isWhole && lines.Count > 1)
        {
            lines.RemoveAt(0);   // it begins somewhere before
        }

        if (lines is [.., ""])
        {
            lines.RemoveAt(lines.Count - 1);   // what follows the last line's end
        }

        return lines;
    }

    private static byte[] ReadEnd(FileStream log, int most)
    {
        log.Seek(-Math.Min(most, log.Length), SeekOrigin.End);
        var buffer = new byte[most];
        var read = log.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return buffer[..read];
    }

    /// <summary>Without what would move the cursor or change its colour, and not too long.</summary>
    public static string Clean(string line)
    {
        var clean = Unprintable.Replace(line, string.Empty);
        return clean.Length > LongestLine ? string.Concat(clean.AsSpan(0, LongestLine), "…") : clean;
    }

    // Colours and cursor movements (ECMA-48 control sequences), then every control character but the tab.
    [GeneratedRegex(@"\x1B\[[0-?]*[ -/]*[@-~]|[\x00-\x08\x0B-\x1F\x7F]", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Unprintable { get; }
}
