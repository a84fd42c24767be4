using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Evidence;
using Sluice.Domain.Analysis.Kayenta;

namespace Sluice.Dashboard.Api.Input;

/// <summary>Reads how canaries are scored by rank tests.</summary>
internal static class RankInput
{
    public static RankSettings Read(JsonInput? input)
    {
        var usual = new RankSettings();
        if (input is null)
        {
            return usual;
        }

        var settings = new RankSettings
        {
            Metrics = input.Objects("metrics")?.Select(ReadMetric).ToValueList() ?? usual.Metrics,
            Weights = (input.Objects("weights") ?? []).Select(ReadWeight).ToValueList(),
            Pass = (double?)input.Number("pass") ?? usual.Pass,
            Marginal = (double?)input.Number("marginal") ?? usual.Marginal,
        };
        input.Done();
        return settings;
    }

    private static GroupWeight ReadWeight(JsonInput input)
    {
        input.Require("group", "the name of a group");
        input.Require("percent", "0 to 100");
        var weight = new GroupWeight(input.Text("group") ?? string.Empty, (double?)input.Number("percent") ?? 0);
        input.Done();
        return weight;
    }

    private static RankMetric ReadMetric(JsonInput input)
    {
        var usual = new RankMetric(input.Text("metric") ?? string.Empty);
        var metric = usual with
        {
            Direction = input.Word<GaugeDirection>("direction") ?? usual.Direction,
            Tolerance = (double?)input.Number("tolerance") ?? usual.Tolerance,
            Confidence = (double?)input.Number("confidence") ?? usual.Confidence,
            Measure = input.Word<EffectMeasure>("effect") ?? usual.Measure,
            AllowedIncrease = (double?)input.Number("allowed_increase"),
            AllowedDecrease = (double?)input.Number("allowed_decrease"),
            CriticalIncrease = (double?)input.Number("critical_increase"),
            CriticalDecrease = (double?)input.Number("critical_decrease"),
            Missing = input.Word<MissingValues>("missing") ?? usual.Missing,
            OutlierFactor = (double?)input.Number("outlier_factor"),
            IsCritical = input.Flag("critical") ?? usual.IsCritical,
            MustHaveData = input.Flag("must_have_data") ?? usual.MustHaveData,
            Groups = input.Texts("groups") ?? usual.Groups,
        };
        input.Done();
        return metric;
    }
}
