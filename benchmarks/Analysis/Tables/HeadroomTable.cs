using Sluice.Benchmarks.Analysis.Figures;
using Sluice.Benchmarks.Analysis.Traffic;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Benchmarks.Analysis.Tables;

/// <summary>Whether factors conditional on the bad requests of both arms find regressions sooner, at high rates, on the same traffic.</summary>
internal static class HeadroomTable
{
    private static readonly (double From, double To, double PerSecond, double Share)[] s_regressions =
    [
        (0.01, 0.02, 10, 0.05), (0.01, 0.02, 100, 0.05), (0.01, 0.02, 100, 0.5), (0.05, 0.07, 10, 0.05), (0.05, 0.07, 100, 0.05), (0.05, 0.07, 100, 0.5), (0.05, 0.1, 100, 0.05),
    ];

    private static readonly (string Name, Margin Margin)[] s_margins = [("equal rates", Margin.Equal), ("1.1p + 0.02", new Margin(1.1, 0.0002))];

    public static void Run(Study study)
    {
        var found = new Table(
            "Conditional factors: canary requests until a regression is found, median / p95", "margin", "regression", "rps, share", "ours", "conditional", "ratio of medians [95 %]");
        var healthy = new Table("Conditional factors: false rollback, identical versions, % of hours", "margin", "rate", "rps, share", "ours", "conditional");
        foreach (var (name, margin) in s_margins)
        {
            foreach (var (from, to, perSecond, share) in s_regressions)
            {
                // Slow traffic needs more than an hour; every run is to end.
                var result = Go(study, margin, from, to, perSecond, share, strata: 12 * Study.Hour, runs: 2000);
                var (value, lower, upper) = Delays.MedianRatio(result.Requests(1), result.Requests(0));
                found.Row(
                    name, $"{Proportion.Percent(from)} → {Proportion.Percent(to)}", $"{perSecond}, {Proportion.Percent(share)}", result.Requests(0).ToString(),
                    result.Requests(1).ToString(), Machine.Text($"{value:0.000} [{lower:0.000}, {upper:0.000}]"));
            }

            foreach (var (rate, perSecond, share) in s_regressions.Select(r => (r.From, r.PerSecond, r.Share)).Distinct())
            {
                var result = Go(study, margin, rate, rate, perSecond, share, Study.Hour, runs: 10_000);
                healthy.Row(name, Proportion.Percent(rate), $"{perSecond}, {Proportion.Percent(share)}", result.Fired(0).ToString(), result.Fired(1).ToString());
            }
        }

        found.Print();
        healthy.Print();
    }

    private static RaceResult Go(Study study, Margin margin, double stable, double canary, double perSecond, double share, int strata, int runs) => Race.Run(
        study.Runs(runs),
        seed: 71,
        () => new(
            new SteadyArrivals(perSecond * 10, share, canary, stable),
            [new OurRule(margin, RestartPlan.For(Study.Hour), stable), new ConditionalRule(margin, RestartPlan.For(Study.Hour), stable)],
            strata),
        study.Ct);
}
