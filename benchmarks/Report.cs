namespace Sluice.Benchmarks;

/// <summary>Prints figures beside their targets and remembers whether one was missed.</summary>
internal sealed class Report
{
    public bool Failed { get; private set; }

    public int ExitCode => Failed ? 1 : 0;

    /// <summary>A figure that must stay below its target.</summary>
    public void Below(string name, double value, double target, string unit)
    {
        Failed |= value >= target;
        Machine.Write($"{name,-58} {value,9:0.##} {unit,-5} (target < {target:0.##}) {(value < target ? "ok" : "MISSED")}");
    }

    /// <summary>A figure to know, without a target.</summary>
    public static void Note(string name, double value, string unit) => Machine.Write($"{name,-58} {value,9:0.##} {unit}");

    /// <param name="target">For the 95th percentile.</param>
    public void Latencies(string name, IEnumerable<double> milliseconds, double target)
    {
        double[] sorted = [.. milliseconds.Order()];
        if (sorted.Length == 0)
        {
            Failed = true;
            Machine.Write($"{name,-58} nothing was measured MISSED");
            return;
        }

        var p95 = At(sorted, 0.95);
        Failed |= p95 >= target;
        Machine.Write($"{name,-58} p50 {At(sorted, 0.5),5:0} ms   p95 {p95,5:0} ms   worst {sorted[^1],5:0} ms   of {sorted.Length,3} (target p95 < {target:0}) {(p95 < target ? "ok" : "MISSED")}");
    }

    /// <summary>The nearest rank.</summary>
    public static double At(double[] sorted, double quantile) => sorted[Math.Max(0, (int)Math.Ceiling(sorted.Length * quantile) - 1)];
}
