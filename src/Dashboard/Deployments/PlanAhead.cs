using Sluice.Domain.Deployments;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Dashboard.Deployments;

/// <summary>When a later phase is expected to begin, if nothing slips.</summary>
internal sealed record PlannedPhase(int Phase, DateTimeOffset At);

/// <summary>The future of a running plan. Ends where a person must answer: nobody knows when that will be.</summary>
internal static class PlanAhead
{
    public static IReadOnlyList<PlannedPhase> Of(Deployment d)
    {
        if (d.Status is not Running { Stage: RunStage.Shift or RunStage.Hold or RunStage.Waiting } || d.CurrentPhase is not { } current)
        {
            return [];
        }

        // Until the share is read back, the hold has no end yet: then the phase's beginning is the best guess.
        if ((d.Clock.DueAt ?? (d.Phases[d.Phase].StartedAt + current.Hold)) is not { } at)
        {
            return [];
        }

        var ahead = new List<PlannedPhase>();
        var gap = d.Stage is RunStage.Waiting ? PhaseGap.None : current.Gap;
        for (var i = d.Phase + 1; i <= d.Spec.Plan.Last; i++)
        {
            var phase = d.Spec.Plan.Phases[i];
            if (gap.UntilResumed || phase.NeedsApproval)
            {
                break;
            }

            at += gap.For ?? TimeSpan.Zero;
            ahead.Add(new(i, at));
            at += phase.Hold;
            gap = phase.Gap;
        }

        return ahead;
    }
}
