using System.Text.Json.Nodes;
using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Kayenta;

namespace Sluice.Dashboard.NewDeployment;

/// <summary>Rank tests as the API takes them: the form keeps those of an earlier deployment as they were.</summary>
internal static class RankJson
{
    public static JsonObject Of(RankSettings settings) => new()
    {
        ["metrics"] = new JsonArray([.. settings.Metrics.Select(metric => (JsonNode?)Of(metric))]),
        ["weights"] = new JsonArray([.. settings.Weights.Select(weight => (JsonNode?)new JsonObject { ["group"] = weight.Group, ["percent"] = weight.Percent })]),
        ["pass"] = settings.Pass,
        ["marginal"] = settings.Marginal,
    };

    private static JsonObject Of(RankMetric metric) => new()
    {
        ["metric"] = metric.Name,
        ["direction"] = Words.Of(metric.Direction),
        ["tolerance"] = metric.Tolerance,
        ["confidence"] = metric.Confidence,
        ["effect"] = Words.Of(metric.Measure),
        ["allowed_increase"] = metric.AllowedIncrease,
        ["allowed_decrease"] = metric.AllowedDecrease,
        ["critical_increase"] = metric.CriticalIncrease,
        ["critical_decrease"] = metric.CriticalDecrease,
        ["missing"] = Words.Of(metric.Missing),
        ["outlier_factor"] = metric.OutlierFactor,
        ["critical"] = metric.IsCritical,
        ["must_have_data"] = metric.MustHaveData,
        ["groups"] = new JsonArray([.. metric.Groups.Select(group => (JsonNode?)JsonValue.Create(group))]),
    };
}
