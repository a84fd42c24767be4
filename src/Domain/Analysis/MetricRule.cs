using Sluice.Domain.Analysis.Evidence;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Traffic;

namespace Sluice.Domain.Analysis;

/// <summary>What a metric may do with its evidence.</summary>
public enum MetricRole
{
    /// <summary>Returns traffic when it is proven worse.</summary>
    Guard,

    /// <summary>Holds the plan while it looks worse, and never returns traffic.</summary>
    Signal,

    /// <summary>Is shown.</summary>
    Information,
}

/// <summary>How one built-in metric of the canary is compared with stable.</summary>
/// <param name="Metric"><c>error_rate</c>, <c>latency_p50</c>, <c>latency_p90</c>, <c>latency_p95</c> or <c>latency_p99</c>.</param>
/// <param name="Required">Must be cleared before a phase may end.</param>
public sealed record MetricRule(string Metric, MetricRole Role, bool Required)
{
    /// <summary>Gets at least a fifth of the chance of a false alarm, so that it convicts soon.</summary>
    public bool Critical { get; init; }

    /// <summary>Of error rates: the largest worsening that nobody wants a return for.</summary>
    public Margin? Tolerance { get; init; }

    /// <summary>Of error rates: the worsening that must be ruled out. Unset follows the canary's share: the more traffic it has, the tighter.</summary>
    public Margin? Margin { get; init; }

    /// <summary>Of latencies: growth that nobody wants a return for, as a fraction; 0.09 is 9 %. Rounded to a step of the histogram.</summary>
    public double ToleratedGrowth { get; init; } = 0.09;

    /// <summary>Of latencies: growth that must be ruled out, as a fraction. Rounded to a step of the histogram.</summary>
    public double GrowthToRuleOut { get; init; } = 0.41;

    /// <summary>Of error rates: what must be ruled out while the canary has this share.</summary>
    public Margin MarginAt(Share canary) => Margin ?? MarginLadder.At(canary);

    /// <summary>Every comparison there is, with what is usual: errors return and must be cleared, latencies return.</summary>
    public static ValueList<MetricRule> Usual { get; } =
    [
        new(MetricNames.ErrorRate, MetricRole.Guard, Required: true),
        new(MetricNames.LatencyP50, MetricRole.Guard, Required: false),
        new(MetricNames.LatencyP90, MetricRole.Guard, Required: false),
        new(MetricNames.LatencyP95, MetricRole.Guard, Required: false),
        new(MetricNames.LatencyP99, MetricRole.Guard, Required: false),
    ];

    /// <summary>The usual rules, with those replaced that were given.</summary>
    public static ValueList<MetricRule> With(ValueList<MetricRule> given) =>
        Usual.Select(usual => given.FirstOrDefault(rule => rule.Metric == usual.Metric) ?? usual).ToValueList();
}
