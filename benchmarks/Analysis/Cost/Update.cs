using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Benchmarks.Analysis.Cost;

/// <summary>One kind of process and one update of it.</summary>
/// <param name="Run">Takes the number of the update, so that strata differ; returns the evidence, so that nothing can be left out.</param>
internal sealed record Update(string Name, Func<int, double> Run);

/// <summary>Every kind of process that a deployment may follow.</summary>
internal static class Updates
{
    private const int Horizon = 360;
    private const int Replicas = 19;

    public static IReadOnlyList<Update> All()
    {
        var plan = RestartPlan.For(Horizon);
        return
        [
            Rollback("rollback, strict margin", new(Margin.Equal, plan)),
            Rollback("rollback, with tolerance", new(Margin.Tolerance, plan)),
            Advance(),
            Both(),
            Breach(plan),
            Comply(),
            Latency(plan),
            Gauge(),
            Split(),
            Throughput(),
            Effect(),
        ];
    }

    public static ArmCounts Stratum(int i) => new(50, i % 3 == 0 ? 1 : 0, 950, 5 + (i % 7));

    private static Update Rollback(string name, RollbackProcess process) => new(name, i =>
    {
        process.Observe(Stratum(i), 0.008);
        return process.LogEvidence;
    });

    private static Update Advance()
    {
        var process = new AdvanceProcess(Margin.Advance);
        return new("advance", i =>
        {
            process.Observe(Stratum(i), 0.008);
            return process.LogEvidence;
        });
    }

    private static Update Both()
    {
        var comparison = new RateComparison(Margin.Tolerance, Margin.Advance, RestartPlan.For(Horizon));
        return new("errors, both directions", i =>
        {
            comparison.Observe(Stratum(i));
            return comparison.Rollback.LogEvidence + comparison.Advance.LogEvidence;
        });
    }

    private static Update Breach(RestartPlan plan)
    {
        var process = new SloBreachProcess(0.01, plan);
        return new("limit, breach", i =>
        {
            process.Observe(50, i % 3 == 0 ? 1 : 0);
            return process.LogEvidence;
        });
    }

    private static Update Comply()
    {
        var process = new SloComplianceProcess(0.01);
        return new("limit, compliance", i =>
        {
            process.Observe(50, i % 3 == 0 ? 1 : 0);
            return process.LogEvidence;
        });
    }

    private static Update Latency(RestartPlan plan)
    {
        var comparison = new LatencyComparison(plan);
        return new("one latency quantile, both directions", i =>
        {
            comparison.Observe(Stratum(i), Stratum(i + 1), 8000, 1_000_000);
            return comparison.Rollback.LogEvidence + comparison.Advance.LogEvidence;
        });
    }

    private static Update Gauge()
    {
        var process = new GaugeProcess(GaugeDirection.Increase, 0.1, GaugeProcess.PlanFor(Horizon));
        return new("gauge", i =>
        {
            process.Observe(40 + (i % 11), 40 + (i % 7));
            return process.LogEvidence;
        });
    }

    private static Update Split()
    {
        var check = new SplitCheck();
        return new("split check", i =>
        {
            check.Observe(0.05, 50 + (i % 3), 950);
            return check.LogEvidence;
        });
    }

    private static Update Throughput()
    {
        var process = new ThroughputProcess(5);
        return new("throughput", i =>
        {
            process.Observe(50 + (i % 3), 10);
            return process.LogEvidence;
        });
    }

    private static Update Effect()
    {
        var effect = new DesignEffect(Replicas);
        var counts = new ReplicaCounts[Replicas];
        return new($"design effect of {Replicas} replicas", i =>
        {
            for (var replica = 0; replica < counts.Length; replica++)
            {
                counts[replica] = new(50, (i + replica) % 5 == 0 ? 1 : 0);
            }

            effect.Observe(counts);
            return effect.Current.Value;
        });
    }
}
