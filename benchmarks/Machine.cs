using System.Globalization;
using System.Runtime.InteropServices;

namespace Sluice.Benchmarks;

/// <summary>On what a benchmark ran: figures without it mean nothing.</summary>
internal static class Machine
{
    public static void Introduce(string benchmark, string what) => Write(
        $"{benchmark} · {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC · {Environment.ProcessorCount} cores, {ProcessorName()} · load {Load()} · {RuntimeInformation.FrameworkDescription} · {what}");

    public static void Write(FormattableString line) => Console.WriteLine(Text(line));

    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    public static string ProcessorName() => File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown processor"
        : RuntimeInformation.ProcessArchitecture.ToString();

    /// <summary>The average over a minute, so that a reader sees what else the machine did.</summary>
    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
}
