using System.Text.Json.Nodes;
using Sluice.Dashboard.Services;
using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Dashboard.NewDeployment;

/// <summary>How one metric is compared with stable where that differs from usual, as typed.</summary>
public sealed class MetricForm
{
    public string Metric { get; set; } = MetricNames.ErrorRate;

    public string Role { get; set; } = Words.Of(MetricRole.Guard);

    public bool Required { get; set; } = true;

    public bool Critical { get; set; }

    public string ToleranceRatio { get; set; } = "";

    public string ToleranceOffset { get; set; } = "";

    public string MarginRatio { get; set; } = "";

    public string MarginOffset { get; set; } = "";

    public string ToleratedGrowth { get; set; } = "";

    public string GrowthToRuleOut { get; set; } = "";

    public bool IsErrors => Metric == MetricNames.ErrorRate;

    public JsonObject ToJson() => FormJson.Object(
        ("metric", FormJson.Text(Metric)),
        ("role", FormJson.Text(Role)),
        ("required", JsonValue.Create(Required)),
        ("critical", Critical ? JsonValue.Create(true) : null),
        ("tolerance", IsErrors ? MarginJson(ToleranceRatio, ToleranceOffset) : null),
        ("margin", IsErrors ? MarginJson(MarginRatio, MarginOffset) : null),
        ("tolerated_growth", IsErrors ? null : FormJson.Number(ToleratedGrowth)),
        ("growth_to_rule_out", IsErrors ? null : FormJson.Number(GrowthToRuleOut)));

    public static MetricForm From(MetricRule rule) => new()
    {
        Metric = rule.Metric,
        Role = Words.Of(rule.Role),
        Required = rule.Required,
        Critical = rule.Critical,
        ToleranceRatio = Text(rule.Tolerance?.Ratio),
        ToleranceOffset = Text(rule.Tolerance?.Offset),
        MarginRatio = Text(rule.Margin?.Ratio),
        MarginOffset = Text(rule.Margin?.Offset),
        ToleratedGrowth = Text(rule.ToleratedGrowth),
        GrowthToRuleOut = Text(rule.GrowthToRuleOut),
    };

    private static JsonObject MarginJson(string ratio, string offset) => FormJson.Object(("ratio", FormJson.Number(ratio)), ("offset", FormJson.Number(offset)));

    // Not by the shortest form, which may be 1E-05: people type decimals.
    private static string Text(double? number) => number is { } value ? ((decimal)value).ToString(System.Globalization.CultureInfo.InvariantCulture) : "";
}
