using Sluice.Benchmarks.Analysis.Composite;
using Sluice.Benchmarks.Analysis.Figures;
using Sluice.Benchmarks.Analysis.Random;

namespace Sluice.Benchmarks.Analysis.Tables;

/// <summary>Errors, latency and a gauge together, by the average of their evidence.</summary>
internal static class CompositeTable
{
    private static readonly (string Name, Truth Truth, string Ours, string Kayenta)[] s_truths =
    [
        ("no regression", new(0.005, 1, false, 0), "0.30 %", "2.2 %"),
        ("errors 0.5 → 1.5 %", new(0.015, 1, false, 0), "230", "53 %, 2,990"),
        ("errors 0.5 → 5 %", new(0.05, 1, false, 0), "30", ""),
        ("p99 +100 %, tail only", new(0.005, 2, true, 0), "60", ""),
        ("latency +20 %", new(0.005, 1.2, false, 0), "80", "800"),
        ("gauge +25 %", new(0.005, 1, false, 0.25), "460", "60"),
        ("errors 0.5 → 1.5 % and latency +20 %", new(0.015, 1.2, false, 0), "80", ""),
    ];

    public static void Run(Study study)
    {
        var table = new Table("Errors 0.4, latency 0.4, gauge 0.2 at 100 requests/s: false rollback in an hour, or median s / p95 s", "truth", "ours", "spec", "Kayenta 10 s, any of three", "spec");
        foreach (var (name, truth, ours, kayenta) in s_truths)
        {
            var isHealthy = name == s_truths[0].Name;
            var runs = Runs.Of(study.Runs(isHealthy ? 5000 : 600, quick: isHealthy ? 300 : 60), seed: 50, () => new CompositeTrial(truth), (trial, random) => trial.Run(random), study.Ct);
            table.Row(name, Text(isHealthy, runs.Select(run => run.Ours)), ours, Text(isHealthy, runs.Select(run => run.Kayenta)), kayenta);
        }

        table.Print();
    }

    private static string Text(bool isHealthy, IEnumerable<int> strata)
    {
        var delays = new Delays(strata.Select(count => count > 0 ? count * 10 : double.PositiveInfinity));
        return isHealthy ? delays.Ended.ToString() : delays.Ended.Value < 1 ? $"{delays} ({delays.Ended.Short})" : delays.ToString();
    }
}
