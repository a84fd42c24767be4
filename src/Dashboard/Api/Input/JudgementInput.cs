using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
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

    /// <param name="strategy">What a phase without a decision comes to depends on it.</param>
    public static AnalysisSettings ReadAnalysis(JsonInput input, DeploymentStrategy strategy)
    {
        var usual = StrategyPlans.Analysis(strategy, AnalysisSettings.Of(input.Word<AnalysisMode>("mode") ?? AnalysisSettings.Usual.Mode));
        var analysis = usual with
        {
            Enabled = input.Flag("enabled") ?? usual.Enabled,
            Interval = input.Duration("interval") ?? usual.Interval,
            SuccessfulRuns = input.Whole("successful_runs") ?? usual.SuccessfulRuns,
            FailedRuns = input.Whole("failed_runs") ?? usual.FailedRuns,
            Lookback = input.Duration("lookback") ?? usual.Lookback,
            MinRequests = input.Whole("min_requests") ?? usual.MinRequests,
            ConfidenceLevel = (double?)input.Number("confidence_level") ?? usual.ConfidenceLevel,
            Evidence = ReadEvidence(input, usual.Evidence),
            Counters = usual.Mode == AnalysisMode.Point ? CounterInput.Read(input) : null,
            Ranks = usual.Ranks is null ? null : RankInput.Read(input.Object("ranks")),
            OnInconclusive = input.Word<OnInconclusive>("on_inconclusive") ?? usual.OnInconclusive,
        };
        input.Done();
        return analysis;
    }

    /// <summary>In point mode nothing asks for these fields, so that giving one is a mistake.</summary>
    private static EvidenceSettings? ReadEvidence(JsonInput input, EvidenceSettings? usual) => usual is null ? null : new()
    {
        MissedRegressionProbability = (double?)input.Number("missed_regression_probability") ?? usual.MissedRegressionProbability,
        Warmup = input.Duration("warmup") ?? usual.Warmup,
        DesignEffect = (double?)input.Number("design_effect") ?? usual.DesignEffect,
        Metrics = (input.Objects("metrics") ?? []).Select(MetricInput.Read).ToValueList(),
    };

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
            Approval = input.Object("approval") is { } approval ? GateInput.Read(approval) : null,
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
