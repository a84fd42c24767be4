using Sluice.Benchmarks.Analysis.Figures;
using Sluice.Benchmarks.Analysis.Traffic;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Benchmarks.Analysis.Tables;

/// <summary>No regression, and traffic that breaks the assumptions of other tests.</summary>
internal static class StressTable
{
    private const double Rate = 0.01;
    private const double Requests = 1000;
    private const int JumpEvery = 6;

    private static readonly (string Name, Func<Arrivals> Arrivals, string Spec)[] s_stresses =
    [
        ("round robin", () => new EvenArrivals(50, 950, Rate, Rate), "0.39"),
        ("bursts with 40 % errors inside strata", () => new BurstArrivals(Requests, Study.Share, Rate), "0.14"),
        ("error rate walks at random", () => new WalkingArrivals(Requests, Study.Share, Rate), "0.20"),
        ("share jumps 1 % ↔ 60 % with the error rate", Jumping, "0.22"),
        ("1 to 200 requests/s", () => new UnsteadyArrivals(10, 2000, Study.Share, Rate), "0.40"),
        ("canary better by half", () => new SteadyArrivals(Requests, Study.Share, Rate / 2, Rate), "0.00"),
    ];

    public static void Run(Study study)
    {
        var table = new Table("False rollback under stress, 1 % base, % of hours", "stress", "ours, strict", "spec");
        var worst = default(Proportion);
        foreach (var (name, arrivals, spec) in s_stresses)
        {
            var fired = Race.Run(study.Runs(20_000, quick: 3000), seed: 34, () => new(arrivals(), [new OurRule(Margin.Equal, RestartPlan.For(Study.Hour), Rate)], Study.Hour), study.Ct).Fired(0);
            worst = worst.Worse(fired);
            table.Row(name, fired.ToString(), spec);
        }

        table.Print();
        study.Gates.UpperAtMost("S1", "false rollback, worst of 6 stresses", worst, 0.01);
    }

    private static ChangingArrivals Jumping()
    {
        Func<int, double> rate = stratum => IsHigh(stratum) ? 2 * Rate : Rate / 2;
        return new(_ => Requests, stratum => IsHigh(stratum) ? 0.6 : 0.01, rate, rate);
    }

    private static bool IsHigh(int stratum) => stratum / JumpEvery % 2 == 1;
}
