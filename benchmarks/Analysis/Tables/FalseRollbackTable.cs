using Sluice.Benchmarks.Analysis.Figures;
using Sluice.Benchmarks.Analysis.Peers;
using Sluice.Benchmarks.Analysis.Traffic;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Benchmarks.Analysis.Tables;

/// <summary>How often identical versions are returned within an hour.</summary>
internal static class FalseRollbackTable
{
    private sealed record Cell(double Rate, double PerSecond, string Strict, string Tolerant, string FixedDouble, string Z, string Sequence, string KayentaFast, string KayentaSlow);

    private static readonly Cell[] s_cells =
    [
        new(0.001, 1, "0.00", "0.00", "16.4", "10.5", "0", "0", "0"),
        new(0.001, 10, "0.18", "0.06", "83.1", "17.5", "0", "0", "0"),
        new(0.001, 100, "0.29", "0.04", "100", "21.2", "0", "0", "0.03"),
        new(0.001, 1000, "0.29", "0.01", "99.7", "16.9", "0", "1.5", "0.5"),
        new(0.01, 1, "0.10", "0.06", "83.5", "11.6", "0", "0.07", "0"),
        new(0.01, 10, "0.30", "0.12", "100", "16.7", "0.01", "0", "0.03"),
        new(0.01, 100, "0.38", "0.07", "99.7", "17.4", "0.01", "1.4", "1.2"),
        new(0.01, 1000, "0.26", "0.00", "0.03", "14.4", "0.05", "2.5", "1.9"),
    ];

    public static void Run(Study study)
    {
        var table = new Table(
            "False rollback, identical versions, % of hours (ours · spec)",
            "base", "rps", "ours, strict", "spec", "ours, tolerance", "spec", "fixed 2×, 3 fails · spec", "fixed 5×", "2×, ≥ 100 req, 3 in a row", "repeated z · spec", "asymptotic CS · spec", "Kayenta 10 s · spec", "Kayenta 60 s/5 min · spec");
        var (strict, tolerant) = (default(Proportion), default(Proportion));
        foreach (var cell in s_cells)
        {
            var (requests, rate) = (cell.PerSecond * 10, cell.Rate);
            var ours = Race.Run(
                study.Runs(20_000, quick: 3000),
                seed: 31,
                () => new(
                    new SteadyArrivals(requests, Study.Share, rate, rate),
                    [
                        new OurRule(Margin.Equal, RestartPlan.For(Study.Hour), rate),
                        new OurRule(Margin.Tolerance, RestartPlan.For(Study.Hour), rate),
                        new FixedMultiple(2 * rate),
                        new FixedMultiple(5 * rate),
                        new FixedMultiple(2 * rate, consecutive: true, fewestRequests: 100),
                        new RepeatedZ(),
                        new AsymptoticSequence(),
                    ],
                    Study.Hour),
                study.Ct);
            var kayenta = Race.Run(
                study.Runs(3000, quick: 300),
                seed: 32,
                () => new(new SteadyArrivals(requests, Study.Share, rate, rate), [new Kayenta(Study.Hour), new Kayenta(Study.Hour, strataPerPoint: 6, pointsPerLook: 5)], Study.Hour),
                study.Ct);
            (strict, tolerant) = (strict.Worse(ours.Fired(0)), tolerant.Worse(ours.Fired(1)));
            table.Row(
                Proportion.Percent(rate), $"{cell.PerSecond}", ours.Fired(0).ToString(), cell.Strict, ours.Fired(1).ToString(), cell.Tolerant,
                $"{ours.Fired(2).Short} · {cell.FixedDouble}", ours.Fired(3).Short, ours.Fired(4).Short, $"{ours.Fired(5).Short} · {cell.Z}", $"{ours.Fired(6).Short} · {cell.Sequence}",
                $"{kayenta.Fired(0).Short} · {cell.KayentaFast}", $"{kayenta.Fired(1).Short} · {cell.KayentaSlow}");
        }

        table.Print();
        study.Gates.UpperAtMost("S1", "false rollback, worst of 8 cells, strict", strict, 0.01);
        study.Gates.UpperAtMost("S1", "false rollback, worst of 8 cells, with tolerance", tolerant, 0.01);
    }
}
