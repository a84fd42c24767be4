using System.Text.Json.Serialization;
using Sluice.Domain.Analysis.CustomMetrics;
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

/// <summary>Which way a metric of the place's own is worse.</summary>
public enum MetricDirection
{
    LowerIsBetter,
    HigherIsBetter,

    /// <summary>Any change is worse; for gauges.</summary>
    Either,
}

/// <summary>How one metric of the canary is compared with stable.</summary>
/// <param name="Metric"><c>error_rate</c>, <c>latency_p50</c>, <c>latency_p90</c>, <c>latency_p95</c>, <c>latency_p99</c>, <c>open_requests</c>, or one of the place's own.</param>
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

    /// <summary>Of the place's own metrics.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public MetricDirection Direction { get; init; }

    /// <summary>Of gauges: the relative change that is accepted, as a fraction; 0.1 is a tenth, which is usual.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ToleratedChange { get; init; }

    /// <summary>Of histograms: which quantile is compared, 0 to 1, exclusive; usually 0.99.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Quantile { get; init; }

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

    /// <summary>Compared only when asked for.</summary>
    [JsonIgnore]
    public bool IsExtra => Usual.All(usual => usual.Metric != Metric);

    /// <summary>The usual rules, with those replaced that were given, then the given ones about other metrics.</summary>
    public static ValueList<MetricRule> With(ValueList<MetricRule> given) =>
        Usual.Select(usual => given.FirstOrDefault(rule => rule.Metric == usual.Metric) ?? usual).Concat(given.Where(rule => rule.IsExtra)).ToValueList();

    /// <summary>What a metric that is compared only when asked for does unless told otherwise: gauges are slow and never settle much, so they hold and do not return.</summary>
    public static MetricRule UsualFor(string metric, MetricKind kind) => new(metric, kind == MetricKind.Gauge ? MetricRole.Signal : MetricRole.Guard, Required: false);
}
