using Sluice.Benchmarks.Analysis.Figures;
using Sluice.Benchmarks.Analysis.Peers;
using Sluice.Benchmarks.Analysis.Traffic;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Benchmarks.Analysis.Tables;

/// <summary>Identical versions at 100 requests/s under other peeking schedules, levels and shares of the canary.</summary>
internal static class PeekingTable
{
    private const double PerSecond = 100;

    private sealed record Schedule(string Name, int Seconds, int Strata, double Share, double Alpha, double Rate, string Spec);

    private static readonly Schedule[] s_schedules =
    [
        .. Rates("every 1 s", 1, 3600, "0.39", "0.46", "0.58"),
        .. Rates("every 10 s", 10, 360, "0.36", "0.36", "0.29"),
        .. Rates("every 60 s", 60, 60, "0.19", "0.16", "0.12"),
        .. Rates("every 10 s for 24 h", 10, 8640, "0.50", "0.55", "0.40"),
        .. Rates("every 10 s, α = 5 %", 10, 360, "0.7 to 2.7", "0.7 to 2.7", "0.7 to 2.7", 0.05),
        .. from share in (double[])[0.01, 0.1, 0.25, 0.5, 0.75, 0.9] select new Schedule("every 10 s", 10, 360, share, 0.01, 0.01, "0.16 to 0.40"),
    ];

    public static void Run(Study study)
    {
        var table = new Table("False rollback at 100 requests/s by schedule, level and share, % of runs", "looks", "canary", "base", "ours, strict", "spec", "repeated z");
        var worst = default(Proportion);
        foreach (var schedule in s_schedules)
        {
            var rate = schedule.Rate;
            var isLong = schedule.Strata > Study.Hour;
            var result = Race.Run(
                study.Runs(20_000, quick: isLong ? 200 : 2000),
                seed: 33,
                () => new(
                    new SteadyArrivals(PerSecond * schedule.Seconds, schedule.Share, rate, rate),
                    [new OurRule(Margin.Equal, RestartPlan.For(schedule.Strata), rate, schedule.Alpha), new RepeatedZ()],
                    schedule.Strata),
                study.Ct);
            worst = schedule.Alpha > 0.01 ? worst : worst.Worse(result.Fired(0));
            table.Row(schedule.Name, Proportion.Percent(schedule.Share), Proportion.Percent(rate), result.Fired(0).ToString(), schedule.Spec, result.Fired(1).Short);
        }

        table.Print();
        study.Gates.UpperAtMost("S1", "false rollback, worst of the schedules and shares", worst, 0.01);
    }

    private static IEnumerable<Schedule> Rates(string name, int seconds, int strata, string low, string middle, string high, double alpha = 0.01) =>
    [
        new(name, seconds, strata, Study.Share, alpha, 0.001, low),
        new(name, seconds, strata, Study.Share, alpha, 0.01, middle),
        new(name, seconds, strata, Study.Share, alpha, 0.05, high),
    ];
}
