using System.Globalization;
using System.Text;
using Sluice.Domain;
using Sluice.Domain.Services;
using Sluice.Domain.Snapshots;

namespace Sluice.Engine.Workloads.Processes;

/// <summary>Reads <c>/proc</c> (proc_pid_stat(5), proc_pid_environ(5)).</summary>
internal sealed class LinuxProcessTable : IProcessTable
{
    // Fields are counted from the state, which is field 3 of the manual.
    private const int State = 0;
    private const int Session = 3;
    private const int StartTime = 19;

    // Start times are ticks since boot, so after a reboot another process can have the same number and the same ticks.
    private readonly string _boot = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();

    public ProcessEntry? Find(int pid)
    {
        if (Read(pid, "stat") is not { } bytes)
        {
            return null;
        }

        // The name stands in parentheses and may itself contain spaces and parentheses.
        var stat = Encoding.UTF8.GetString(bytes);
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return new(
            pid,
            int.Parse(fields[Session], CultureInfo.InvariantCulture),
            $"{_boot}/{fields[StartTime]}",
            Exited: fields[State] is "Z" or "X");
    }

    public bool IsOfThisBoot(string stamp) => stamp.StartsWith(_boot + '/', StringComparison.Ordinal);

    public IReadOnlyList<ProcessEntry> InSession(int leader) => Living().Where(p => p.Session == leader).ToList();

    public IReadOnlyList<ProcessEntry> WithVariable(string name, string value)
    {
        var wanted = Encoding.UTF8.GetBytes($"\0{name}={value}\0");
        return Living().Where(p => Read(p.Pid, "environ") is { } environment && ((byte[])[0, .. environment, 0]).AsSpan().IndexOf(wanted) >= 0).ToList();
    }

    public InstanceDetail? Describe(int pid) => Read(pid, "cmdline") is { Length: > 0 } command && Read(pid, "environ") is { } environment
        ? new()
        {
            Program = LinkOf(pid, "exe"),
            Directory = LinkOf(pid, "cwd"),
            Command = Words(command).ToValueList(),
            Variables = Words(environment).Select(word => word.Split('=', 2)).Where(parts => parts.Length == 2).Select(parts => new EnvironmentVariable(parts[0], parts[1])).ToValueList(),
        }
        : null;

    private IEnumerable<ProcessEntry> Living()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && Find(pid) is { Exited: false } entry)
            {
                yield return entry;
            }
        }
    }

    private static string[] Words(byte[] bytes) => Encoding.UTF8.GetString(bytes).TrimEnd('\0').Split('\0');

    private static string? LinkOf(int pid, string link)
    {
        try
        {
            return new FileInfo(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/{link}")).LinkTarget;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static byte[]? Read(int pid, string file)
    {
        try
        {
            return File.ReadAllBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/{file}"));
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return null;   // it ended meanwhile, or belongs to someone else
        }
    }
}
