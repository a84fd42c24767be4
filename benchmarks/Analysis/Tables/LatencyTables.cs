using Sluice.Benchmarks.Analysis.Figures;
using Sluice.Benchmarks.Analysis.Latency;
using Sluice.Benchmarks.Analysis.Peers;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Benchmarks.Analysis.Tables;

/// <summary>Latency: how often identical versions are returned, and how soon slower ones.</summary>
internal static class LatencyTables
{
    private static readonly double[] s_same = LatencyTruth.Buckets(1, tailOnly: false);

    private static readonly (double PerSecond, string Ours, string Low, string High, string Kayenta)[] s_identical =
    [
        (1, "0.23", "76", "28", "0"), (10, "0.53", "100", "96", "0"), (100, "0.37", "100", "51", "0.4"), (1000, "0.10", "92", "0", "1.7"),
    ];

    private sealed record Cell(double Factor, bool TailOnly, double PerSecond, string Ours, string Dkw, string Sequence);

    private static readonly Cell[] s_cells =
    [
        new(1.2, false, 1, "20 %", "0.1 %", "0"), new(1.2, false, 10, "640 / 1,330", "1,910 / 3,020", "3 %"), new(1.2, false, 100, "70 / 150", "200 / 310", "1,170 / 2,470"),
        new(1.2, false, 1000, "10 / 20", "20 / 40", "130 / 250"),
        new(1.2, true, 10, "42 %", "0", "3 %"), new(1.2, true, 100, "430 / 960", "0.1 %", "1,140 / 2,540"), new(1.2, true, 1000, "50 / 100", "560 / 670", "130 / 250"),
        new(2, false, 1, "470 / 980", "2,010 / 2,360", "52 %"), new(2, false, 10, "50 / 100", "210 / 240", "370 / 650"), new(2, false, 100, "10 / 10", "20 / 30", "40 / 70"),
        new(2, true, 1, "36 %", "0", "21 %"), new(2, true, 10, "410 / 920", "0", "530 / 1,000"), new(2, true, 100, "50 / 110", "1,270 / 1,550", "60 / 110"), new(2, true, 1000, "10 / 20", "130 / 160", "10 / 20"),
    ];

    public static void Run(Study study)
    {
        False(study);
        Detection(study);
    }

    private static OurLatencyRule Ours() => new(ExceedanceBounds.Quantiles.ToArray(), RestartPlan.For(Study.Hour));

    private static void False(Study study)
    {
        var table = new Table("Latency, identical versions: false rollback, % of hours", "rps", "ours", "spec", "fixed 1.1× p99 · spec", "fixed 1.5× · spec", "Kayenta 10 s · spec", "time-uniform DKW", "Howard-Ramdas p99");
        foreach (var cell in s_identical)
        {
            var result = LatencyRace.Run(
                study.Runs(3000, quick: 200),
                seed: 44,
                () => new(
                    cell.PerSecond * 10, Study.Share, s_same, s_same,
                    [Ours(), new FixedLatency(1.1 * LatencyTruth.P99), new FixedLatency(1.5 * LatencyTruth.P99), new KayentaLatency(), new TimeUniformDkw(), new QuantileSequence()]),
                study.Ct);
            table.Row(
                $"{cell.PerSecond}", result.Fired(0).ToString(), cell.Ours, $"{result.Fired(1).Short} · {cell.Low}", $"{result.Fired(2).Short} · {cell.High}", $"{result.Fired(3).Short} · {cell.Kayenta}",
                result.Fired(4).Short, result.Fired(5).Short);
        }

        table.Print();
    }

    private static void Detection(Study study)
    {
        var table = new Table(
            "Latency, slower canary: % within the hour unless all, median s / p95 s",
            "p99", "where", "rps", "ours", "spec", "p99 component only", "fixed 1.1×", "Kayenta 10 s", "time-uniform DKW", "spec", "Howard-Ramdas p99", "spec");
        foreach (var cell in s_cells)
        {
            var slower = LatencyTruth.Buckets(cell.Factor, cell.TailOnly);
            var result = LatencyRace.Run(
                study.Runs(1000, quick: 200),
                seed: 45,
                () => new(
                    cell.PerSecond * 10, Study.Share, slower, s_same,
                    [
                        Ours(), new OurLatencyRule([0.99], RestartPlan.For(Study.Hour)), new FixedLatency(1.1 * LatencyTruth.P99), new KayentaLatency(), new TimeUniformDkw(), new QuantileSequence(),
                    ]),
                study.Ct);
            table.Row(
                Machine.Text($"+{100 * (cell.Factor - 1):0} %"), cell.TailOnly ? "tail only" : "whole curve", $"{cell.PerSecond}", result.Text(0), cell.Ours, result.Text(1),
                result.Text(2), result.Text(3), result.Text(4), cell.Dkw, result.Text(5), cell.Sequence);
            if (cell is { Factor: 1.2, PerSecond: 100 })
            {
                var delays = result.Seconds(0);
                study.Gates.AtMost("S10", $"p99 +20 %, {(cell.TailOnly ? "tail only" : "whole curve")}, 100 requests/s, median", delays.Median, delays.Interval(0.5), cell.TailOnly ? 450 : 80, " s");
            }
        }

        table.Print();
    }
}
