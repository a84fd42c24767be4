using Sluice.Benchmarks.Analysis.Figures;
using Sluice.Benchmarks.Analysis.Random;
using Sluice.Benchmarks.Analysis.Traffic;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Benchmarks.Analysis.Tables;

/// <summary>How well the missing requests are forecast, a quarter and a half of the planned way along.</summary>
internal static class ForecastTable
{
    private const int StrataPerPlan = 200;

    private static readonly (string Name, Margin Margin, bool TowardsAdvance, double Stable, double Canary)[] s_settings =
    [
        ("rollback, 0.1 → 0.3 %", Margin.Equal, false, 0.001, 0.003),
        ("rollback, 0.1 → 1 %", Margin.Equal, false, 0.001, 0.01),
        ("rollback, 1 → 2 %", Margin.Equal, false, 0.01, 0.02),
        ("rollback, 1 → 5 %", Margin.Equal, false, 0.01, 0.05),
        ("advance, 0.1 %, 1.5p + 0.1 pp", Margin.Advance, true, 0.001, 0.001),
        ("advance, 0.1 %, 2p + 0.2 pp", new(2, 0.002), true, 0.001, 0.001),
        ("advance, 1 %, 1.5p + 0.1 pp", Margin.Advance, true, 0.01, 0.01),
    ];

    public static void Run(Study study)
    {
        var table = new Table("Requests that it took / forecast", "towards", "asked after", "median", "p10", "p90", "no forecast or done before", "spec, median", "spec, p10 to p90");
        var (lowest, highest) = (new Ratio(double.PositiveInfinity, 0, 0), default(Ratio));
        foreach (var setting in s_settings)
        {
            var level = setting.TowardsAdvance ? 0.05 : 0.01;
            var plan = setting.TowardsAdvance
                ? DetectionPlan.ToAdvance(setting.Margin, setting.Canary, setting.Stable, 19, level)
                : DetectionPlan.ToRollBack(setting.Margin, setting.Canary, setting.Stable, 19, level);
            var perStratum = plan!.Value.Median / StrataPerPlan / Study.Share;
            foreach (var part in (double[])[0.25, 0.5])
            {
                var all = Runs.Of(
                    study.Runs(2000, quick: 300),
                    seed: 47,
                    () => new ForecastTrial(
                        setting.Margin, setting.TowardsAdvance, new SteadyArrivals(perStratum, Study.Share, setting.Canary, setting.Stable), setting.Stable, (int)(part * StrataPerPlan)),
                    (trial, random) => trial.Run(random),
                    study.Ct);
                var ratios = new Delays(all.Where(ratio => !double.IsNaN(ratio)));
                var median = Ratio.Of(ratios, 0.5, 1);
                (lowest, highest) = (median.Value < lowest.Value ? median : lowest, highest.Worse(median));
                table.Row(
                    setting.Name, Machine.Text($"{part:0.##} of the plan"), Machine.Text($"{ratios.Median:0.00}"), Machine.Text($"{ratios.At(0.1):0.00}"), Machine.Text($"{ratios.At(0.9):0.00}"),
                    new Proportion(all.Count(double.IsNaN), all.Length).Short, setting.TowardsAdvance ? "0.72 to 0.85" : "0.66 to 0.99", setting.TowardsAdvance ? "0.26 to 2.25" : "0.14 to 5.1");
            }
        }

        table.Print();
        study.Gates.Between("S11", "forecast: median of what it took / forecast, lowest and highest", lowest, highest, 0.5, 1.5);
    }
}
