using Sluice.Benchmarks.Analysis.Figures;
using Sluice.Benchmarks.Analysis.Peers;
using Sluice.Benchmarks.Analysis.Random;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Benchmarks.Analysis.Tables;

/// <summary>A limit of 1 % errors: requests until compliance or breach is proven.</summary>
internal static class SloTable
{
    private const double Limit = 0.01;
    private const int Most = 20_000;

    private static readonly (double Rate, string Breach, string Comply)[] s_rates =
    [
        (0, "", "420 / 420"), (0.001, "", "420 / 870"), (0.005, "", "1,710 / 5,140"), (0.01, "0.1 %", "4.8 %"), (0.02, "1,280 / 3,200", ""), (0.05, "128 / 342", ""), (0.5, "6 / 12", ""),
    ];

    public static void Run(Study study)
    {
        var table = new Table("Limit of 1 % errors, 20,000 requests: median / p95 requests", "true rate", "breach proven", "spec", "compliance proven (β 5 %)", "spec");
        foreach (var (rate, breach, comply) in s_rates)
        {
            var runs = Runs.Of(study.Runs(1000, quick: 300), seed: 42, () => (Breach: new SloBreachProcess(Limit, RestartPlan.None), Comply: new SloComplianceProcess(Limit)), (both, random) => Try(both.Breach, both.Comply, rate, random), study.Ct);
            table.Row(Proportion.Percent(rate), Text(runs.Select(run => run.Breach)), breach, Text(runs.Select(run => run.Comply)), comply);
        }

        table.Print();
        var rule = Race.Run(study.Runs(1000, quick: 300), seed: 43, () => new(new Traffic.EvenArrivals(50, 0, Limit / 2, 0), [new FixedMultiple(Limit, consecutive: true)], Most / 50), study.Ct);
        Console.WriteLine($"The usual point rule (window of 300 requests, 3 failures in a row) breaks a compliant 0.5 % in {rule.Fired(0)} of runs; spec 99.0 %.");
    }

    private static (double Breach, double Comply) Try(SloBreachProcess breach, SloComplianceProcess comply, double rate, RandomStream random)
    {
        Span<double> fresh = stackalloc double[breach.StateLength];
        fresh.Clear();
        fresh[EffectSizes.Count..(2 * EffectSizes.Count)].Fill(double.NegativeInfinity);
        breach.Restore(fresh);
        comply.EnterPhase();
        var (atBreach, atCompliance) = (double.PositiveInfinity, double.PositiveInfinity);
        for (var request = 1; request <= Most && (double.IsInfinity(atBreach) || double.IsInfinity(atCompliance)); request++)
        {
            var bad = random.Uniform() < rate ? 1 : 0;
            breach.Observe(1, bad);
            comply.Observe(1, bad);
            atBreach = double.IsInfinity(atBreach) && breach.LogEvidence >= Math.Log(100) ? request : atBreach;
            atCompliance = double.IsInfinity(atCompliance) && comply.IsProven(0.05) ? request : atCompliance;
        }

        return (atBreach, atCompliance);
    }

    private static string Text(IEnumerable<double> requests)
    {
        var delays = new Delays(requests);
        return double.IsFinite(delays.Median) ? delays.ToString() : delays.Ended.Short;
    }
}
