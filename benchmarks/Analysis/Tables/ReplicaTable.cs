using Sluice.Benchmarks.Analysis.Figures;
using Sluice.Benchmarks.Analysis.Random;
using Sluice.Benchmarks.Analysis.Replicas;

namespace Sluice.Benchmarks.Analysis.Tables;

/// <summary>Sticky sessions and unequal replicas: requests that are not independent.</summary>
internal static class ReplicaTable
{
    private const double Rate = 0.01;
    private const double Regression = 0.05;

    private static readonly (int Cluster, double Spread, string Untempered, string Tempered, string Effect, string Detects)[] s_settings =
    [
        (1, 0, "0.40", "0.23", "1.06", "40, 100 %"), (2, 0, "19.0", "0.23", "2.3", "90, 100 %"), (5, 0, "96.7", "0.17", "5.8", "200, 100 %"), (10, 0, "99.9", "0.05", "11.7", "390, 100 %"),
        (1, 0.2, "12.5", "1.25", "6.0", "70, 100 %"), (1, 0.5, "25.4", "1.95", "39", "520, 80 %"), (5, 0.3, "90.6", "1.0", "17", "310, 99 %"),
    ];

    public static void Run(Study study)
    {
        var table = new Table(
            "19 stable replicas, 1 canary replica, clusters of m requests, log error rates of replicas with deviation σ: false rollback, % of hours",
            "m", "σ", "untempered · spec", "with measured design effect", "spec", "mean φ · spec", "repeated z", "1 → 5 %: median s, share", "spec");
        var (sticky, unequal) = (default(Proportion), default(Proportion));
        foreach (var setting in s_settings)
        {
            var same = Try(setting.Cluster, setting.Spread, Rate, study.Runs(20_000, quick: 500), study.Ct);
            var worse = Try(setting.Cluster, setting.Spread, Regression, study.Runs(1000, quick: 200), study.Ct);
            var wrong = Share(same, outcome => outcome.Tempered);
            (sticky, unequal) = setting.Spread > 0 ? (sticky, unequal.Worse(wrong)) : (sticky.Worse(wrong), unequal);
            var found = new Delays(worse.Select(outcome => outcome.Tempered > 0 ? outcome.Tempered * 10 : double.PositiveInfinity));
            table.Row(
                $"{setting.Cluster}", Machine.Text($"{setting.Spread}"), $"{Share(same, outcome => outcome.Untempered).Short} · {setting.Untempered}", wrong.ToString(), setting.Tempered,
                Machine.Text($"{same.Average(outcome => outcome.DesignEffect):0.0} · {setting.Effect}"), Share(same, outcome => outcome.RepeatedZ).Short, $"{Delays.Text(found.Median)}, {found.Ended.Short}", setting.Detects);
        }

        table.Print();
        study.Gates.UpperAtMost("S7", "false rollback in sticky clusters up to 10, measured design effect", sticky, 0.01);
        study.Gates.LowerAtMost("S8", "false rollback, unequal replicas, one canary replica", unequal, 0.02);
    }

    private static ReplicaOutcome[] Try(int cluster, double spread, double canaryRate, int runs, CancellationToken ct) =>
        Runs.Of(runs, seed: 46, () => new ReplicaTrial(cluster, spread, canaryRate, Rate), (trial, random) => trial.Run(random), ct);

    private static Proportion Share(ReplicaOutcome[] outcomes, Func<ReplicaOutcome, int> rule) => new(outcomes.Count(outcome => rule(outcome) > 0), outcomes.Length);
}
