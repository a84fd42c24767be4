using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Domain.Tests.Analysis.Evidence;

public sealed class AllocationTests
{
    [Fact]
    public void Taking_in_a_stratum_and_reading_the_evidence_allocates_nothing()
    {
        var errors = new RateComparison(Margin.Tolerance, Margin.Advance, RestartPlan.For(360));
        var latency = new LatencyComparison(RestartPlan.For(360));
        var breach = new SloBreachProcess(0.01, RestartPlan.For(360));
        var comply = new SloComplianceProcess(0.01);
        var throughput = new ThroughputProcess(5);
        var split = new SplitCheck();
        var state = new double[errors.StateLength];
        var sum = Strata(10);

        var before = GC.GetAllocatedBytesForCurrentThread();
        sum += Strata(1000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(double.IsFinite(sum));

        double Strata(int count)
        {
            double total = 0;
            for (var i = 0; i < count; i++)
            {
                var counts = new ArmCounts(50 + (i % 7), i % 3, 950, 9);
                errors.Observe(counts);
                latency.Observe(counts, counts, 9, 950);
                latency.Skip();
                breach.Observe(counts.CanaryRequests, counts.CanaryBad);
                comply.Observe(counts.CanaryRequests, counts.CanaryBad);
                throughput.Observe(counts.CanaryRequests, 10);
                split.Observe(0.05, counts.CanaryRequests, counts.StableRequests);
                errors.Save(state);
                errors.Restore(state);
                total += errors.Rollback.LogEvidence + errors.Advance.LogEvidence + latency.Rollback.LogEvidence + breach.LogEvidence
                    + comply.LogEvidence + throughput.LogEvidence + split.LogEvidence;
            }

            return total;
        }
    }
}
