using Sluice.Dashboard.Api.Shapes;
using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using Sluice.Engine.Live;

namespace Sluice.Dashboard.Api.Deployments;

/// <summary>From a verdict to what the wire shows of it.</summary>
internal static class VerdictViews
{
    /// <summary>The recorded verdict, or the same with fresher numbers while the canary is watched. What was decided stays as it was: later samples do not rewrite it.</summary>
    public static VerdictView? Of(Deployment deployment, PlaceStatus? seen)
    {
        var isDecided = deployment.Status is DeploymentStatus.RollingBack or DeploymentStatus.Promoting or DeploymentStatus.Ended;
        var verdict = deployment.CanaryHasTraffic && !isDecided ? seen?.Verdict ?? deployment.Verdict : deployment.Verdict;
        return verdict is null ? null : new VerdictView(
            Words.Of(verdict.Kind),
            Words.Of(verdict.Reason),
            verdict.Sentence,
            verdict.FailedRuns,
            verdict.PassedRuns,
            verdict.Checks.Select(Of).ToList(),
            Of(verdict.Stable),
            Of(verdict.Canary),
            isDecided ? deployment.EvidenceAt : null,
            isDecided ? null : seen?.NextRunAt,
            deployment.Muted,
            Of(verdict.Evidence),
            verdict.LimitReached,
            Of(VerdictTrace.Of(verdict)));
    }

    internal static VerdictTraceView? Of(VerdictTrace? trace) =>
        trace is null ? null : new(trace.Rules.Select(rule => new TraceRuleView(Words.Of(rule.Row), rule.Text, rule.Decided)).ToList(), trace.Otherwise);

    private static VerdictEvidenceView? Of(EvidenceSummary? e) => e is null ? null : new(
        e.LogEvidence, Math.Round(-Math.Log(e.Alpha), 2), e.Alpha, e.Beta, e.CanaryRequests, e.CanaryErrors, e.StableRequests, e.StableErrors, e.Seconds, e.ErrorsAtLeast,
        e.Forecast is { } f ? new(f.Metric, f.Requests, Words.Of(f.LeadsTo), f.PerSecond) : null,
        e.Dependence?.Value, e.Dependence is { } d ? Words.Of(d.Source) : null, e.Dependence?.Warning is { } warning ? Words.Of(warning) : null);

    private static CheckEvidenceView? Of(CheckEvidence? e) => e is null ? null : new(e.Against, e.InFavour, e.Share, e.Required, e.RuleOut);

    internal static CheckView Of(CheckResult c) => new(
        c.Name, c.Metric, Words.Of(c.Role), Words.Of(c.Outcome), c.Limit, c.AtLeast, c.Stable, c.Canary, c.StableRequests, c.CanaryRequests, Of(c.Evidence), c.Unit is { } unit ? Words.Of(unit) : null,
        c.DryRun, c.Counts is { } n ? new(n.Judged, n.Failed, n.Inconclusive, n.ErrorsInARow, n.PassedInARow) : null,
        c.Shift is { } s ? new(s.Pairs, s.Value, s.Lower, s.Upper, s.Higher, s.P) : null,
        c.Bounds is { } b ? new(b.Kept, b.Broken) : null);

    private static ArmView? Of(ArmSummary? arm) => arm is null ? null : new(arm.Requests, arm.Errors, arm.P50, arm.P95, arm.P99);
}
