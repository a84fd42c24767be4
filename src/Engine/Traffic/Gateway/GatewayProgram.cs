using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Sluice.Engine.Traffic.Gateway;

/// <summary>The gateway's program files. A copy is run, so that neither a build nor an update overwrites what is running.</summary>
internal static class GatewayProgram
{
    private const string Prefix = "gateway-";

    private const UnixFileMode ForAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Copies the program unless that very version is there already.</summary>
    /// <returns>The executable of the copy.</returns>
    /// <exception cref="GatewayStartException">There is no program, or no room for it.</exception>
    public static string Install(string program, string programs)
    {
        if (!File.Exists(program))
        {
            throw new GatewayStartException($"The gateway's program was not found at {program}. Build the Dashboard again, or set Gateway:Program.");
        }

        var source = Path.GetDirectoryName(program)!;
        var home = Path.Combine(programs, Prefix + StampOf(source));
        try
        {
            if (!Directory.Exists(home))
            {
                // Under another name first: a copy that was interrupted is never run.
                var unfinished = $"{home}.{Environment.ProcessId}.new";
                Copy(source, unfinished);
                Directory.Move(unfinished, home);
            }
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new GatewayStartException($"The gateway's program cannot be copied to {home}: {ex.Message}", ex);
        }

        return Path.Combine(home, Path.GetFileName(program));
    }

    /// <summary>Removes every copy but the one in use. What cannot be removed now goes another time.</summary>
    public static void Tidy(string programs, string executable)
    {
        var used = Path.GetDirectoryName(executable);
        foreach (var old in Directory.EnumerateDirectories(programs, Prefix + "*").Where(folder => folder != used))
        {
            try
            {
                Directory.Delete(old, recursive: true);
            }
            catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
            {
                continue;
            }
        }
    }

    /// <summary>Names a version by the names, sizes and times of its files.</summary>
    private static string StampOf(string folder)
    {
        var text = new StringBuilder();
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).OrderBy(file => file.FullName, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"{Path.GetRelativePath(folder, file.FullName)} {file.Length} {file.LastWriteTimeUtc.Ticks}\n");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..12];
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to, ForAll);
        foreach (var file in Directory.EnumerateFiles(from))
        {
            var copy = Path.Combine(to, Path.GetFileName(file));
            File.Copy(file, copy, overwrite: true);
            var mode = File.GetUnixFileMode(file) | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
            File.SetUnixFileMode(copy, mode.HasFlag(UnixFileMode.UserExecute) ? ForAll : mode);
        }

        foreach (var folder in Directory.EnumerateDirectories(from))
        {
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }
}
