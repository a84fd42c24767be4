using Sluice.Domain.Analysis.CustomMetrics;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Domain.Analysis.Ledgers;

/// <summary>How a metric is read off an arm that not every arm has.</summary>
/// <param name="Quantile">Of a histogram.</param>
/// <param name="AtLeast">More is better: what it is judged by are floors.</param>
public sealed record MetricMeasure(string Metric, MetricKind Kind, double? Quantile = null, bool AtLeast = false)
{
    public MetricUnit Unit => Kind switch
    {
        MetricKind.CounterPair => MetricUnit.Share,
        MetricKind.Histogram => MetricUnit.Milliseconds,
        _ => MetricUnit.Number,
    };

    /// <summary>Null without data.</summary>
    public double? Value(ArmWindow arm) => Metric == MetricNames.OpenRequests ? OpenPerInstance(arm) : arm.Detail.Metric(Metric) switch
    {
        { Kind: MetricKind.CounterPair, Total: > 0 } pair => (double)pair.Bad / pair.Total,
        { Bounds: { } bounds, Buckets: { } buckets } when Quantile is { } q => LatencyQuantile.Estimate([.. bounds], [.. buckets], q)?.Value,
        { Value: { } value } when GaugeValue.IsUsable(value) => value,
        _ => null,
    };

    /// <summary>False for gauges: they have one value per interval, however many requests there were.</summary>
    public bool IsCounted => Kind != MetricKind.Gauge;

    /// <summary>How many values it rests on; 0 for what is no count.</summary>
    public long Count(ArmWindow arm) => !IsCounted ? 0 : arm.Detail.Metric(Metric)?.Count ?? 0;

    /// <summary>Arms of different size can be compared only by instance.</summary>
    private static double? OpenPerInstance(ArmWindow arm) => arm.Detail.Replicas.Count is > 0 and var instances ? (double)arm.Open / instances : null;
}
