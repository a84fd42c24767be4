using System.Globalization;
using Sluice.Domain.Analysis;

namespace Sluice.Dashboard.Fleet;

/// <summary>A metric's value with its unit, short enough for a table.</summary>
public static class MetricText
{
    public static string Of(string metric, double? value) => value is { } v ? Of(metric, v) : "–";

    private static string Of(string metric, double value) => metric switch
    {
        MetricNames.ErrorRate or MetricNames.ClientErrorRate or MetricNames.LatencyIncrease => Text(value * 100, value * 100 < 10 ? "0.##" : "0.#") + " %",
        MetricNames.Throughput => Text(value, value < 10 ? "0.#" : "0") + "/s",
        MetricNames.OpenRequests => Text(value, "0"),
        _ => Text(value, value < 10 ? "0.#" : "0") + " ms",
    };

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
