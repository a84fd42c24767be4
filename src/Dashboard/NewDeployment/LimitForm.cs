using System.Text.Json.Nodes;
using Sluice.Dashboard.Services;
using Sluice.Domain.Analysis;

namespace Sluice.Dashboard.NewDeployment;

/// <summary>A limit on a metric by name, as typed.</summary>
public sealed class LimitForm
{
    public string Metric { get; set; } = MetricNames.LatencyP90;

    public string Min { get; set; } = "";

    public string Max { get; set; } = "";

    public JsonObject ToJson() => FormJson.Object(
        ("metric", FormJson.Text(Metric)),
        ("min", FormJson.Number(Min)),
        ("max", FormJson.Number(Max)));

    public static LimitForm From(CustomThreshold custom) => new() { Metric = custom.Metric, Min = Text(custom.Min), Max = Text(custom.Max) };

    private static string Text(double? number) => number is { } value ? FormattableString.Invariant($"{value}") : "";
}
