using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Rollbacks;

namespace Sluice.Dashboard.Api.Input;

/// <summary>Reads what a deployment is judged by, how often, and what then happens.</summary>
internal static class JudgementInput
{
    public static Thresholds ReadThresholds(JsonInput input)
    {
        var thresholds = new Thresholds
        {
            ErrorRate = (double?)input.Number("error_rate"),
            LatencyP50 = input.Duration("latency_p50"),
            LatencyP95 = input.Duration("latency_p95"),
            LatencyP99 = input.Duration("latency_p99"),
            ThroughputMin = (double?)input.Number("throughput_min"),
            Custom = (input.Objects("custom") ?? []).Select(ReadCustom).ToValueList(),
        };
        input.Done();
        return thresholds;
    }

    public static AnalysisSettings ReadAnalysis(JsonInput input)
    {
        var usual = new AnalysisSettings();
        var analysis = new AnalysisSettings
        {
            Enabled = input.Flag("enabled") ?? usual.Enabled,
            Mode = input.Word<AnalysisMode>("mode") ?? usual.Mode,
            Interval = input.Duration("interval") ?? usual.Interval,
            SuccessfulRuns = input.Whole("successful_runs") ?? usual.SuccessfulRuns,
            FailedRuns = input.Whole("failed_runs") ?? usual.FailedRuns,
            Lookback = input.Duration("lookback") ?? usual.Lookback,
            MinRequests = input.Whole("min_requests") ?? usual.MinRequests,
            ConfidenceLevel = (double?)input.Number("confidence_level") ?? usual.ConfidenceLevel,
            OnInconclusive = input.Word<OnInconclusive>("on_inconclusive") ?? usual.OnInconclusive,
        };
        input.Done();
        return analysis;
    }

    public static RollbackPolicy ReadRollback(JsonInput input)
    {
        var usual = new RollbackPolicy();
        var rollback = new RollbackPolicy
        {
            Enabled = input.Flag("enabled") ?? usual.Enabled,
            Automatic = input.Flag("automatic") ?? usual.Automatic,
            OnErrorRate = (double?)input.Number("on_error_rate"),
            OnLatencyIncrease = (double?)input.Number("on_latency_increase"),
            OnMetricFailure = input.Texts("on_metric_failure") ?? [],
            ManualApproval = input.Flag("manual_approval") ?? usual.ManualApproval,
            WhileWaiting = input.Word<WhileWaiting>("while_waiting") ?? usual.WhileWaiting,
        };
        input.Done();
        return rollback;
    }

    private static CustomThreshold ReadCustom(JsonInput input)
    {
        var custom = new CustomThreshold(input.Text("metric") ?? string.Empty, (double?)input.Number("min"), (double?)input.Number("max"));
        input.Done();
        return custom;
    }
}
