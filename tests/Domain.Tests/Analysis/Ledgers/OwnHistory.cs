using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.CustomMetrics;

namespace Sluice.Domain.Tests.Analysis.Ledgers;

/// <summary>What instances tell about themselves in a long history, true or not.</summary>
internal static class OwnHistory
{
    public static ValueList<MetricRule> Rules { get; } =
    [
        new("orders", MetricRole.Guard, Required: false), new("packing", MetricRole.Guard, Required: false) { Quantile = 0.9 },
        new("queue", MetricRole.Signal, Required: false) { Direction = MetricDirection.Either, ToleratedChange = 0.5 },
    ];

#pragma warning disable CA5394 // Nothing secret: the same seed must give the same history.
    public static (ArmWindow? Stable, ArmWindow Canary) Tell(Mood mood, (ArmWindow? Stable, ArmWindow Canary) arms, Random random)
    {
        var (stable, canary) = arms;
        return (stable is null ? null : Told(mood is Mood.OwnWorse or Mood.OwnGone or Mood.OwnOtherUnit ? Mood.Calm : mood, stable, random), Told(mood, canary, random));
    }

    /// <summary>What is left out is called by its name, wherever nothing weightier is said.</summary>
    public static void AssertNamed(Mood mood, Verdict verdict)
    {
        if (verdict.Checks.Any(check => check.Metric == "queue") && mood is Mood.OwnGone or Mood.OwnOtherUnit && verdict.Reason is VerdictReason.Inconclusive or VerdictReason.Proven)
        {
            Assert.Fail($"{mood}: {verdict.Sentence}");
        }
    }

    private static ArmWindow Told(Mood mood, ArmWindow arm, Random random)
    {
        var all = Math.Max(0, arm.Requests);
        var bad = Math.Min(all, (long)(all * (mood == Mood.OwnWorse ? 0.2 : 0.01) * 2 * random.NextDouble()));
        var value = (mood == Mood.OwnWorse ? 90 : 10) + (4 * random.NextDouble());
        var scale = mood == Mood.OwnOtherUnit ? 1000 : 1;
        ArmMetric[] metrics = mood switch
        {
            Mood.OwnGone => [],
            Mood.OwnNoNumbers => [new("queue", MetricKind.Gauge) { Value = random.Next(3) switch { 0 => double.NaN, 1 => double.NegativeInfinity, _ => double.MaxValue } }],
            Mood.OwnImpossible =>
            [
                new("orders", MetricKind.CounterPair) { Total = all, Bad = all + 1 + random.Next(9) },
                new("packing", MetricKind.Histogram) { Bounds = [0.1, 0.5], Buckets = [all, -3, random.Next(9)] }, new("queue", MetricKind.Gauge) { Value = -value },
            ],
            _ =>
            [
                new("orders", MetricKind.CounterPair) { Total = all, Bad = bad },
                new("packing", MetricKind.Histogram) { Bounds = [0.1 * scale, 0.5 * scale], Buckets = [all - bad, bad / 2, bad - (bad / 2)] }, new("queue", MetricKind.Gauge) { Value = value * scale },
            ],
        };
        return arm with { Detail = arm.Detail with { Metrics = [.. metrics] } };
    }
#pragma warning restore CA5394
}
