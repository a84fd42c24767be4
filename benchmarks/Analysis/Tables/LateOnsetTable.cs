using Sluice.Benchmarks.Analysis.Figures;
using Sluice.Benchmarks.Analysis.Peers;
using Sluice.Benchmarks.Analysis.Traffic;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Benchmarks.Analysis.Tables;

/// <summary>A regression that begins after half an hour without one: what restarts buy.</summary>
internal static class LateOnsetTable
{
    private const double Rate = 0.01;
    private const int Onset = 180;

    private static readonly (double To, string Restarts, string NoRestarts, string Sequence)[] s_regressions =
    [
        (0.02, "480 / 940", "890 / 1,500", "1,060 / 1,690"),
        (0.05, "60 / 120", "200 / 310", "230 / 350"),
        (0.2, "10 / 20", "40 / 70", "50 / 70"),
    ];

    public static void Run(Study study)
    {
        var table = new Table(
            "Regression at minute 30, 100 requests/s: median s / p95 s after it", "regression", "ours, strict", "spec", "without restarts", "spec", "asymptotic CS", "spec");
        foreach (var regression in s_regressions)
        {
            var result = Race.Run(
                study.Runs(4000),
                seed: 40,
                () => new(
                    new ChangingArrivals(_ => 1000, _ => Study.Share, stratum => stratum < Onset ? Rate : regression.To, _ => Rate),
                    [new OurRule(Margin.Equal, RestartPlan.For(Study.Hour), Rate), new OurRule(Margin.Equal, RestartPlan.None, Rate), new AsymptoticSequence()],
                    Study.Hour),
                study.Ct);
            table.Row(
                $"1 % → {Proportion.Percent(regression.To)}", result.Text(0, Onset), regression.Restarts, result.Text(1, Onset), regression.NoRestarts,
                result.Text(2, Onset), regression.Sequence);
            if (regression.To == 0.05)
            {
                var delays = result.Seconds(0, onset: Onset);
                study.Gates.AtMost("S9", "late onset 1 → 5 % at minute 30, median", delays.Median, delays.Interval(0.5), 70, " s");
                study.Gates.AtMost("S9", "late onset 1 → 5 % at minute 30, p95", delays.P95, delays.Interval(0.95), 130, " s");
            }
        }

        table.Print();
    }
}
