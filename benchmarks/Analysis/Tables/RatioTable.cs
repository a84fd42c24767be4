using Sluice.Benchmarks.Analysis.Figures;
using Sluice.Benchmarks.Analysis.Random;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Benchmarks.Analysis.Tables;

/// <summary>The bounds of the ratio that a reader sees after 2,000 canary requests.</summary>
internal static class RatioTable
{
    private const int Strata = 40;
    private const double Canary = 50;
    private const double Alpha = 0.05;

    private static readonly (double Stable, double Canary, string Spec)[] s_settings = [(0.01, 0.02, "[1.19, 3.36]"), (0.01, 0.01, ""), (0.01, 0.05, "")];

    public static void Run(Study study)
    {
        var table = new Table("Always-valid 95 % bounds of the ratio after 2,000 canary requests at 5 %, medians", "truth", "ours", "spec", "truth outside (allowed 5 %)");
        foreach (var (stable, canary, spec) in s_settings)
        {
            var bounds = Runs.Of(study.Runs(300, quick: 60), seed: 49, () => new EvidenceStratum[Strata], (strata, random) => Bounds(strata, random, stable, canary), study.Ct);
            var wrong = bounds.Count(bound => bound.Lower > canary / stable || bound.Upper < canary / stable);
            table.Row(
                $"{Proportion.Percent(stable)} → {Proportion.Percent(canary)}",
                Machine.Text($"[{new Delays(bounds.Select(bound => bound.Lower ?? 0)).Median:0.00}, {new Delays(bounds.Select(bound => bound.Upper ?? double.PositiveInfinity)).Median:0.00}]"), spec,
                new Proportion(wrong, bounds.Length).ToString());
        }

        table.Print();
    }

    private static MarginBounds Bounds(EvidenceStratum[] strata, RandomStream random, double stable, double canary)
    {
        const double StablePerCanary = 19;
        for (var i = 0; i < strata.Length; i++)
        {
            var (canaryBad, stableBad) = (random.Poisson(Canary * canary), random.Poisson(Canary * StablePerCanary * stable));
            strata[i] = new(new(canaryBad + random.Poisson(Canary * (1 - canary)), canaryBad, stableBad + random.Poisson(Canary * StablePerCanary * (1 - stable)), stableBad));
        }

        return RatioBounds.Of(strata, Alpha, stable);
    }
}
