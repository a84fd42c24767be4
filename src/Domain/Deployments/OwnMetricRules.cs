using System.Globalization;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.CustomMetrics;
using Sluice.Domain.Analysis.Evidence;
using Sluice.Domain.Validation;

namespace Sluice.Domain.Deployments;

/// <summary>What may be asked of the metrics that a place defines itself, by their kind.</summary>
internal static class OwnMetricRules
{
    /// <summary>Null for the usual comparisons, and for a name that nobody defined.</summary>
    public static MetricKind? KindOf(MetricRule rule, ValueList<MetricDefinition>? own) =>
        rule.Metric == MetricNames.OpenRequests ? MetricKind.Gauge : own?.FirstOrDefault(metric => metric.Name == rule.Metric)?.Kind;

    /// <summary>The definitions that a request names; null when it names none.</summary>
    public static ValueList<MetricDefinition>? Named(DeploymentRequest request, ValueList<MetricDefinition> own)
    {
        var names = request.Thresholds.Custom.Select(limit => limit.Metric).Concat((request.Analysis.Evidence?.Metrics ?? []).Select(rule => rule.Metric)).ToHashSet(StringComparer.Ordinal);
        return own.Where(metric => names.Contains(metric.Name)).ToValueList() is { Count: > 0 } named ? named : null;
    }

    /// <summary>A limit.</summary>
    public static IEnumerable<FieldError> Check(CustomThreshold limit, MetricDefinition definition, AnalysisMode mode, string field)
    {
        if (mode != AnalysisMode.Evidence)
        {
            yield return new(field + ".metric", limit.Metric, "a built-in metric: those of a place's own are judged with analysis.mode evidence only");
        }
        else
        {
            foreach (var (name, value) in (IEnumerable<(string, double?)>)[(".min", limit.Min), (".max", limit.Max)])
            {
                if (value is { } number && Remedy(definition.Kind, number, isFloor: name == ".min") is { } remedy)
                {
                    yield return new(field + name, Text(number), remedy);
                }
            }
        }
    }

    /// <summary>Null for a limit that can be judged.</summary>
    private static string? Remedy(MetricKind kind, double limit, bool isFloor) => kind switch
    {
        MetricKind.CounterPair => limit is > 0 and < 1 ? null : "a share between 0 and 1, exclusive",
        MetricKind.Histogram when isFloor => "nothing: a histogram has only a maximum",
        MetricKind.Histogram => limit is > 0 and <= 1e9 ? null : "milliseconds above 0, at most 1e9",
        _ => Math.Abs(limit) <= 1e15 ? null : "a number from -1e15 to 1e15",
    };

    /// <summary>A comparison with stable.</summary>
    /// <param name="kind">Null for a usual one, which has none of this.</param>
    public static IEnumerable<FieldError> Check(MetricRule rule, MetricKind? kind, string field)
    {
        if (rule.Direction == MetricDirection.Either && kind != MetricKind.Gauge || rule.Direction == MetricDirection.HigherIsBetter && kind is not (MetricKind.Gauge or MetricKind.CounterPair))
        {
            yield return new(field + ".direction", Words.Of(rule.Direction), kind == MetricKind.CounterPair ? "lower_is_better or higher_is_better" : "lower_is_better");
        }

        if (kind == MetricKind.Gauge && rule.Required)
        {
            yield return new(field + ".required", "true", "false: a gauge can look worse, and never be proven good");
        }

        if (rule.ToleratedChange is { } change && (kind != MetricKind.Gauge || !(change >= 0 && change <= 100)))
        {
            yield return new(field + ".tolerated_change", Text(change), kind == MetricKind.Gauge ? "a fraction from 0 to 100 (0.1 is 10 %)" : "nothing: it belongs to a gauge");
        }

        if (rule.Quantile is { } quantile && (kind != MetricKind.Histogram || !(quantile >= 0.01 && quantile <= 0.9999)))
        {
            yield return new(field + ".quantile", Text(quantile), kind == MetricKind.Histogram ? "0.01 to 0.9999" : "nothing: it belongs to a histogram");
        }

        foreach (var (name, margin) in (IEnumerable<(string, Margin?)>)[(".tolerance", rule.Tolerance), (".margin", rule.Margin)])
        {
            if (margin is not null && kind is MetricKind.Gauge or MetricKind.Histogram)
            {
                yield return new(field + name, "a margin", kind == MetricKind.Gauge ? "nothing: a gauge has tolerated_change" : "nothing: a histogram has tolerated_growth and growth_to_rule_out");
            }
        }
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
