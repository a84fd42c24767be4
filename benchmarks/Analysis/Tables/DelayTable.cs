using Sluice.Benchmarks.Analysis.Figures;
using Sluice.Benchmarks.Analysis.Peers;
using Sluice.Benchmarks.Analysis.Traffic;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Benchmarks.Analysis.Tables;

/// <summary>Canary requests until a regression is proven, beside the best test that looks once and the best sequential one that is told the truth.</summary>
internal static class DelayTable
{
    // About a hundred strata until the best fixed test, so that their length does not show; at least 2.5 canary requests, so that few lack an arm;
    // at most ten, so that the restarts come early, as they do where there is no horizon.
    private const double StrataPerFixedSample = 100;
    private const double FewestPerStratum = 2.5;
    private const double MostPerStratum = 10;
    private const int Strata = 100_000;

    private sealed record Setting(double From, double To, double Share, string Fixed, string Sprt, string Strict, string Tolerant, string Sequence);

    private static readonly Setting[] s_settings =
    [
        new(0.001, 0.003, 0.05, "2,310 / 7,548", "3,406 / 10,277", "4,458 / 11,637", "6,935 / 17,698", "10,231 / 18,461"),
        new(0.001, 0.01, 0.05, "243 / 848", "367 / 1,094", "510 / 1,255", "591 / 1,439", "1,481 / 2,450"),
        new(0.01, 0.015, 0.05, "2,662 / 8,134", "3,848 / 10,706", "5,133 / 12,672", "9,510 / 23,210", "7,503 / 15,271"),
        new(0.01, 0.02, 0.05, "756 / 2,379", "1,078 / 3,275", "1,549 / 3,760", "2,135 / 5,119", "2,333 / 4,728"),
        new(0.01, 0.05, 0.05, "78 / 263", "117 / 349", "162 / 404", "184 / 454", "337 / 589"),
        new(0, 0.01, 0.05, "147 / 453", "176 / 483", "283 / 640", "310 / 757", "1,180 / 1,949"),
        new(0.001, 0.5, 0.05, "3 / 10", "5 / 10", "7 / 14", "7 / 14", "31 / 34"),
        new(0.01, 0.02, 0.5, "1,608 / 4,615", "2,415 / 6,417", "3,274 / 7,294", "4,528 / 10,156", "2,789 / 6,463"),
        new(0.01, 0.05, 0.5, "196 / 528", "314 / 794", "427 / 924", "496 / 1,045", "470 / 845"),
        new(0.001, 0.5, 0.5, "11 / 22", "15 / 30", "26 / 41", "28 / 44", "50 / 64"),
    ];

    public static void Run(Study study)
    {
        var table = new Table(
            "Canary requests until rollback, median / p95 (fixed sample: 50 % / 95 % power)",
            "regression", "canary", "ours, strict", "spec", "ours, tolerance", "spec", "fixed sample", "spec", "× fixed: median, p95", "SPRT told the truth", "spec", "× SPRT", "asymptotic CS", "spec");
        var (median, p95, sprt) = (default(Ratio), default(Ratio), default(Ratio));
        foreach (var setting in s_settings)
        {
            var half = FixedSampleTest.CanaryRequests(setting.To, setting.From, setting.Share, 0.5);
            var most = FixedSampleTest.CanaryRequests(setting.To, setting.From, setting.Share, 0.95);
            var canary = Math.Clamp(most / StrataPerFixedSample, FewestPerStratum, MostPerStratum);
            var result = Race.Run(
                study.Runs(3000, quick: 500),
                seed: 35,
                () => new(
                    new SteadyArrivals(canary / setting.Share, setting.Share, setting.To, setting.From),
                    [
                        new OurRule(Margin.Equal, RestartPlan.For(Study.Hour), setting.From),
                        new OracleSprt(setting.To, setting.From),
                        new OurRule(Margin.Tolerance, RestartPlan.For(Study.Hour), setting.From),
                        new AsymptoticSequence(),
                    ],
                    Strata),
                study.Ct);
            var (ours, oracle) = (result.Requests(0), result.Requests(1));
            var (toHalf, toMost) = (Ratio.Of(ours, 0.5, half), Ratio.Of(ours, 0.95, most));
            var toSprt = Delays.MedianRatio(ours, oracle);
            (median, p95, sprt) = (median.Worse(toHalf), p95.Worse(toMost), sprt.Worse(new(toSprt.Value, toSprt.Lower, toSprt.Upper)));
            table.Row(
                $"{Proportion.Percent(setting.From)} → {Proportion.Percent(setting.To)}", Proportion.Percent(setting.Share), ours.ToString(), setting.Strict, result.Requests(2).ToString(), setting.Tolerant,
                $"{Delays.Text(half)} / {Delays.Text(most)}", setting.Fixed, $"{toHalf}, {toMost}", oracle.ToString(), setting.Sprt, new Ratio(toSprt.Value, toSprt.Lower, toSprt.Upper).ToString(),
                result.Requests(3).ToString(), setting.Sequence);
        }

        table.Print();
        study.Gates.AtMost("S3", "rollback delay / fixed sample: median / 50 % power, worst of 10", median.Value, (median.Lower, median.Upper), 2.5);
        study.Gates.AtMost("S3", "rollback delay / fixed sample: p95 / 95 % power, worst of 10", p95.Value, (p95.Lower, p95.Upper), 2);
        study.Gates.LowerAtMost("S4", "median rollback delay / SPRT told the truth, worst of 10", sprt.Value, (sprt.Lower, sprt.Upper), 1.75);
    }
}
