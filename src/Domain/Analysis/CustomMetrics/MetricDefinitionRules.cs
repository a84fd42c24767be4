using System.Globalization;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Validation;

namespace Sluice.Domain.Analysis.CustomMetrics;

/// <summary>What the metrics of a place must look like. All mistakes together.</summary>
public static class MetricDefinitionRules
{
    /// <summary>Each is asked for by every instance, again and again.</summary>
    public const int Most = 20;

    private const int LongestName = 40;
    private const int LongestSelector = 500;

    /// <param name="field">Of the list.</param>
    public static IEnumerable<FieldError> Check(IReadOnlyList<MetricDefinition> metrics, string field)
    {
        if (metrics.Count > Most)
        {
            yield return new(field, string.Create(CultureInfo.InvariantCulture, $"{metrics.Count} metrics"), $"at most {Most}");
        }

        for (var i = 0; i < metrics.Count; i++)
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"{field}[{i}]");
            foreach (var error in Check(metrics[i], at))
            {
                yield return error;
            }

            if (metrics.Take(i).Any(earlier => earlier.Name == metrics[i].Name))
            {
                yield return new(at + ".name", Found(metrics[i].Name), "a name that no other metric of the environment has");
            }
        }
    }

    private static IEnumerable<FieldError> Check(MetricDefinition metric, string at)
    {
        if (!IsName(metric.Name))
        {
            yield return new(at + ".name", Found(metric.Name), $"1 to {LongestName} lower-case letters, digits or underscores, beginning with a letter");
        }
        else if (IsTaken(metric.Name))
        {
            yield return new(at + ".name", metric.Name, "another name: a built-in metric or check has this one");
        }

        if (!metric.Path.StartsWith('/') || metric.Path.StartsWith("//", StringComparison.Ordinal) || !Uri.IsWellFormedUriString("http://host" + metric.Path, UriKind.Absolute))
        {
            yield return new(at + ".path", Found(metric.Path), "a path that begins with one slash, escaped as in an address");
        }

        foreach (var (name, series, belongsTo) in (IEnumerable<(string, string?, MetricKind)>)
            [("total", metric.Total, MetricKind.CounterPair), ("bad", metric.Bad, MetricKind.CounterPair), ("histogram", metric.Histogram, MetricKind.Histogram), ("value", metric.Value, MetricKind.Gauge)])
        {
            if (metric.Kind != belongsTo && series is not null)
            {
                yield return new($"{at}.{name}", series, $"nothing: it belongs to a {Words.Of(belongsTo)}");
            }
            else if (metric.Kind == belongsTo && (series is null or { Length: > LongestSelector } || SeriesSelector.Parse(series) is null))
            {
                yield return new($"{at}.{name}", Found(series ?? string.Empty), SeriesSelector.Remedy);
            }
            else if (name == "histogram" && SeriesSelector.Parse(series) is { } histogram && (histogram.Name.EndsWith("_bucket", StringComparison.Ordinal) || histogram.Labels.Any(label => label.Name == "le")))
            {
                yield return new($"{at}.{name}", series!, "its name without _bucket, and without the label le");
            }
        }

        if (metric.Kind == MetricKind.CounterPair && metric.Total is not null && SeriesSelector.Parse(metric.Total) is { } total && total == SeriesSelector.Parse(metric.Bad))
        {
            yield return new(at + ".bad", metric.Bad!, "another series than total");
        }

        if (metric.Kind == MetricKind.Histogram == metric.Unit is null)
        {
            yield return new(at + ".unit", metric.Unit is { } unit ? Words.Of(unit) : "nothing", metric.Unit is null ? "s or ms: what the bounds are measured in" : "nothing: only a histogram has a unit");
        }
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= LongestName && name[0] is >= 'a' and <= 'z' && name.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_');

    private static bool IsTaken(string name) =>
        MetricNames.All.Contains(name) || name == MetricNames.LatencyIncrease || name.StartsWith("on_", StringComparison.Ordinal) || name.EndsWith(LedgerBook.NameOf(string.Empty), StringComparison.Ordinal);

    private static string Found(string text) => text.Length == 0 ? "nothing" : text.Length > 100 ? text[..100] + "…" : text;
}
