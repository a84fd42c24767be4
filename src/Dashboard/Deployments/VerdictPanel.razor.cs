using System.Globalization;
using System.Runtime.CompilerServices;
using Sluice.Domain.Analysis;

namespace Sluice.Dashboard.Deployments;

/// <summary>Why: first the sentence, then every check, then what comes next if nothing changes.</summary>
public sealed partial class VerdictPanel
{
    // Made once for all who see the verdict.
    private static readonly ConditionalWeakTable<Verdict, VerdictTrace?> s_traces = new();

    private string ModeLabel => View.Settings.Mode == AnalysisMode.MannWhitney ? "Verdict.Ranks" : View.Evidence is null ? "Verdict.Point" : "Verdict.Evidence";

    private string Sentence => View switch
    {
        { IsJudged: false } => T["Verdict.NotJudged"],
        { Verdict: { } verdict } => verdict.Sentence,
        _ => T["Verdict.NoneYet"],
    };

    private string Tone => View.Verdict switch
    {
        null => "neutral",
        { Kind: VerdictKind.RollBack } => "danger",
        { HasFailingCheck: true } or { Reason: VerdictReason.SourceError } or { IsSuspicious: true } => "warning",
        { Kind: VerdictKind.Advance } => "success",
        { Reason: VerdictReason.ConfirmingSuccess } => "info",
        _ => "neutral",
    };

    private string IconName => View.Verdict switch
    {
        null => "clock",
        { Kind: VerdictKind.RollBack } => "cross",
        { HasFailingCheck: true } or { Reason: VerdictReason.SourceError } or { IsSuspicious: true } => "alert",
        { Kind: VerdictKind.Advance } or { Reason: VerdictReason.ConfirmingSuccess } => "check",
        _ => "question",
    };

    private string ModeHint => View.Evidence is { } evidence
        ? T["Verdict.EvidenceHint", EvidenceSentence.Percent(Math.Round(1 - View.Settings.ConfidenceLevel, 6)), EvidenceSentence.Percent(evidence.MissedRegressionProbability)]
        : T["Verdict.PointHint"];

    /// <summary>What may be relied on, in words; null in point mode.</summary>
    private string? Confidence => View is { IsJudged: true, Evidence: not null } ? ModeHint : null;

    /// <summary>Null when the panel speaks of something that is over.</summary>
    private string? Next => (View.Verdict, View) switch
    {
        (_, { IsLatched: true }) => null,
        (_, { IsJudged: false, DueAt: { } due }) => T["Next.TimeAlone", Times.Clock(due)],
        (null, { NextRunAt: { } run }) => T["Next.FirstRun", Times.Clock(run)],
        (null, _) => null,
        ({ LimitReached: true }, _) => T["Next.LimitReached"],
        ({ Reason: VerdictReason.ConfirmingFailure } v, { Asks: true }) => T["Next.WillAsk", RunsLeft.ToReturn(v, View.Settings)],
        ({ Reason: VerdictReason.ConfirmingFailure } v, _) => T["Next.WillReturn", RunsLeft.ToReturn(v, View.Settings)],
        ({ Reason: VerdictReason.ConfirmingSuccess } v, { DueAt: { } due }) => T["Next.WillPass", RunsLeft.ToPass(v, View.Settings), Times.Clock(due)],
        ({ Kind: VerdictKind.Advance }, { DueAt: { } due }) => T["Next.Passes", Times.Clock(due)],
        ({ Reason: VerdictReason.NotEnoughData }, _) => NotEnough(),
        ({ Reason: VerdictReason.SourceError }, { BudgetEndsAt: { } end }) => T["Next.SourceBack", Times.Clock(end)],
        ({ Evidence.Forecast: { } forecast }, _) => ForecastText.Of(T, forecast),
        ({ Reason: VerdictReason.Suspicious }, _) => T[View.Asks ? "Next.SuspiciousAsks" : "Next.Suspicious", EvidenceSentence.Ratio(-Math.Log(1 - View.Settings.ConfidenceLevel))],
        ({ Reason: VerdictReason.DataQuality or VerdictReason.SharedIncident }, { BudgetEndsAt: { } end }) => T["Next.DataBack", Times.Clock(end)],
        _ => null,
    };

    private string? NotEnough()
    {
        var most = View.Pace * View.Settings.Lookback.TotalSeconds;
        var pace = View.Pace.ToString("0.#", CultureInfo.InvariantCulture);
        return most < View.Settings.MinRequests
            ? T["Next.TooFew", pace, View.Settings.MinRequests, Times.Planned(View.Settings.Lookback)]
            : T["Next.Collecting", pace];
    }

    private string NameOf(string metric) => MetricName.Of(T, metric);

    private string KindOf(CheckResult check) => View.Muted.Contains(check.Name) ? T["Check.Muted"] : check.DryRun ? T["Check.DryRun", T[$"Role.{check.Role}"]] : T[$"Role.{check.Role}"];

    private static string Value(CheckResult check, double? value) => value is { } v ? VerdictSentence.Format(check, v) : "–";

    private string? Count(long requests) => requests > 0 ? T["Check.Count", requests.ToString("N0", CultureInfo.CurrentCulture)].Value : null;

    private static string LimitOf(CheckResult check) => (check.AtLeast ? "≥ " : "≤ ") + VerdictSentence.Format(check, check.Limit);

    private string? Streak(CheckResult check) => (check.Outcome, View.Verdict!) switch
    {
        _ when check.DryRun => null,
        (CheckOutcome.Fail, _) when View.Settings.Counters is { FailureLimit: { } limit } => T["Check.Allowed", check.Counts?.Failed ?? 0, limit].Value,
        (CheckOutcome.Pass, _) when View.Settings.Counters is { ConsecutiveSuccessLimit: { } row } => T["Check.Streak", check.Counts?.PassedInARow ?? 0, row].Value,
        (CheckOutcome.Pass, _) when View.Settings.Counters is { Count: { } count } => T["Check.Streak", check.Counts?.Judged ?? 0, count].Value,
        (CheckOutcome.Fail, { FailedRuns: > 0 } v) => T["Check.Streak", v.FailedRuns, View.Settings.FailedRuns].Value,
        (CheckOutcome.Pass, { PassedRuns: > 0 } v) => T["Check.Streak", v.PassedRuns, View.Settings.SuccessfulRuns].Value,
        _ => null,
    };

    private static string OutcomeIcon(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Pass => "check",
        CheckOutcome.Fail => "cross",
        CheckOutcome.SourceError => "alert",
        _ => "hourglass",
    };
}
