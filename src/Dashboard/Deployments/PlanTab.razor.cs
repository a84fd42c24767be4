using Sluice.Dashboard.Services;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Deployments;

namespace Sluice.Dashboard.Deployments;

/// <summary>What was asked for when the deployment was created, in words.</summary>
public sealed partial class PlanTab
{
    private IEnumerable<(Phase Phase, int Number)> Phases => View.Plan.Phases.Select((phase, i) => (phase, i + 1));

    private IEnumerable<(string Name, string Value)> Facts
    {
        get
        {
            yield return (T["Plan.Kind"], T[$"Kind.{View.Plan.Kind}"]);
            if (View.Custom is { } custom)
            {
                yield return (T["Plan.WrittenBy"], T["Plan.WrittenWith", custom.Name, custom.Version, string.Join(", ", custom.Arguments.Select(argument => $"{argument.Name} {argument.Value}"))]);
            }

            if (View.Plan is { Kind: PlanKind.Batches, Rolling: { } rolling })
            {
                yield return (T["Plan.Replaced"], T["Plan.ReplacedWithin", rolling.MaxSurge, rolling.MaxUnavailable]);
            }

            if (View.Plan.Users is { Match: { Count: > 0 } match })
            {
                yield return (T["Plan.TakesPart"], UserText.Match(T, match));
            }

            if (View.Plan.Users?.Sticky is { } sticky)
            {
                yield return (T["Plan.Sticky"], UserText.Sticky(T, sticky));
            }

            if (View.Plan.Mirror is { } mirror)
            {
                yield return (T["Mirror.Copied"], MirrorText.How(T, mirror));
            }

            if (View.Plan.PreviewCheck is { } check)
            {
                yield return (T["PreviewCheck.Label"], T["PreviewCheck.Planned", CommandLine.Join(check.Command), Times.Planned(check.EffectiveTimeout)]);
            }

            if (View.Template is { } begun)
            {
                yield return (T["Plan.Begun"], T["Plan.BegunWith", begun.Key(), begun.Version]);
            }

            yield return (T["Plan.Limits"], View.Rules.Count == 0 ? T["Plan.NoLimits"] : string.Join("; ", View.Rules.Select(Limit)));
            yield return (T["Plan.Analysis"], Analysis(View.Analysis));
            yield return (T["Plan.Rollback"], RollbackText.Of(T, View.Rollback));
        }
    }

    private string AfterOf(Phase phase, int number)
    {
        var next = number < View.Plan.Phases.Count ? View.Plan.Phases[number] : null;
        var gap = phase.Gap switch
        {
            { UntilResumed: true } => T["Plan.UntilResumed"].Value,
            { For: { } length } => T["Plan.Gap", Times.Planned(length)].Value,
            _ => next is null ? T["Plan.Promotes"].Value : T["Plan.GoesOn"].Value,
        };
        return next is { NeedsApproval: true } ? T["Plan.ThenAsks", gap] : gap;
    }

    private string Limit(CheckRule rule) => T[
        rule.AtLeast ? "Plan.AtLeast" : "Plan.AtMost",
        MetricName.Of(T, rule.Metric),
        VerdictSentence.Format(rule.Metric, rule.Limit, OwnReadings.Of(View.LedgerTerms).FirstOrDefault(measure => measure.Metric == rule.Metric)?.Unit)];

    private string Analysis(AnalysisSettings analysis) => analysis switch
    {
        { Enabled: false } => T["Plan.NotJudged"],
        { Mode: AnalysisMode.Evidence } => Evidence(analysis, analysis.Evidence ?? new()),
        { Counters: not null } => T["Plan.Counts", Times.Planned(analysis.Interval), Times.Planned(analysis.Lookback), analysis.MinRequests, CounterText.Of(T, analysis)],
        _ => T["Plan.Judges", Times.Planned(analysis.Interval), Times.Planned(analysis.Lookback), analysis.SuccessfulRuns, analysis.FailedRuns, analysis.MinRequests],
    };

    private string Evidence(AnalysisSettings analysis, EvidenceSettings evidence) => T[
        "Plan.Evidence", Times.Planned(analysis.Interval), Times.Planned(evidence.Warmup),
        EvidenceSentence.Percent(Math.Round(1 - analysis.ConfidenceLevel, 6)), EvidenceSentence.Percent(evidence.MissedRegressionProbability),
        string.Join(", ", MetricRule.With(evidence.Metrics).Where(rule => rule.Required).Select(rule => MetricName.Of(T, rule.Metric)).DefaultIfEmpty("–"))];
}
