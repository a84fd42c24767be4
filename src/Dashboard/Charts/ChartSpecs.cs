using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Deployments;
using Sluice.Dashboard.Resources;
using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Deployments;

namespace Sluice.Dashboard.Charts;

/// <summary>The charts of a deployment: its split, and one card per kind of metric, each with the limits that its checks set.</summary>
public sealed class ChartSpecs(IStringLocalizer<Texts> texts)
{
    private const string DifferenceSuffix = "-diff";
    private readonly ConditionalWeakTable<DeploymentSpec, Dictionary<(CultureInfo Words, CultureInfo Numbers, bool IsJudged), WeakReference<ChartSet>>> _sets = new();

    /// <summary>
    /// The same for all who look at a deployment in one language: what is said with charts is long. It goes with the last who holds it, since the deployment itself stays in memory for long after its end.
    /// </summary>
    public ChartSet Of(Deployment deployment)
    {
        var sets = _sets.GetOrCreateValue(deployment.Spec);
        lock (sets)
        {
            var key = (CultureInfo.CurrentUICulture, CultureInfo.CurrentCulture, deployment.IsJudged);
            if (sets.TryGetValue(key, out var made) && made.TryGetTarget(out var known))
            {
                return known;
            }

            var set = new ChartSet(Split(), Metrics(deployment), Differences(deployment));
            sets[key] = new(set);
            return set;
        }
    }

    public ChartSpec Split() => new(
        "split",
        texts["Chart.Split"],
        "%",
        1,
        [
            new("asked", texts["Chart.Asked"], "asked", "dashed"),
            new("set", texts["Chart.Set"], "canary", "step"),
            new("served", texts["Chart.Served"], "served", "dots"),
        ],
        [],
        Max: 100)
    {
        IsSplit = true,
    };

    /// <summary>Worst first would move charts under the reader's eyes; the order is fixed instead.</summary>
    public IReadOnlyList<ChartSpec> Metrics(Deployment deployment)
    {
        var rules = deployment.Spec.Rules;
        return
        [
            new("error_rate", texts["Chart.ErrorRate"], "%", 2, Arms("error_rate"), Limits(rules, MetricNames.ErrorRate, value => value * 100, "%")),
            new("p99", texts["Chart.Tail"], "ms", 0, Arms("p99"), [.. Limits(rules, MetricNames.LatencyP99, Same, "ms"), .. Increase(rules)]),
            new(
                "p95",
                texts["Chart.Body"],
                "ms",
                0,
                [.. Arms("p95"), new("stable.p50", texts["Chart.StableMedian"], "stable", "thin"), new("canary.p50", texts["Chart.CanaryMedian"], "canary", "thin")],
                [.. Limits(rules, MetricNames.LatencyP95, Same, "ms"), .. Limits(rules, MetricNames.LatencyP50, Same, "ms")]),
            new("throughput", texts["Chart.Throughput"], "/s", 1, Arms("throughput"), Limits(rules, MetricNames.Throughput, Same, "/s")),
            .. OwnReadings.Of(deployment.Spec.LedgerTerms).Select(measure => Own(deployment, measure)),
        ];
    }

    /// <summary>What instances tell about themselves; it comes by interval, not by sample.</summary>
    private ChartSpec Own(Deployment deployment, MetricMeasure measure)
    {
        var (unit, digits, scale) = OwnChart.Of(measure.Unit);
        var name = MetricName.Of(texts, measure.Metric);
        return new(OwnChart.KeyOf(measure.Metric), measure.Quantile is { } q ? texts["Chart.OwnQuantile", name, $"{q * 100:0.##}"] : name, unit, digits, Arms(OwnChart.KeyOf(measure.Metric)), Limits(deployment.Spec.Rules, measure.Metric, value => value * scale, unit))
        {
            Source = new($"readings?metric={Uri.EscapeDataString(measure.Metric)}", Interval(deployment), scale),
        };
    }

    /// <summary>The other views of charts, by chart: canary against stable, with bounds that hold at every look. None where nothing is compared.</summary>
    public IReadOnlyDictionary<string, ChartSpec> Differences(Deployment deployment) => (deployment.IsJudged, deployment.Spec.Analysis.Mode) switch
    {
        (false, _) => new Dictionary<string, ChartSpec>(StringComparer.Ordinal),
        (_, AnalysisMode.Evidence) => new[] { Errors(deployment), Slow(deployment, "p99", MetricNames.LatencyP99), Slow(deployment, "p95", MetricNames.LatencyP95) }.ToDictionary(Of, StringComparer.Ordinal),
        _ => new[] { Errors(deployment) }.ToDictionary(Of, StringComparer.Ordinal),
    };

    private static string Of(ChartSpec difference) => difference.Id[..^DifferenceSuffix.Length];

    private ChartSpec Errors(Deployment deployment)
    {
        var evidence = deployment.Spec.Analysis.Mode == AnalysisMode.Evidence;
        return new(
            "error_rate" + DifferenceSuffix,
            texts["Chart.Difference"],
            "pp",
            3,
            [
                .. Bounded(texts["Chart.DifferenceObserved"]),
                .. evidence ? [new ChartSeries("tolerated", texts["Chart.DifferenceTolerated"], "limit", "dashed"), new ChartSeries("rule_out", texts["Chart.DifferenceRuleOut"], "limit", "thin")] : Array.Empty<ChartSeries>(),
            ],
            [])
        {
            Source = new("differences", Interval(deployment), Scale: 100),
            Baseline = 0,
        };
    }

    /// <summary>How many times as many requests are slow; at 1 no more than is tolerated.</summary>
    private ChartSpec Slow(Deployment deployment, string chart, string metric) => new(
        chart + DifferenceSuffix,
        texts["Chart.Ratio", chart],
        "×",
        2,
        [.. Bounded(texts["Chart.RatioObserved"]), new("tolerated", texts["Chart.DifferenceTolerated"], "limit", "dashed")],
        [])
    {
        Source = new($"latency-ratios?metric={metric}", Interval(deployment)),
        Baseline = 1,
    };

    private ChartSeries[] Bounded(string observed) =>
        [new("observed", observed, "canary", "solid"), new("upper", texts["Chart.DifferenceUpper"], "canary", "thin"), new("lower", texts["Chart.DifferenceLower"], "canary", "thin")];

    private static int Interval(Deployment deployment) => (int)deployment.Spec.Analysis.Interval.TotalMilliseconds;

    private ChartSeries[] Arms(string metric) =>
        [new($"stable.{metric}", texts["Chart.Stable"], "stable", "dashed"), new($"canary.{metric}", texts["Chart.Canary"], "canary", "solid")];

    private ChartLimit[] Limits(ValueList<CheckRule> rules, string metric, Func<double, double> scale, string unit) =>
    [
        .. rules.Where(rule => rule.Metric == metric && !rule.Compares)
            .Select(rule => (Value: scale(rule.Limit), rule.AtLeast))
            .Distinct()
            .Select(limit => new ChartLimit(limit.Value, texts["Chart.Limit", $"{limit.Value:0.##} {unit}".TrimEnd()], limit.AtLeast)),
    ];

    /// <summary>A relative limit is drawn as the line that results from stable.</summary>
    private ChartLimit[] Increase(ValueList<CheckRule> rules) =>
    [
        .. rules.Where(rule => rule.Metric == MetricNames.LatencyIncrease)
            .Select(rule => new ChartLimit(1 + rule.Limit, texts["Chart.RelativeLimit", $"{rule.Limit * 100:0.##}"], RelativeTo: "stable.p99")),
    ];

    private static double Same(double value) => value;
}
