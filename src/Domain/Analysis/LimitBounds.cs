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
        var bounds = metric.Kind == EvidenceKind.Slo ? BoundsOf(metric, seen) : default;
        return !bounds.IsEmpty && SloBounds.For(bounds, metric.Back) is { IsExact: false } around ? new(At(bounds, around.Comply), At(bounds, around.Breach)) : null;
    }

    private static double? At(ReadOnlySpan<double> bounds, int? index) => index is { } i ? Math.Round(bounds[i], 2) : null;

    private static ReadOnlySpan<double> BoundsOf(MetricAssessment metric, Measurement.Seen seen)
    {
        if (metric.Measure is not { } own)
        {
            return LedgerBook.Quantile(metric.Metric) is null ? default : LatencyBounds.Milliseconds;
        }

        return own.Kind == MetricKind.Histogram ? (double[])[.. (seen.Canary.Detail.Metric(metric.Metric) ?? seen.Stable?.Detail.Metric(metric.Metric))?.Bounds ?? []] : default(ReadOnlySpan<double>);
    }
}
