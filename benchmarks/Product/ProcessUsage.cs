using System.Globalization;

namespace Sluice.Benchmarks.Product;

/// <summary>What a process uses, as the kernel counts it (proc_pid_stat(5), proc_pid_status(5)).</summary>
internal sealed class ProcessUsage(int pid)
{
    // USER_HZ is 100 on every Linux that .NET runs on.
    private const double TicksPerSecond = 100;

    /// <summary>Processor time used so far, in user and kernel.</summary>
    public TimeSpan ProcessorTime()
    {
        // The name, in brackets, may hold blanks; the fields after it do not. utime and stime are the 14th and 15th of all.
        var fields = File.ReadAllText($"/proc/{pid}/stat") is var line ? line[(line.LastIndexOf(')') + 2)..].Split(' ') : [];
        return TimeSpan.FromSeconds((Number(fields[11]) + Number(fields[12])) / TicksPerSecond);
    }

    public double ResidentMegabytes() => Status("VmRSS") / 1024;

    /// <summary>Parts of the resident memory: pages of its own, pages of files, and shared ones, which is where the runtime keeps compiled code and types.</summary>
    public (double Own, double Files, double Shared) ResidentParts() => (Status("RssAnon") / 1024, Status("RssFile") / 1024, Status("RssShmem") / 1024);

    public double PeakMegabytes() => Status("VmHWM") / 1024;

    /// <summary>Share of one core over a while, in percent.</summary>
    public async Task<double> ShareOfCoreAsync(TimeSpan during, CancellationToken ct)
    {
        var (before, start) = (ProcessorTime(), TimeProvider.System.GetTimestamp());
        await Task.Delay(during, TimeProvider.System, ct);
        return 100 * (ProcessorTime() - before) / TimeProvider.System.GetElapsedTime(start);
    }

    private double Status(string name) =>
        Number(File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith(name + ":", StringComparison.Ordinal)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1]);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
