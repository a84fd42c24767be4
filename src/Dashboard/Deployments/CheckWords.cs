using System.Globalization;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Kit;
using Sluice.Dashboard.Resources;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Evidence;
using Sluice.Domain.Traffic;

namespace Sluice.Dashboard.Deployments;

/// <summary>The words and numbers of one check that is judged by evidence.</summary>
/// <param name="settings">Null in point mode, which has no margins.</param>
/// <param name="share">The canary's, in the phase that is judged.</param>
internal sealed class CheckWords(IStringLocalizer<Texts> texts, CheckResult check, EvidenceSettings? settings, Share share, bool muted)
{
    private readonly MetricRule? _rule = check.Role == CheckRole.Comparison || check.Evidence is { RuleOut: not null }
        ? MetricRule.With((settings ?? new()).Metrics).FirstOrDefault(rule => rule.Metric == check.Metric)
        : null;

    public string Kind => muted
        ? texts["Check.Muted"]
        : texts["Check.Kind", texts[$"Role.{check.Role}"], texts[check.Evidence is { Required: true } ? "Check.Required" : Role]];

    public string Outcome => check.Outcome switch
    {
        CheckOutcome.Fail => texts["Proof.Worse"],
        CheckOutcome.Pass => texts["Proof.Cleared"],
        CheckOutcome.SourceError => texts["Outcome.SourceError"],
        _ => texts["Proof.Open"],
    };

    public string Icon => check.Outcome switch
    {
        CheckOutcome.Fail => "cross",
        CheckOutcome.Pass => "check",
        CheckOutcome.SourceError => "alert",
        _ => "hourglass",
    };

    public string Limits => check.Evidence is { Required: true }
        ? texts["Check.Limits", Back, RuleOut]
        : texts[check.AtLeast ? "Check.LimitBelow" : "Check.LimitBack", Back];

    /// <summary>Null for a limit that is a bound itself.</summary>
    public string? Bounds => check.Bounds is { } bounds ? texts["Check.Bounds", Bound(bounds.Kept), Bound(bounds.Broken)].Value : null;

    /// <summary>Null for what is counted.</summary>
    public string? Shift => check.Shift is { } shift ? Moved(shift) : null;

    private string Role => _rule?.Role switch
    {
        MetricRole.Signal => "Check.Signal",
        MetricRole.Information => "Check.Information",
        _ => "Check.Watched",
    };

    // Of a floor the margin is about what is missing, which its words would not say.
    private bool IsRate => check.Metric == MetricNames.ErrorRate || check is { Unit: MetricUnit.Share, AtLeast: false };

    private bool IsLatency => check.Unit is null && check.Metric != MetricNames.ErrorRate;

    /// <summary>The value, and where it comes from when stable sets it.</summary>
    private string Back => _rule switch
    {
        { } rule when IsRate => With(check.Limit, rule.Tolerance ?? Margin.Tolerance),
        { } rule when IsLatency => With(check.Limit, rule.ToleratedGrowth),
        _ => Value(check.Limit),
    };

    private string RuleOut
    {
        get
        {
            var value = check.Evidence?.RuleOut ?? check.Limit;
            return _rule switch
            {
                { } rule when IsRate => With(value, rule.MarginAt(share)),
                { } rule when IsLatency => With(value, rule.GrowthToRuleOut),
                _ => Value(value),
            };
        }
    }

    public string Value(double? value) => value is { } v ? VerdictSentence.Format(check, v) : "–";

    /// <summary>Null for none.</summary>
    public string? Count(long values) =>
        values > 0 ? texts[check.Unit == MetricUnit.Number ? "Check.Pairs" : "Check.Count", values.ToString("N0", CultureInfo.CurrentCulture)].Value : null;

    private string With(double value, Margin margin) => texts["Check.WithMargin", Value(value), Number(margin.Ratio), Number(margin.Offset * 100)];

    private string With(double value, double growth) => texts["Check.WithGrowth", Value(value), Number(growth * 100)];

    private string Moved(GaugeShift shift)
    {
        var (value, higher) = (Number(shift.Value), EvidenceSentence.Percent(Math.Round(shift.Higher, 2)));
        return shift is { Lower: { } lower, Upper: { } upper }
            ? texts["Check.ShiftBetween", shift.Pairs, value, Number(lower), Number(upper), higher, Number(shift.P)]
            : texts["Check.Shift", shift.Pairs, value, higher];
    }

    private string Bound(double? bound) => bound is { } at ? VerdictSentence.Format(MetricNames.LatencyP99, at) : texts["Check.BoundsNone"];

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
