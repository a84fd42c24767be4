using Sluice.Benchmarks.Analysis.Figures;
using Sluice.Benchmarks.Analysis.Peers;
using Sluice.Benchmarks.Analysis.Traffic;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Benchmarks.Analysis.Tables;

/// <summary>Three minutes of 30 % errors on both arms: nobody's regression.</summary>
internal static class OutageTable
{
    private const double Rate = 0.01;
    private const double Outage = 0.3;
    private const int Minute = 6;

    public static void Run(Study study)
    {
        double Errors(int stratum) => (stratum / Minute) is 10 or 30 or 50 ? Outage : Rate;
        var result = Race.Run(
            study.Runs(10_000, quick: 3000),
            seed: 39,
            () => new(
                new ChangingArrivals(_ => 1000, _ => Study.Share, Errors, Errors),
                [new OurRule(Margin.Equal, RestartPlan.For(Study.Hour), Rate), new FixedMultiple(2 * Rate), new RepeatedZ()],
                Study.Hour),
            study.Ct);
        var table = new Table("False rollback with three shared outages of 60 s, % of hours", "ours, strict", "spec", "fixed 2×, 3 fails · spec", "repeated z · spec");
        table.Row(result.Fired(0).ToString(), "0.19", $"{result.Fired(1).Short} · 100", $"{result.Fired(2).Short} · 19.5");
        table.Print();
        study.Gates.UpperAtMost("S6", "false rollback in shared outages", result.Fired(0), 0.01);
    }
}
