using Sluice.Benchmarks.Analysis.Figures;
using Sluice.Benchmarks.Analysis.Random;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Benchmarks.Analysis.Tables;

/// <summary>Canary requests until a healthy canary is cleared, and how often one exactly at the margin ever is.</summary>
internal static class AdvanceTable
{
    // Strata small enough that their size does not show: about a hundred until clearance.
    private const int StrataPerClearance = 100;
    private const int StablePerCanary = 19;

    private sealed record Setting(double Rate, Margin Margin, int Usual, bool IsJudged, string AtFive, string AtOne, string Fixed, string Wrong);

    private static readonly Setting[] s_settings =
    [
        new(0, new(1, 0.005), 668, true, "668 / 676", "998 / 1,005", "598", "4.8, β 1 %: 0.89"),
        new(0.0001, new(1.5, 0.001), 3176, false, "3,176 / 8,414", "4,779 / 11,847", "4,977", "4.2"),
        new(0.001, new(1.25, 0.0005), 14_733, false, "14,733 / 42,392", "23,542 / 56,067", "27,280", "3.5"),
        new(0.001, new(1.5, 0.001), 4607, true, "4,607 / 14,806", "7,518 / 18,760", "8,417", "4.3"),
        new(0.001, new(2, 0.002), 1629, true, "1,629 / 4,797", "2,736 / 6,563", "2,840", "4.2, β 1 %: 0.67"),
        new(0.01, new(1.5, 0.001), 2082, true, "2,082 / 6,557", "3,527 / 8,293", "4,004", "4.6"),
        new(0.01, new(2, 0.002), 650, false, "650 / 1,940", "1,053 / 2,597", "1,199", "4.3"),
        new(0.05, new(1.5, 0.001), 536, false, "536 / 1,603", "860 / 2,163", "983", "3.5"),
    ];

    public static void Run(Study study)
    {
        var table = new Table(
            "Canary requests to clear a healthy canary at 5 %, median / p95, and a canary at the margin",
            "base", "margin", "β 5 %", "spec", "β 1 %", "spec", "fixed sample 95 % (spec)", "at the margin, β 5 %", "at the margin, β 1 %", "spec");
        var (five, one) = (default(Proportion), default(Proportion));
        foreach (var setting in s_settings)
        {
            var healthy = Try(setting, setting.Rate, study.Runs(3000, quick: 300), study.Ct);
            var wrong = Try(setting, setting.Margin.At(setting.Rate), study.Runs(setting.IsJudged ? 40_000 : 10_000, quick: 1000), study.Ct);
            var (wrongFive, wrongOne) = (new Delays(wrong.Select(run => run.AtFive)).Ended, new Delays(wrong.Select(run => run.AtOne)).Ended);
            (five, one) = (five.Worse(wrongFive), one.Worse(wrongOne));
            if (setting.IsJudged)
            {
                study.Gates.AtMost("S2", $"wrong advance at the margin {Text(setting.Margin)} of {Proportion.Percent(setting.Rate)}, β 5 %", wrongFive, 0.05);
                study.Gates.AtMost("S2", $"wrong advance at the margin {Text(setting.Margin)} of {Proportion.Percent(setting.Rate)}, β 1 %", wrongOne, 0.01);
            }

            table.Row(
                Proportion.Percent(setting.Rate), Text(setting.Margin), new Delays(healthy.Select(run => run.AtFive)).ToString(), setting.AtFive,
                new Delays(healthy.Select(run => run.AtOne)).ToString(), setting.AtOne, setting.Fixed, wrongFive.ToString(), wrongOne.ToString(), setting.Wrong);
        }

        table.Print();
        study.Gates.LowerAtMost("S2", "wrong advance, worst of 8 settings, β 5 %", five, 0.05);
        study.Gates.LowerAtMost("S2", "wrong advance, worst of 8 settings, β 1 %", one, 0.01);
    }

    private static Cleared[] Try(Setting setting, double canaryRate, int runs, CancellationToken ct)
    {
        var canary = Math.Max(1, setting.Usual / StrataPerClearance);
        return Runs.Of(
            runs, seed: 41, () => new PhaseTrial(setting.Margin, setting.Rate, canaryRate, canary, canary * StablePerCanary), (trial, random) => trial.Run(random), ct);
    }

    private static string Text(Margin margin) => Machine.Text($"{margin.Ratio:0.##}p + {100 * margin.Offset:0.##} pp");
}
