using Sluice.Benchmarks.Analysis.Figures;
using Sluice.Benchmarks.Analysis.Peers;
using Sluice.Benchmarks.Analysis.Traffic;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Benchmarks.Analysis.Tables;

/// <summary>What is found within an hour of looks every 10 s, and how soon.</summary>
internal static class HourTable
{
    private sealed record Cell(double From, double To, double PerSecond, string Spec);

    private static readonly Cell[] s_cells =
    [
        new(0.001, 0.003, 1, "0.2 %"), new(0.001, 0.003, 10, "15 %"), new(0.001, 0.003, 100, "99.6 %, 990 / 2,400"), new(0.001, 0.003, 1000, "110 / 250"),
        new(0.01, 0.02, 1, "2 %"), new(0.01, 0.02, 10, "62 %, 2,970 / ∞"), new(0.01, 0.02, 100, "340 / 780"), new(0.01, 0.02, 1000, "40 / 90"),
        new(0.01, 0.05, 1, "52 %, 3,480 / ∞"), new(0.01, 0.05, 10, "330 / 810"), new(0.01, 0.05, 100, "40 / 90"), new(0.01, 0.05, 1000, "10 / 10"),
    ];

    public static void Run(Study study)
    {
        var table = new Table(
            "Found within an hour: % unless all, median s / p95 s",
            "regression", "rps", "ours, strict", "spec", "oracle SPRT", "fixed 2×, 3 fails †", "repeated z †", "Kayenta 10 s", "Kayenta 60 s/5 min", "asymptotic CS");
        foreach (var cell in s_cells)
        {
            var (from, to) = (cell.From, cell.To);
            var result = Race.Run(
                study.Runs(4000, quick: 500),
                seed: 36,
                () => new(
                    new SteadyArrivals(cell.PerSecond * 10, Study.Share, to, from),
                    [new OurRule(Margin.Equal, RestartPlan.For(Study.Hour), from), new OracleSprt(to, from), new FixedMultiple(2 * from), new RepeatedZ(), new AsymptoticSequence()],
                    Study.Hour),
                study.Ct);
            var kayenta = Race.Run(
                study.Runs(1500, quick: 200),
                seed: 37,
                () => new(new SteadyArrivals(cell.PerSecond * 10, Study.Share, to, from), [new Kayenta(Study.Hour), new Kayenta(Study.Hour, strataPerPoint: 6, pointsPerLook: 5)], Study.Hour),
                study.Ct);
            table.Row(
                $"{Proportion.Percent(from)} → {Proportion.Percent(to)}", $"{cell.PerSecond}", result.Text(0), cell.Spec, result.Text(1), result.Text(2), result.Text(3),
                kayenta.Text(0), kayenta.Text(1), result.Text(4));
        }

        table.Print();
        Console.WriteLine("† fast because they fire on anything: see their columns under false rollback.");
    }
}
