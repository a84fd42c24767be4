using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.CustomMetrics;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Dashboard.Api.Input;

/// <summary>Reads how one metric of the canary is compared with stable.</summary>
internal static class MetricInput
{
    public static MetricRule Read(JsonInput input)
    {
        var name = input.Text("metric") ?? string.Empty;
        var usual = MetricRule.Usual.FirstOrDefault(rule => rule.Metric == name) ?? MetricRule.UsualFor(name, name == MetricNames.OpenRequests ? MetricKind.Gauge : MetricKind.CounterPair);
        if (usual.IsExtra && name != MetricNames.OpenRequests)
        {
            input.Require("role", "guard, signal or information: what a metric of the place's own may do");
        }

        var rule = usual with
        {
            Role = input.Word<MetricRole>("role") ?? usual.Role,
            Required = input.Flag("required") ?? usual.Required,
            Critical = input.Flag("critical") ?? usual.Critical,
            Direction = input.Word<MetricDirection>("direction") ?? usual.Direction,
            ToleratedChange = (double?)input.Number("tolerated_change"),
            Quantile = (double?)input.Number("quantile"),
            Tolerance = ReadMargin(input.Object("tolerance")),
            Margin = ReadMargin(input.Object("margin")),
            ToleratedGrowth = (double?)input.Number("tolerated_growth") ?? usual.ToleratedGrowth,
            GrowthToRuleOut = (double?)input.Number("growth_to_rule_out") ?? usual.GrowthToRuleOut,
        };
        input.Done();
        return rule;
    }

    private static Margin? ReadMargin(JsonInput? input)
    {
        if (input is null)
        {
            return null;
        }

        var margin = new Margin((double?)input.Number("ratio") ?? 1, (double?)input.Number("offset") ?? 0);
        input.Done();
        return margin;
    }
}
