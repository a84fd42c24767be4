using Sluice.Domain.Analysis.CustomMetrics;
using Sluice.Domain.Analysis.Ledgers;

namespace Sluice.Domain.Analysis;

/// <summary>Why metrics of the place's own cannot be judged now: what their source says, and what shows only beside the evidence.</summary>
internal static class MetricTroubles
{
    public static ValueList<MetricTrouble> Of(IEnumerable<MetricAssessment> metrics, Measurement.Seen seen) =>
        seen.Troubles.Concat(metrics.Select(metric => Of(metric, seen)).OfType<MetricTrouble>()).DistinctBy(trouble => trouble.Metric).ToValueList();

    private static MetricTrouble? Of(MetricAssessment metric, Measurement.Seen seen)
    {
        if (metric.Metric == MetricNames.OpenRequests || metric.Measure is not { } measure)
        {
            return null;
        }

        var (stable, canary) = (seen.Stable?.Detail.Metric(metric.Metric), seen.Canary.Detail.Metric(metric.Metric));
        return (measure.Kind, stable, canary) switch
        {
            // What a version does not tell any more would look like calm. A limit needs the canary alone.
            (MetricKind.Gauge, not null, null) => Bad("only stable tells it"),
            (MetricKind.Gauge, null, not null) when seen.Stable is not null && metric.Kind == Evidence.EvidenceKind.Comparison => Bad("only the canary tells it"),
            (MetricKind.Histogram, _, _) when metric.Bounds is { } bounds && (HasOthers(stable, bounds) || HasOthers(canary, bounds)) => Bad("its bounds are others than at the beginning"),
            _ => null,
        };

        MetricTrouble Bad(string why) => new(metric.Metric, TroubleKind.BadData, why);
    }

    private static bool HasOthers(ArmMetric? arm, ValueList<double> bounds) => arm?.Bounds is { Count: > 0 } told && !told.Equals(bounds);
}
