using System.Diagnostics;
using System.Globalization;

namespace Sluice.Engine.Workloads.Processes;

/// <summary>Asks <c>ps</c>, where there is no <c>/proc</c>. It does not tell the session everywhere, so the process group stands for it; nor the boot.</summary>
internal sealed class PsProcessTable : IProcessTable
{
    private const int WordsBeforeStart = 3;

    public ProcessEntry? Find(int pid) => List().FirstOrDefault(p => p.Pid == pid);

    public bool IsOfThisBoot(string stamp) => true;

    public IReadOnlyList<ProcessEntry> InSession(int leader) => List().Where(p => p.Session == leader && !p.Exited).ToList();

    public IReadOnlyList<ProcessEntry> WithVariable(string name, string value)
    {
        var marked = Run("axeww", "-o", "pid=,command=")
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Contains($"{name}={value}", StringComparer.Ordinal))
            .Select(words => int.Parse(words[0], CultureInfo.InvariantCulture))
            .ToHashSet();
        return List().Where(p => marked.Contains(p.Pid) && !p.Exited).ToList();
    }

    private static IEnumerable<ProcessEntry> List() => Run("axo", "pid=,pgid=,stat=,lstart=")
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Select(words => new ProcessEntry(
            int.Parse(words[0], CultureInfo.InvariantCulture),
            int.Parse(words[1], CultureInfo.InvariantCulture),
            string.Join(' ', words[WordsBeforeStart..]),
            Exited: words[2].StartsWith('Z')));

    private static string[] Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("ps", arguments) { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["LC_ALL"] = "C";
        using var ps = Process.Start(start)!;
        var lines = ps.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        ps.WaitForExit();
        return lines;
    }
}
