using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using Sluice.Domain.Traffic;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Dashboard.Deployments;

/// <summary>What the verdict panel shows.</summary>
/// <param name="DecidedAt">Of a latched verdict: later samples do not rewrite it.</param>
/// <param name="Share">The canary's, in the phase that is judged.</param>
/// <param name="Pace">Canary requests per second in the window.</param>
public sealed record VerdictView(
    Verdict? Verdict,
    bool IsJudged,
    AnalysisSettings Settings,
    DateTimeOffset? DecidedAt,
    DateTimeOffset? NextRunAt,
    DateTimeOffset? DueAt,
    DateTimeOffset? BudgetEndsAt,
    ValueList<string> Muted,
    bool Asks,
    Share Share,
    double Pace)
{
    /// <summary>Null for what was decided for good, and for the past.</summary>
    public Measured? Measured { get; init; }

    /// <summary>Null in point mode, which has no error control.</summary>
    public EvidenceSettings? Evidence => Settings.Mode == AnalysisMode.Evidence ? Settings.Evidence ?? new() : null;

    public bool IsLatched => DecidedAt is not null;

    public static VerdictView Of(DeploymentSnapshot view)
    {
        var d = view.State;
        var over = d.Status is RollingBack or Ended or Promoting;
        var fresh = over || !d.CanaryHasTraffic ? null : view.Status?.Verdict;
        var verdict = fresh ?? d.Verdict ?? (over ? LastRecorded(view) : null);
        var pace = verdict?.Canary is { } canary ? canary.Requests / Math.Max(1, d.Spec.Analysis.Lookback.TotalSeconds) : 0;
        return new(
            verdict,
            d.IsJudged,
            d.Spec.Analysis,
            over && verdict is not null ? d.EvidenceAt ?? LastAt(view) : null,
            over ? null : view.Status?.NextRunAt,
            d.Clock.DueAt,
            d.Clock.BudgetEndsAt,
            d.Muted,
            d.Spec.Rollback.Asks,
            (d.CurrentPhase ?? d.Spec.Plan.Phases[0]).Compared,
            pace)
        {
            Measured = view.AsOf is null ? Measured.OfVerdict(d, view.Status) : null,
        };
    }

    private static Verdict? LastRecorded(DeploymentSnapshot view) =>
        view.Events.Select(e => e.Event).OfType<DeploymentEvent.VerdictChanged>().LastOrDefault()?.Verdict;

    private static DateTimeOffset? LastAt(DeploymentSnapshot view) =>
        view.Events.Select(e => e.Event).OfType<DeploymentEvent.VerdictChanged>().LastOrDefault()?.Origin.At;
}
