using Sluice.Benchmarks.Analysis.Figures;
using Sluice.Benchmarks.Analysis.Traffic;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Benchmarks.Analysis.Tables;

/// <summary>Whether effect sizes that a service has shown before find its next regression sooner, and what it costs when the next one is another.</summary>
internal static class LearnedTable
{
    private const double Rate = 0.01;

    // Ten canary requests per stratum, so that the length of a stratum does not show.
    private const double PerSecond = 20;

    private static readonly double[] s_effects = [1.5, 2, 3, 5, 10, 30];

    // Five past regressions of one service, as multiples of the odds: close together around 2 or 5, or all over.
    private static readonly (string Name, double[] Effects)[] s_pasts =
    [
        ("around 2", [1.4, 1.7, 2, 2.3, 2.9]), ("around 5", [3.4, 4.2, 5, 5.9, 7.3]), ("all over", [1.3, 2, 4, 12, 40]),
    ];

    public static void Run(Study study)
    {
        var found = new Table("Learned effect sizes: canary requests until a regression is found, median / p95", "past regressions", "odds × now", "ours", "learned", "ratio of medians [95 %]", "ratio of p95");
        var healthy = new Table("Learned effect sizes: false rollback, identical versions, % of hours", "past regressions", "ours", "learned");
        foreach (var (name, past) in s_pasts)
        {
            foreach (var effect in s_effects)
            {
                var result = Go(study, past, Odds.Times(Rate, effect), strata: 50 * Study.Hour, runs: 2000);
                var (ours, learned) = (result.Requests(0), result.Requests(1));
                var (value, lower, upper) = Delays.MedianRatio(learned, ours);
                found.Row(name, $"{effect}", ours.ToString(), learned.ToString(), Machine.Text($"{value:0.00} [{lower:0.00}, {upper:0.00}]"), Machine.Text($"{learned.P95 / ours.P95:0.00}"));
            }

            var equal = Go(study, past, Rate, Study.Hour, runs: 10_000);
            healthy.Row(name, equal.Fired(0).ToString(), equal.Fired(1).ToString());
        }

        found.Print();
        healthy.Print();
    }

    private static RaceResult Go(Study study, double[] past, double canary, int strata, int runs) => Race.Run(
        study.Runs(runs),
        seed: 73,
        () => new(
            new SteadyArrivals(PerSecond * 10, Study.Share, canary, Rate),
            [new OurRule(Margin.Equal, RestartPlan.For(Study.Hour), Rate), new LearnedRule(Margin.Equal, RestartPlan.For(Study.Hour), Rate, past)],
            strata),
        study.Ct);
}
