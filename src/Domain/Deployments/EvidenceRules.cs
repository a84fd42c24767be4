using System.Globalization;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.CustomMetrics;
using Sluice.Domain.Analysis.Evidence;
using Sluice.Domain.Validation;

namespace Sluice.Domain.Deployments;

/// <summary>The limits on what evidence may be asked for.</summary>
internal static class EvidenceRules
{
    public static IEnumerable<FieldError> Check(DeploymentRequest request, ValueList<MetricDefinition>? own)
    {
        if (request.Analysis.Evidence is not { } analysis)
        {
            yield break;
        }

        if (!(analysis.MissedRegressionProbability >= 0.0001 && analysis.MissedRegressionProbability <= 0.5))
        {
            yield return new("analysis.missed_regression_probability", Text(analysis.MissedRegressionProbability), "0.0001 to 0.5");
        }

        if (analysis.Warmup < TimeSpan.Zero || analysis.Warmup > TimeSpan.FromHours(1))
        {
            yield return new("analysis.warmup", Durations.Format(analysis.Warmup), "0s to 1h");
        }

        if (!(analysis.DesignEffect >= 1 && analysis.DesignEffect <= 1000))
        {
            yield return new("analysis.design_effect", Text(analysis.DesignEffect), "1 to 1000: requests per independent one");
        }

        for (var i = 0; i < analysis.Metrics.Count; i++)
        {
            foreach (var error in Check(analysis, i, own))
            {
                yield return error;
            }
        }

        if (request.Analysis is { Enabled: true, Mode: AnalysisMode.Evidence })
        {
            foreach (var error in WithoutEvidence(request.Thresholds, own))
            {
                yield return error;
            }
        }
    }

    private static IEnumerable<FieldError> Check(EvidenceSettings analysis, int i, ValueList<MetricDefinition>? own)
    {
        var (rule, field) = (analysis.Metrics[i], string.Create(CultureInfo.InvariantCulture, $"analysis.metrics[{i}]"));
        var kind = OwnMetricRules.KindOf(rule, own);
        if (rule.IsExtra && kind is null && own is not null)
        {
            var known = MetricRule.Usual.Select(usual => usual.Metric).Append(MetricNames.OpenRequests).Concat(own.Select(metric => metric.Name));
            yield return new(field + ".metric", rule.Metric.Length == 0 ? "nothing" : rule.Metric, "one of " + string.Join(", ", known));
        }
        else if (analysis.Metrics.Take(i).Any(earlier => earlier.Metric == rule.Metric))
        {
            yield return new(field + ".metric", rule.Metric, "each metric once");
        }

        foreach (var error in own is null && rule.IsExtra ? [] : OwnMetricRules.Check(rule, kind, field))
        {
            yield return error;
        }

        if (rule.Tolerance is { } tolerance && !Fits(tolerance))
        {
            yield return new(field + ".tolerance", Text(tolerance), MarginRemedy);
        }

        if (rule.Margin is { } margin && !(Fits(margin) && margin.Offset > 0))
        {
            yield return new(field + ".margin", Text(margin), MarginRemedy + "; an offset above 0, or no traffic could clear the canary of a stable release without errors");
        }

        foreach (var (name, growth) in (IEnumerable<(string, double)>)[(".tolerated_growth", rule.ToleratedGrowth), (".growth_to_rule_out", rule.GrowthToRuleOut)])
        {
            if (!(growth >= 0 && growth <= 100))
            {
                yield return new(field + name, Text(growth), "a fraction from 0 to 100 (0.2 is 20 %)");
            }
        }
    }

    private const string MarginRemedy = "a ratio from 0.5 to 100 and an offset from 0 to 1";

    private static bool Fits(Margin margin) => margin is { Ratio: >= 0.5 and <= 100, Offset: >= 0 and <= 1 };

    private static IEnumerable<FieldError> WithoutEvidence(Thresholds thresholds, ValueList<MetricDefinition>? own)
    {
        for (var i = 0; i < thresholds.Custom.Count; i++)
        {
            var custom = thresholds.Custom[i];
            if (own?.Any(metric => metric.Name == custom.Metric) == true)
            {
                continue;
            }

            if ((custom.Min is not null && custom.Metric != MetricNames.Throughput) || (custom.Max is not null && custom.Metric == MetricNames.Throughput))
            {
                yield return new(
                    string.Create(CultureInfo.InvariantCulture, $"thresholds.custom[{i}]"), custom.Metric,
                    "a maximum of a rate, a latency or open_requests, or a minimum of throughput; other limits need analysis.mode point");
            }
        }
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(Margin margin) => FormattableString.Invariant($"ratio {margin.Ratio}, offset {margin.Offset}");
}
