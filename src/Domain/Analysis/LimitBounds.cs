using Sluice.Domain.Analysis.CustomMetrics;
using Sluice.Domain.Analysis.Evidence;
using Sluice.Domain.Analysis.Ledgers;

namespace Sluice.Domain.Analysis;

/// <summary>A latency limit that is no bound of its histogram is judged by the bounds around it, cautiously both ways.</summary>
/// <param name="Kept">That it is kept is shown by this one, in milliseconds; null when the limit is below every bound, and cannot be shown to be kept.</param>
/// <param name="Broken">That it is broken, by this one; null when it is above every bound, and cannot be shown to be broken.</param>
public sealed record LimitBounds(double? Kept, double? Broken)
{
    /// <summary>Null for what is no such limit, for one that is a bound itself, and while the bounds are not known.</summary>
    internal static LimitBounds? Of(MetricAssessment metric, Measurement.Seen seen)
    {
        if (metric.Kind != EvidenceKind.Slo || BoundsOf(metric, seen) is not { Length: > 0 } bounds || SloBounds.For(bounds, metric.Back) is not { IsExact: false } around)
        {
            return null;
        }

        return new(At(around.Comply), At(around.Breach));

        double? At(int? index) => index is { } i ? Math.Round(bounds[i], 2) : null;
    }

    private static double[] BoundsOf(MetricAssessment metric, Measurement.Seen seen) => metric.Measure switch
    {
        null => LedgerBook.Quantile(metric.Metric) is null ? [] : LatencyBounds.Milliseconds.ToArray(),
        { Kind: MetricKind.Histogram } => [.. (seen.Canary.Detail.Metric(metric.Metric) ?? seen.Stable?.Detail.Metric(metric.Metric))?.Bounds ?? []],
        _ => [],
    };
}
