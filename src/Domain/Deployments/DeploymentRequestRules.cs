using System.Globalization;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.CustomMetrics;
using Sluice.Domain.Rollbacks;
using Sluice.Domain.Validation;

namespace Sluice.Domain.Deployments;

/// <summary>The limits on what a deployment may be asked to judge by. All mistakes together.</summary>
public static class DeploymentRequestRules
{
    /// <param name="own">The metrics that the place defines; null when the place is not known, so that any name might be one.</param>
    public static ValueList<FieldError> Check(DeploymentRequest request, ValueList<MetricDefinition>? own)
    {
        var errors = new List<FieldError>();
        if (StrategyPlans.Remedy(request.Strategy, request.Plan.Kind) is { } remedy)
        {
            errors.Add(new("plan.kind", Words.Of(request.Plan.Kind), remedy));
        }

        if (request is { Plan.IsInPlace: true, Rollback.WhileWaiting: WhileWaiting.Shed })
        {
            errors.Add(new("rollback.while_waiting", Words.Of(WhileWaiting.Shed), "hold: the old instances are not there to take all of the traffic"));
        }

        if ((request.Strategy == DeploymentStrategy.Ab) != (request.Plan.Users?.Match.Count > 0))
        {
            errors.Add(new("plan.match", request.Strategy == DeploymentStrategy.Ab ? "nothing" : $"{request.Plan.Users!.Match.Count} rules", request.Strategy == DeploymentStrategy.Ab
                ? "who gets the new release: ab needs one rule at least"
                : "nothing: only the strategy ab picks users out"));
        }

        if (request is { StartAt: not null, AutoStart: false } or { StartAt: not null, DryRun: true })
        {
            errors.Add(new("start_at", "a time", request.DryRun ? "nothing: a dry run starts at once" : "nothing: with auto_start false nothing starts by itself"));
        }

        Check(request.Thresholds, request.Analysis.Mode, own, errors);
        Check(request.Analysis, errors);
        errors.AddRange(EvidenceRules.Check(request, own));
        errors.AddRange(CounterRules.Check(request));
        errors.AddRange(request.Analysis.Ranks is { } ranks ? RankRules.Check(ranks) : []);
        Check(request.Rollback, request.Thresholds, errors);
        return errors.ToValueList();
    }

    private static void Check(Thresholds thresholds, AnalysisMode mode, ValueList<MetricDefinition>? own, List<FieldError> errors)
    {
        Within("thresholds.error_rate", thresholds.ErrorRate, 0, 1, "a fraction from 0 to 1", errors);
        Positive("thresholds.latency_p50", thresholds.LatencyP50, errors);
        Positive("thresholds.latency_p95", thresholds.LatencyP95, errors);
        Positive("thresholds.latency_p99", thresholds.LatencyP99, errors);
        Within("thresholds.throughput_min", thresholds.ThroughputMin, 0, 1e9, "requests per second, zero or more", errors);
        for (var i = 0; i < thresholds.Custom.Count; i++)
        {
            var (custom, field) = (thresholds.Custom[i], string.Create(CultureInfo.InvariantCulture, $"thresholds.custom[{i}]"));
            if (own?.FirstOrDefault(metric => metric.Name == custom.Metric) is { } definition)
            {
                errors.AddRange(OwnMetricRules.Check(custom, definition, mode, field));
            }
            else if (!MetricNames.All.Contains(custom.Metric) && own is not null)
            {
                errors.Add(new(field + ".metric", Found(custom.Metric), "one of " + string.Join(", ", MetricNames.All.Concat(own.Select(metric => metric.Name)))));
            }

            if (custom is { Min: null, Max: null })
            {
                errors.Add(new(field, "neither min nor max", "a limit: min, max or both"));
            }

            if (custom.Min > custom.Max)
            {
                errors.Add(new(field + ".min", Text(custom.Min.Value), $"at most the max, {Text(custom.Max!.Value)}"));
            }

            if (own?.Any(metric => metric.Name == custom.Metric) != true)
            {
                Within(field + ".min", custom.Min, 0, 1e12, "zero or more", errors);
                Within(field + ".max", custom.Max, 0, 1e12, "zero or more", errors);
            }
        }
    }

    private static void Check(AnalysisSettings analysis, List<FieldError> errors)
    {
        Between("analysis.interval", analysis.Interval, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), errors);
        Between("analysis.lookback", analysis.Lookback, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(30), errors);
        Within("analysis.successful_runs", analysis.SuccessfulRuns, 1, 1000, "1 to 1000", errors);
        Within("analysis.failed_runs", analysis.FailedRuns, 1, 1000, "1 to 1000", errors);
        Within("analysis.min_requests", analysis.MinRequests, 1, 1e9, "1 or more", errors);
        Within("analysis.confidence_level", analysis.ConfidenceLevel, 0.5, 0.9999, "0.5 to 0.9999", errors);
    }

    private static void Check(RollbackPolicy rollback, Thresholds thresholds, List<FieldError> errors)
    {
        Within("rollback.on_error_rate", rollback.OnErrorRate, 0, 1, "a fraction from 0 to 1", errors);
        Within("rollback.on_latency_increase", rollback.OnLatencyIncrease, 0, 1000, "a fraction, zero or more (0.2 is 20 %)", errors);
        var limited = CheckRule.For(thresholds, new RollbackPolicy()).Select(r => r.Metric).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < rollback.OnMetricFailure.Count; i++)
        {
            if (!limited.Contains(rollback.OnMetricFailure[i]))
            {
                errors.Add(new(
                    string.Create(CultureInfo.InvariantCulture, $"rollback.on_metric_failure[{i}]"),
                    Found(rollback.OnMetricFailure[i]),
                    limited.Count == 0 ? "a metric that has a threshold; none has" : "a metric that has a threshold: " + string.Join(", ", limited)));
            }
        }
    }

    private static void Within(string field, double? value, double least, double most, string remedy, List<FieldError> errors)
    {
        if (value is { } v && !(v >= least && v <= most))
        {
            errors.Add(new(field, Text(v), remedy));
        }
    }

    private static void Positive(string field, TimeSpan? value, List<FieldError> errors)
    {
        if (value <= TimeSpan.Zero)
        {
            errors.Add(new(field, Durations.Format(value.Value), "longer than zero"));
        }
    }

    private static void Between(string field, TimeSpan value, TimeSpan least, TimeSpan most, List<FieldError> errors)
    {
        if (value < least || value > most)
        {
            errors.Add(new(field, Durations.Format(value), $"{Durations.Format(least)} to {Durations.Format(most)}"));
        }
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Found(string text) => text.Length == 0 ? "nothing" : text;
}
