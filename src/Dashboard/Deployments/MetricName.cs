using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Resources;
using Sluice.Domain.Analysis;

namespace Sluice.Dashboard.Deployments;

/// <summary>What people call a metric.</summary>
internal static class MetricName
{
    public static string Of(IStringLocalizer<Texts> texts, string metric) => metric switch
    {
        MetricNames.ErrorRate => texts["Metric.ErrorRate"],
        MetricNames.ClientErrorRate => texts["Metric.ClientErrorRate"],
        MetricNames.LatencyP50 => texts["Metric.Median"],
        MetricNames.LatencyP90 => texts["Metric.Ninety"],
        MetricNames.LatencyP95 => texts["Metric.NinetyFive"],
        MetricNames.LatencyP99 => texts["Metric.NinetyNine"],
        MetricNames.LatencyIncrease => texts["Metric.Increase"],
        MetricNames.Throughput => texts["Metric.Throughput"],
        MetricNames.OpenRequests => texts["Metric.OpenRequests"],
        _ => metric,
    };
}
