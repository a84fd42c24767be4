using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Domain.Tests.Analysis.Evidence;

/// <summary>Under its null hypothesis no process is expected to gain, tried over every history of a few small strata.</summary>
public sealed class FairnessTests
{
    private const int Strata = 3;

    public static TheoryData<double, double, double> Nulls => new(
        from margin in new[] { Margin.Equal, Margin.Tolerance, Margin.Advance, new Margin(1, 0.2), new Margin(0.5, 0) }
        from rate in new[] { 0.0, 0.01, 0.1, 0.5, 0.66 }
        where margin.At(rate) <= 1
        select (margin.Ratio, margin.Offset, rate));

    [Theory]
    [MemberData(nameof(Nulls))]
    public void Neither_direction_gains_on_its_margin(double ratio, double offset, double rate)
    {
        var margin = new Margin(ratio, offset);
        var gains = Expected(margin.At(rate), rate, () => new RateComparison(margin, margin, RestartPlan.Each(1, Strata), priorRate: 0.1), (process, counts) => process.Observe(counts), process => (process.Rollback.LogEvidence, process.Advance.LogEvidence));
        Assert.True(gains.First <= 1 + 1e-12, $"rollback {gains.First:R}");
        Assert.True(gains.Second <= 1 + 1e-12, $"advance {gains.Second:R}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0.3)]
    public void Tempering_never_adds(double tempering)
    {
        var margin = new Margin(1.1, 0.02);
        var gains = Expected(margin.At(0.2), 0.2, () => new RateComparison(margin, margin, RestartPlan.None), (process, counts) => process.Observe(counts, tempering), process => (process.Rollback.LogEvidence, process.Advance.LogEvidence));
        Assert.True(gains.First <= 1 + 1e-12 && gains.Second <= 1 + 1e-12, $"{gains}");
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void Neither_breach_nor_compliance_gains_at_the_limit(double limit)
    {
        var gains = Expected(limit, 0, () => (Breach: new SloBreachProcess(limit, RestartPlan.Each(1, Strata)), Comply: new SloComplianceProcess(limit)), (process, counts) =>
        {
            process.Breach.Observe(counts.CanaryRequests, counts.CanaryBad);
            process.Comply.Observe(counts.CanaryRequests, counts.CanaryBad);
        }, process => (process.Breach.LogEvidence, process.Comply.LogEvidence));
        Assert.Equal(1, gains.First, 1e-10);
        Assert.Equal(1, gains.Second, 1e-10);
    }

    [Theory]
    [InlineData(5, 2)]
    [InlineData(3, 40)]
    public void Arrivals_at_the_least_rate_are_no_evidence(double rate, double seconds)
    {
        var (mean, expected, chance) = (rate * seconds, 0.0, Math.Exp(-rate * seconds));
        for (var n = 0; n < 1000; n++)
        {
            var process = new ThroughputProcess(rate);
            process.Observe(n, seconds);
            expected += chance * Math.Exp(process.LogEvidence);
            chance *= mean / (n + 1);
        }

        Assert.Equal(1, expected, 1e-10);
    }

    [Theory]
    [InlineData(40, 0.05)]
    [InlineData(200, 0.5)]
    public void A_split_as_set_is_no_evidence(int requests, double share)
    {
        var expected = Enumeration.Binomial(requests, share).Select((chance, x) =>
        {
            var check = new SplitCheck();
            check.Observe(share, x, requests - x);
            return chance * Math.Exp(check.LogEvidence);
        }).Sum();
        Assert.Equal(1, expected, 1e-9);
    }

    /// <summary>Two canary and three stable requests per stratum, every outcome of three strata.</summary>
    private static (double First, double Second) Expected<T>(double canaryRate, double stableRate, Func<T> start, Action<T, ArmCounts> observe, Func<T, (double First, double Second)> evidence)
    {
        var (canary, stable) = (Enumeration.Binomial(2, canaryRate), Enumeration.Binomial(3, stableRate));
        var outcomes = (from xc in Enumerable.Range(0, 3) from xb in Enumerable.Range(0, 4) select (Counts: new ArmCounts(2, xc, 3, xb), Chance: canary[xc] * stable[xb])).ToArray();
        var (first, second) = (0.0, 0.0);
        foreach (var a in outcomes)
        {
            foreach (var b in outcomes)
            {
                foreach (var c in outcomes)
                {
                    var process = start();
                    observe(process, a.Counts);
                    observe(process, b.Counts);
                    observe(process, c.Counts);
                    var chance = a.Chance * b.Chance * c.Chance;
                    var logs = evidence(process);
                    first += chance * Math.Exp(logs.First);
                    second += chance * Math.Exp(logs.Second);
                }
            }
        }

        return (first, second);
    }
}
