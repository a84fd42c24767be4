using System.Text.Json.Nodes;
using Sluice.Dashboard.Services;
using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.CustomMetrics;
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

    /// <summary>Of a metric that the place defines, and of open requests; null for the usual ones.</summary>
    public MetricKind? Kind { get; set; }

    public string Direction { get; set; } = Words.Of(MetricDirection.LowerIsBetter);

    public string ToleratedChange { get; set; } = "";

    public string Quantile { get; set; } = "";

    public bool IsRate => Metric == MetricNames.ErrorRate || Kind == MetricKind.CounterPair;

    public bool IsGauge => Kind == MetricKind.Gauge;

    public bool Grows => !IsRate && !IsGauge;

    public bool HasDirection => Kind is MetricKind.CounterPair or MetricKind.Gauge;

    /// <summary>Another metric, with what is usual for its kind.</summary>
    public void Choose(string metric, MetricKind? kind)
    {
        (Metric, Kind, Direction) = (metric, kind, Words.Of(MetricDirection.LowerIsBetter));
        if (kind is { } own)
        {
            (Role, Required) = (Words.Of(MetricRule.UsualFor(metric, own).Role), false);
        }
    }

    public JsonObject ToJson() => FormJson.Object(
        ("metric", FormJson.Text(Metric)),
        ("role", FormJson.Text(Role)),
        ("required", IsGauge ? null : JsonValue.Create(Required)),
        ("critical", Critical ? JsonValue.Create(true) : null),
        ("direction", HasDirection ? FormJson.Text(Direction) : null),
        ("tolerated_change", IsGauge ? FormJson.Number(ToleratedChange) : null),
        ("quantile", Kind == MetricKind.Histogram ? FormJson.Number(Quantile) : null),
        ("tolerance", IsRate ? MarginJson(ToleranceRatio, ToleranceOffset) : null),
        ("margin", IsRate ? MarginJson(MarginRatio, MarginOffset) : null),
        ("tolerated_growth", Grows ? FormJson.Number(ToleratedGrowth) : null),
        ("growth_to_rule_out", Grows ? FormJson.Number(GrowthToRuleOut) : null));

    /// <param name="own">The metrics that the place defines.</param>
    public static MetricForm From(MetricRule rule, ValueList<MetricDefinition> own) => new()
    {
        Metric = rule.Metric,
        Kind = KindOf(rule.Metric, own),
        Direction = Words.Of(rule.Direction),
        ToleratedChange = Text(rule.ToleratedChange),
        Quantile = Text(rule.Quantile),
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

    public static MetricKind? KindOf(string metric, IEnumerable<MetricDefinition> own) =>
        metric == MetricNames.OpenRequests ? MetricKind.Gauge : own.FirstOrDefault(definition => definition.Name == metric)?.Kind;

    private static JsonObject MarginJson(string ratio, string offset) => FormJson.Object(("ratio", FormJson.Number(ratio)), ("offset", FormJson.Number(offset)));

    // Not by the shortest form, which may be 1E-05: people type decimals.
    private static string Text(double? number) => number is { } value ? ((decimal)value).ToString(System.Globalization.CultureInfo.InvariantCulture) : "";
}
