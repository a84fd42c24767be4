using Sluice.Benchmarks.Analysis.Figures;
using Sluice.Benchmarks.Analysis.Peers;
using Sluice.Benchmarks.Analysis.Traffic;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Benchmarks.Analysis.Tables;

/// <summary>Identical versions whose error rate drifts while the canary's share grows: Simpson's paradox for whoever adds counts over steps.</summary>
internal static class DriftTable
{
    private static readonly double[] s_shares = [0.05, 0.2, 0.5];

    private static readonly (double From, double To, string Spec, string Z, string Sequence, string Once)[] s_drifts =
    [
        (0.01, 0.01, "0.32", "20.0", "0.09", "0.9"),
        (0.005, 0.01, "0.43", "96.8", "57.9", "94.9"),
        (0.005, 0.02, "0.35", "100", "100", "100"),
        (0.02, 0.005, "0.37", "12.8", "0.02", "0.00"),
    ];

    public static void Run(Study study)
    {
        var table = new Table(
            "False rollback with shares 5 → 20 → 50 % and drifting errors, 100 requests/s, % of hours",
            "drift", "ours, strict", "spec", "repeated z, pooled · spec", "asymptotic CS, pooled · spec", "one look at the end · spec");
        var worst = default(Proportion);
        foreach (var drift in s_drifts)
        {
            double Rate(int stratum) => drift.From + ((drift.To - drift.From) * stratum / Study.Hour);
            var result = Race.Run(
                study.Runs(10_000, quick: 3000),
                seed: 38,
                () => new(
                    new ChangingArrivals(_ => 1000, stratum => s_shares[stratum * s_shares.Length / Study.Hour], Rate, Rate),
                    [new OurRule(Margin.Equal, RestartPlan.For(Study.Hour), drift.From), new RepeatedZ(), new AsymptoticSequence(), new RepeatedZ(onlyAfter: Study.Hour)],
                    Study.Hour),
                study.Ct);
            worst = worst.Worse(result.Fired(0));
            table.Row(
                $"{Proportion.Percent(drift.From)} → {Proportion.Percent(drift.To)}", result.Fired(0).ToString(), drift.Spec, $"{result.Fired(1).Short} · {drift.Z}",
                $"{result.Fired(2).Short} · {drift.Sequence}", $"{result.Fired(3).Short} · {drift.Once}");
        }

        table.Print();
        study.Gates.UpperAtMost("S5", "false rollback under ramp and drift, worst of 4", worst, 0.01);
    }
}
