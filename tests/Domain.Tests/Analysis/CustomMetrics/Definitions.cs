using Sluice.Domain.Analysis.CustomMetrics;

namespace Sluice.Domain.Tests.Analysis.CustomMetrics;

/// <summary>One metric of each kind.</summary>
internal static class Definitions
{
    public static MetricDefinition Orders { get; } = new("orders", MetricKind.CounterPair) { Total = "orders_total", Bad = "failed_total" };

    public static MetricDefinition Packing { get; } = new("packing", MetricKind.Histogram) { Histogram = "packing", Unit = TimeUnit.S };

    public static MetricDefinition Queue { get; } = new("queue", MetricKind.Gauge) { Value = "queue" };

    public static ValueList<MetricDefinition> All { get; } = [Orders, Packing, Queue];
}
