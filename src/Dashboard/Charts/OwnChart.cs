using Sluice.Domain.Analysis;

namespace Sluice.Dashboard.Charts;

/// <summary>How what instances tell about themselves is drawn, on the live page and wherever its charts are used.</summary>
internal static class OwnChart
{
    /// <summary>Of the chart, and behind the arm of its columns: <c>canary.own-orders</c>.</summary>
    public static string KeyOf(string metric) => "own-" + metric;

    /// <summary>The chart's unit, its digits, and the factor from the metric's unit to it.</summary>
    public static (string Unit, int Digits, double Scale) Of(MetricUnit unit) => unit switch
    {
        MetricUnit.Share => ("%", 2, 100),
        MetricUnit.Milliseconds => ("ms", 0, 1),
        _ => (string.Empty, 2, 1),
    };
}
