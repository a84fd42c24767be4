using Sluice.Domain.Analysis.Evidence;
using Sluice.Domain.Analysis.Ledgers;

namespace Sluice.Domain.Analysis;

/// <summary>From a metric's evidence to the line that people read.</summary>
internal static class EvidenceChecks
{
    public static CheckResult Of(MetricAssessment metric, EvidenceDecision decision, Measurement.Seen seen, AnalysisSettings settings)
    {
        var role = metric.Kind == EvidenceKind.Comparison && metric.RuleOut is not null ? CheckRole.Comparison : metric.Required ? CheckRole.Threshold : CheckRole.Trigger;
        var share = decision.Shares.FirstOrDefault(share => share.Metric == metric.Name)?.Share ?? 0;
        return new(
            metric.Name, metric.Metric, role, Outcome(metric, settings), Math.Round(metric.Back, 5), AtLeast: metric.Metric == MetricNames.Throughput,
            Round(seen.Stable is { } stable && metric.Metric != MetricNames.LatencyIncrease ? stable.Value(metric.Metric) : null), Round(Canary(metric.Metric, seen)),
            seen.Stable?.Requests ?? 0, seen.Canary.Requests)
        {
            Evidence = new(
                Math.Round(metric.Against, 2), Math.Round(metric.InFavour, 2), Math.Round(share, 3), metric.Required,
                metric.Kind == EvidenceKind.Comparison ? Round(metric.RuleOut) : null),
        };
    }

    private static CheckOutcome Outcome(MetricAssessment metric, AnalysisSettings settings) => metric switch
    {
        _ when metric.Against >= -Math.Log(1 - settings.ConfidenceLevel) => CheckOutcome.Fail,
        _ when metric.InFavour >= -Math.Log((settings.Evidence ?? new()).MissedRegressionProbability) => CheckOutcome.Pass,
        _ => CheckOutcome.NotEnoughData,
    };

    private static double? Canary(string metric, Measurement.Seen seen) => metric != MetricNames.LatencyIncrease
        ? seen.Canary.Value(metric)
        : seen.Stable?.Quantile(0.99) is { } before && before > 0 && seen.Canary.Quantile(0.99) is { } now ? (now / before) - 1 : null;

    private static double? Round(double? value) => value is { } v ? Math.Round(v, 5) : null;
}
