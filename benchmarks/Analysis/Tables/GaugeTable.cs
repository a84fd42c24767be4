using Sluice.Benchmarks.Analysis.Figures;
using Sluice.Benchmarks.Analysis.Gauges;
using Sluice.Benchmarks.Analysis.Random;

namespace Sluice.Benchmarks.Analysis.Tables;

/// <summary>Gauges whose ticks depend on each other: safe and slow against quick and wrong.</summary>
internal static class GaugeTable
{
    private static readonly (double Shift, double Memory, string Tempered, string Untempered, string Every, string Slow)[] s_cells =
    [
        (0, 0, "0.1 %", "0.5 %", "1.7 %", "0.2 %"), (0, 0.5, "0.1 %", "29.9 %", "20.9 %", "0.4 %"), (0, 0.9, "0.5 %", "96.1 %", "65.8 %", "15.8 %"),
        (0.1, 0, "580", "320", "180", "600"), (0.1, 0.5, "1,200", "320", "150", "900"), (0.1, 0.9, "19 % in 1 h", "230", "70", "900"),
        (0.25, 0, "390", "160", "60", "300"), (0.25, 0.5, "720", "160", "50", "300"), (0.25, 0.9, "3,170 (62 %)", "160", "50", "300"),
    ];

    public static void Run(Study study)
    {
        var table = new Table(
            "Gauge 40 ± 4 with memory φ per tick: false rollback in an hour, or median s / p95 s", "truth", "φ", "ours", "spec", "ours, untempered", "spec", "Kayenta 10 s", "spec", "Kayenta 60 s/5 min", "spec");
        foreach (var cell in s_cells)
        {
            var runs = Runs.Of(study.Runs(cell.Shift == 0 ? 2000 : 600, quick: 300), seed: 48, () => new GaugeTrial(cell.Memory, cell.Shift), (trial, random) => trial.Run(random), study.Ct);
            string[] texts = [.. Enumerable.Range(0, GaugeTrial.Rules).Select(rule => Text(cell.Shift, new(runs.Select(run => run[rule] > 0 ? run[rule] * 10 : double.PositiveInfinity))))];
            table.Row(
                cell.Shift == 0 ? "none" : Machine.Text($"+{100 * cell.Shift:0} %"), Machine.Text($"{cell.Memory}"), texts[0], cell.Tempered, texts[1], cell.Untempered, texts[2], cell.Every, texts[3], cell.Slow);
        }

        table.Print();
    }

    private static string Text(double shift, Delays delays) => shift == 0 ? delays.Ended.ToString()
        : delays.Ended.Value < 1 ? $"{delays} ({delays.Ended.Short})" : delays.ToString();
}
