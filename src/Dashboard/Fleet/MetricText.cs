using System.Globalization;
using Sluice.Domain.Analysis;

namespace Sluice.Dashboard.Fleet;

/// <summary>A metric's value with its unit, short enough for a table.</summary>
public static class MetricText
{
    public static string Of(string metric, double? value) => value is { } v ? Of(metric, v) : "–";

    public static string Of(CheckResult check, double? value) => check.Unit is MetricUnit.Milliseconds or MetricUnit.Number && value is { } v ? VerdictSentence.Format(check, v) : Of(check.Metric, value);

    private static string Of(string metric, double value) => metric switch
    {
        MetricNames.ErrorRate or MetricNames.ClientErrorRate or MetricNames.LatencyIncrease => Text(value * 100, value * 100 < 10 ? "0.##" : "0.#") + " %",
        MetricNames.Throughput => Text(value, value < 10 ? "0.#" : "0") + "/s",
        MetricNames.OpenRequests => Text(value, "0"),
        MetricNames.LatencyP50 or MetricNames.LatencyP90 or MetricNames.LatencyP95 or MetricNames.LatencyP99 => Text(value, value < 10 ? "0.#" : "0") + " ms",
        _ => Of(MetricNames.ErrorRate, value),
    };

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
