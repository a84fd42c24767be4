using Sluice.Domain.Analysis;
using Sluice.Domain.Rollbacks;
using static Sluice.Domain.Tests.Analysis.Ledgers.Traffic;

namespace Sluice.Domain.Tests.Analysis.Ledgers;

/// <summary>A canary whose requests hang is seen before any of them ended.</summary>
public sealed class HangingTests
{
    [Fact]
    public void A_canary_that_answers_nothing_breaks_its_limit_in_the_first_interval()
    {
        var verdict = new Traffic(new() { LatencyP95 = TimeSpan.FromMilliseconds(200) }).After(Arm(950, 0), Hanging(50, 3000));

        Assert.Equal((VerdictKind.RollBack, VerdictReason.SloBreach), (verdict.Kind, verdict.Reason));
        Assert.StartsWith("Proven worse after 0 canary requests and 50 more that are still open (10 s). Errors: canary without requests, stable 0 %.", verdict.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_canary_that_answers_nothing_is_worse_than_stable_without_any_limit()
    {
        var verdict = new Traffic().After(Arm(950, 0), Hanging(50, 3000));
        Assert.Equal((VerdictKind.RollBack, VerdictReason.Regression), (verdict.Kind, verdict.Reason));
    }

    [Fact]
    public void Requests_that_hang_do_not_look_like_a_broken_split_or_like_missing_traffic()
    {
        var traffic = new Traffic(new() { ThroughputMin = 4, ErrorRate = 0.5 }, rollback: new RollbackPolicy(), evidence: evidence => evidence with
        {
            Metrics = [.. MetricRule.With([]).Select(rule => rule.Metric == MetricNames.ErrorRate ? rule : rule with { Role = MetricRole.Information, Required = false })],
        });
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(VerdictReason.Inconclusive, traffic.After(Arm(95_000, 0), Hanging(5_000, 3000)).Reason);
        }
    }

    [Fact]
    public void Requests_that_hang_in_both_arms_are_not_the_canarys_fault()
    {
        var verdict = new Traffic(new() { LatencyP95 = TimeSpan.FromMilliseconds(200) }).After(Hanging(950, 3000), Hanging(50, 3000));
        Assert.Equal((VerdictKind.Hold, VerdictReason.SharedIncident), (verdict.Kind, verdict.Reason));
    }

    [Fact]
    public void Requests_that_are_open_and_young_say_nothing()
    {
        var verdict = new Traffic(new() { LatencyP95 = TimeSpan.FromMilliseconds(200) }).After(Arm(950, 0), Hanging(50, 10));
        Assert.Equal((VerdictKind.Hold, "Holding: no canary request has ended yet."), (verdict.Kind, verdict.Sentence));
    }

    /// <summary>All requests of an interval are still open.</summary>
    private static ArmWindow Hanging(long requests, double milliseconds) =>
        new(TimeSpan.FromSeconds(10), 0, 0, 0, requests, ReadOnlyMemory<long>.Empty) { Detail = new() { Aging = Arm(requests, 0, milliseconds).Latency } };
}
