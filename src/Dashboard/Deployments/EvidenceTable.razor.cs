using System.Globalization;
using Microsoft.AspNetCore.Components;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Dashboard.Deployments;

/// <summary>Every metric with how far it is from sending the canary back, and from letting it on.</summary>
public sealed partial class EvidenceTable
{
    private const double LeastShare = 0.01;

    [Parameter, EditorRequired]
    public required VerdictView View { get; set; }

    [Parameter, EditorRequired]
    public required EvidenceSummary Evidence { get; set; }

    private double NeededBack => -Math.Log(Evidence.Alpha);

    private double NeededOn => -Math.Log(Evidence.Beta);

    private string? DependenceText => Evidence.Dependence switch
    {
        { Source: DesignEffectSource.NotAboveSetting, Value: 1 } => T["Dependence.Full"].Value,
        { Value: > 1 and var value, Source: DesignEffectSource.WithinStrata } => T["Dependence.Within", OneIn(value)].Value,
        { Value: > 1 and var value, Source: DesignEffectSource.BetweenReplicas } => T["Dependence.Between", OneIn(value)].Value,
        { Value: > 1 and var value } => T["Dependence.Set", OneIn(value)].Value,
        _ => null,
    };

    private string? DependenceWarningText => Evidence.Dependence?.Warning switch
    {
        DependenceWarning.OneStableInstance => T["Dependence.OneStable"].Value,
        DependenceWarning.OneCanaryInstance => T["Dependence.OneCanary"].Value,
        _ => null,
    };

    private MetricRule? RuleOf(CheckResult check) => check.Role == CheckRole.Comparison || check.Evidence is { RuleOut: not null }
        ? MetricRule.With((View.Evidence ?? new()).Metrics).FirstOrDefault(rule => rule.Metric == check.Metric)
        : null;

    private string KindOf(CheckResult check) => View.Muted.Contains(check.Name)
        ? T["Check.Muted"]
        : T["Check.Kind", T[$"Role.{check.Role}"], T[check.Evidence is { Required: true } ? "Check.Required" : RoleOf(check)]];

    private string RoleOf(CheckResult check) => RuleOf(check)?.Role switch
    {
        MetricRole.Signal => "Check.Signal",
        MetricRole.Information => "Check.Information",
        _ => "Check.Watched",
    };

    /// <summary>The value, and where it comes from when stable sets it.</summary>
    private string BackOf(CheckResult check) => RuleOf(check) switch
    {
        { Metric: MetricNames.ErrorRate } rule => With(check.Metric, check.Limit, rule.Tolerance ?? Margin.Tolerance),
        { } rule => With(check.Metric, check.Limit, rule.ToleratedGrowth),
        _ => Value(check.Metric, check.Limit),
    };

    private string RuleOutOf(CheckResult check)
    {
        var value = check.Evidence?.RuleOut ?? check.Limit;
        return RuleOf(check) switch
        {
            { Metric: MetricNames.ErrorRate } rule => With(check.Metric, value, rule.MarginAt(View.Share)),
            { } rule => With(check.Metric, value, rule.GrowthToRuleOut),
            _ => Value(check.Metric, value),
        };
    }

    private string With(string metric, double value, Margin margin) =>
        T["Check.WithMargin", Value(metric, value), Number(margin.Ratio), Number(margin.Offset * 100)];

    private string With(string metric, double value, double growth) => T["Check.WithGrowth", Value(metric, value), Number(growth * 100)];

    private string OutcomeOf(CheckResult check) => check.Outcome switch
    {
        CheckOutcome.Fail => T["Proof.Worse"],
        CheckOutcome.Pass => T["Proof.Cleared"],
        CheckOutcome.SourceError => T["Outcome.SourceError"],
        _ => T["Proof.Open"],
    };

    private static string OutcomeIcon(CheckResult check) => check.Outcome switch
    {
        CheckOutcome.Fail => "cross",
        CheckOutcome.Pass => "check",
        CheckOutcome.SourceError => "alert",
        _ => "hourglass",
    };

    private string? Count(long requests) => requests > 0 ? T["Check.Count", requests.ToString("N0", CultureInfo.CurrentCulture)].Value : null;

    private static string Value(string metric, double? value) => value is { } v ? VerdictSentence.Format(metric, v) : "–";

    private static string OneIn(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
