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
            metric.Name, metric.Metric, role, Outcome(metric, seen, settings), Math.Round(metric.Back, 5), metric.Measure?.AtLeast ?? metric.Metric == MetricNames.Throughput,
            Round(seen.Stable is { } stable ? Stable(metric, stable) : null), Round(metric.Measure is { } own ? own.Value(seen.Canary) : Canary(metric.Metric, seen)),
            metric.Values?.Stable ?? (seen.Stable is { } arm ? Count(metric, arm) : 0), metric.Values?.Canary ?? Count(metric, seen.Canary))
        {
            Shift = GaugeShift.Of(metric.Pairs),
            Unit = metric.Measure?.Unit,
            Bounds = LimitBounds.Of(metric, seen),
            Evidence = new(
                Math.Round(metric.Against, 2), Math.Round(metric.InFavour, 2), Math.Round(share, 3), metric.Required,
                metric.Kind == EvidenceKind.Comparison ? Round(metric.RuleOut) : null),
        };
    }

    private static CheckOutcome Outcome(MetricAssessment metric, Measurement.Seen seen, AnalysisSettings settings) => metric switch
    {
        _ when seen.Troubles.Any(trouble => trouble.Metric == metric.Metric && trouble.Kind == TroubleKind.SourceError) => CheckOutcome.SourceError,
        _ when metric.Against >= -Math.Log(1 - settings.ConfidenceLevel) => CheckOutcome.Fail,
        _ when metric.InFavour >= -Math.Log((settings.Evidence ?? new()).MissedRegressionProbability) => CheckOutcome.Pass,
        _ => CheckOutcome.NotEnoughData,
    };

    private static double? Stable(MetricAssessment metric, ArmWindow stable) =>
        metric.Measure is { } own ? own.Value(stable) : metric.Metric != MetricNames.LatencyIncrease ? stable.Value(metric.Metric) : null;

    private static long Count(MetricAssessment metric, ArmWindow arm) => metric.Measure?.Count(arm) ?? arm.Requests;

    private static double? Canary(string metric, Measurement.Seen seen) => metric != MetricNames.LatencyIncrease
        ? seen.Canary.Value(metric)
        : seen.Stable?.Quantile(0.99) is { } before && before > 0 && seen.Canary.Quantile(0.99) is { } now ? (now / before) - 1 : null;

    private static double? Round(double? value) => value is { } v ? Math.Round(v, 5) : null;
}
