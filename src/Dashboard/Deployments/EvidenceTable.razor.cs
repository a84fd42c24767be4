using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using Sluice.Dashboard.Kit;
using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Dashboard.Deployments;

/// <summary>Every metric with how far it is from sending the canary back, and from letting it on.</summary>
public sealed partial class EvidenceTable
{
    private const double LeastShare = 0.01;

    // As many as there are words for it in all languages.
    private static readonly ConcurrentDictionary<(CheckOutcome Outcome, string Word), MarkupString> s_outcomes = new();

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
        { } rule when IsRate(check) => With(check, check.Limit, rule.Tolerance ?? Margin.Tolerance),
        { } rule when IsLatency(check) => With(check, check.Limit, rule.ToleratedGrowth),
        _ => Value(check, check.Limit),
    };

    // Of a floor the margin is about what is missing, which its words would not say.
    private static bool IsRate(CheckResult check) => check.Metric == MetricNames.ErrorRate || check is { Unit: MetricUnit.Share, AtLeast: false };

    private static bool IsLatency(CheckResult check) => check.Unit is null && check.Metric != MetricNames.ErrorRate;

    private string RuleOutOf(CheckResult check)
    {
        var value = check.Evidence?.RuleOut ?? check.Limit;
        return RuleOf(check) switch
        {
            { } rule when IsRate(check) => With(check, value, rule.MarginAt(View.Share)),
            { } rule when IsLatency(check) => With(check, value, rule.GrowthToRuleOut),
            _ => Value(check, value),
        };
    }

    private string With(CheckResult check, double value, Margin margin) =>
        T["Check.WithMargin", Value(check, value), Number(margin.Ratio), Number(margin.Offset * 100)];

    private string With(CheckResult check, double value, double growth) => T["Check.WithGrowth", Value(check, value), Number(growth * 100)];

    private MarkupString OutcomeOf(CheckResult check)
    {
        string word = OutcomeWord(check);
        return s_outcomes.GetOrAdd(
            (check.Outcome, word),
            static one => SafeMarkup.Of($"""<span class="outcome outcome--{Words.Of(one.Outcome)}">{Icons.Of(OutcomeIcon(one.Outcome))}{one.Word}</span>"""));
    }

    private string OutcomeWord(CheckResult check) => check.Outcome switch
    {
        CheckOutcome.Fail => T["Proof.Worse"],
        CheckOutcome.Pass => T["Proof.Cleared"],
        CheckOutcome.SourceError => T["Outcome.SourceError"],
        _ => T["Proof.Open"],
    };

    private static string OutcomeIcon(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Fail => "cross",
        CheckOutcome.Pass => "check",
        CheckOutcome.SourceError => "alert",
        _ => "hourglass",
    };

    private string? Count(CheckResult check, long values) =>
        values > 0 ? T[check.Unit == MetricUnit.Number ? "Check.Pairs" : "Check.Count", values.ToString("N0", CultureInfo.CurrentCulture)].Value : null;

    private string ShiftText(GaugeShift shift)
    {
        var (value, higher) = (Number(shift.Value), EvidenceSentence.Percent(Math.Round(shift.Higher, 2)));
        return shift is { Lower: { } lower, Upper: { } upper }
            ? T["Check.ShiftBetween", shift.Pairs, value, Number(lower), Number(upper), higher, Number(shift.P)]
            : T["Check.Shift", shift.Pairs, value, higher];
    }

    private string BoundText(double? bound) => bound is { } at ? VerdictSentence.Format(MetricNames.LatencyP99, at) : T["Check.BoundsNone"];

    private static string Value(CheckResult check, double? value) => value is { } v ? VerdictSentence.Format(check, v) : "–";

    private static string OneIn(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
