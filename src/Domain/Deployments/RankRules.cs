using System.Globalization;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Kayenta;
using Sluice.Domain.Validation;

namespace Sluice.Domain.Deployments;

/// <summary>The limits on what rank tests may be asked for.</summary>
internal static class RankRules
{
    public static IEnumerable<FieldError> Check(RankSettings settings)
    {
        if (settings.Metrics.Count == 0)
        {
            yield return new("analysis.ranks.metrics", "none", "at least one metric");
        }

        for (var i = 0; i < settings.Metrics.Count; i++)
        {
            foreach (var error in Check(settings.Metrics, i))
            {
                yield return error;
            }
        }

        if (!(settings.Pass >= 0 && settings.Pass <= 100))
        {
            yield return new("analysis.ranks.pass", Text(settings.Pass), "0 to 100");
        }

        if (!(settings.Marginal >= 0 && settings.Marginal <= settings.Pass))
        {
            yield return new("analysis.ranks.marginal", Text(settings.Marginal), $"0 to {Text(settings.Pass)}, the score that passes");
        }

        foreach (var weight in settings.Weights.Where(weight => !(weight.Percent >= 0 && weight.Percent <= 100)))
        {
            yield return new($"analysis.ranks.weights.{weight.Group}", Text(weight.Percent), "0 to 100 percent");
        }

        if (settings.Weights.Sum(weight => weight.Percent) > 100)
        {
            yield return new("analysis.ranks.weights", Text(settings.Weights.Sum(weight => weight.Percent)), "at most 100 percent together");
        }

        foreach (var weight in settings.Weights.Where(weight => settings.Metrics.All(metric => !metric.Groups.Contains(weight.Group))))
        {
            yield return new($"analysis.ranks.weights.{weight.Group}", Text(weight.Percent), "a group that a metric names");
        }
    }

    private static IEnumerable<FieldError> Check(ValueList<RankMetric> metrics, int i)
    {
        var (metric, field) = (metrics[i], string.Create(CultureInfo.InvariantCulture, $"analysis.ranks.metrics[{i}]"));
        if (!MetricNames.All.Contains(metric.Name))
        {
            yield return new(field + ".metric", metric.Name.Length == 0 ? "nothing" : metric.Name, "one of " + string.Join(", ", MetricNames.All));
        }
        else if (metrics.Take(i).Any(earlier => earlier.Name == metric.Name))
        {
            yield return new(field + ".metric", metric.Name, "each metric once");
        }

        if (!(metric.Tolerance >= 0 && metric.Tolerance <= 100))
        {
            yield return new(field + ".tolerance", Text(metric.Tolerance), "0 to 100: a share of the shift");
        }

        if (!(metric.Confidence >= 0.5 && metric.Confidence <= 0.9999))
        {
            yield return new(field + ".confidence", Text(metric.Confidence), "0.5 to 0.9999");
        }

        if (metric.OutlierFactor is { } factor && !(factor > 0 && factor <= 1000))
        {
            yield return new(field + ".outlier_factor", Text(factor), "above 0, at most 1000");
        }

        if (metric.Groups.Count == 0 && !metric.IsCritical && !metric.MustHaveData)
        {
            yield return new(field + ".groups", "none", "a group, or critical, or must_have_data: otherwise it counts for nothing");
        }
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
