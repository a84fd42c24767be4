using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Evidence;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Deployments;

namespace Sluice.Domain.Replay;

/// <summary>What makes one interval of the canary a bad one: its value is beyond a limit, or beyond what a comparison with stable tolerates. No judgement: noise counts too.</summary>
/// <param name="Name">Of the check.</param>
internal sealed record SampleLimit(string Name, string Metric, Func<Interval, bool> IsBrokenBy)
{
    public static IEnumerable<SampleLimit> For(DeploymentSpec spec)
    {
        foreach (var rule in spec.Rules.Where(rule => !rule.HoldsOnly))
        {
            yield return new(rule.Name, rule.Metric, rule.Compares ? interval => Grew(interval, MetricNames.LatencyP99, rule.Limit) : interval => IsBeyond(rule, interval.Canary));
        }

        if (spec.Analysis is { Enabled: true, Mode: AnalysisMode.Evidence } settings)
        {
            foreach (var rule in MetricRule.With((settings.Evidence ?? new()).Metrics).Where(rule => !rule.IsExtra && rule.Role != MetricRole.Information))
            {
                yield return new(LedgerBook.NameOf(rule.Metric), rule.Metric, rule.Metric == MetricNames.ErrorRate
                    ? interval => IsWorse(interval, rule.Tolerance ?? Margin.Tolerance)
                    : interval => Grew(interval, rule.Metric, rule.ToleratedGrowth));
            }
        }
    }

    private static bool IsBeyond(CheckRule rule, ArmWindow canary) =>
        (rule.Metric == MetricNames.Throughput || canary.Requests > 0) && canary.Value(rule.Metric) is { } value && (rule.AtLeast ? value < rule.Limit : value > rule.Limit);

    private static bool IsWorse(Interval interval, Margin tolerance) =>
        interval.Canary.ErrorRate is { } canary && interval.Stable?.ErrorRate is { } stable && canary > tolerance.At(stable);

    private static bool Grew(Interval interval, string metric, double growth) =>
        interval.Canary.Value(metric) is { } canary && interval.Stable?.Value(metric) is > 0 and var stable && canary > stable * (1 + growth);
}
