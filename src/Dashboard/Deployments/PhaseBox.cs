using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Dashboard.Deployments;

/// <summary>One box of the stepper.</summary>
/// <param name="PlannedAt">When a phase to come is expected to begin; null when nobody knows.</param>
public sealed record PhaseBox(int Index, Phase Plan, PhaseState State, bool IsCurrent, DateTimeOffset? PlannedAt)
{
    public string Icon => State.Status switch
    {
        PhaseStatus.Completed => "check",
        PhaseStatus.Failed => "cross",
        PhaseStatus.Cancelled => "stop",
        PhaseStatus.Skipped => "skip",
        PhaseStatus.Running when State.SetAt is null => "play",
        PhaseStatus.Running or PhaseStatus.Waiting => "quarter",
        _ when Plan.NeedsApproval => "hand",
        _ => "circle",
    };

    /// <summary>How long it took; null before its end.</summary>
    public TimeSpan? Took => State is { StartedAt: { } from, EndedAt: { } to } ? to - from : null;
}

/// <summary>The stepper: boxes, and what the one under way waits for.</summary>
/// <param name="DueAt">The earliest end; null while no clock runs.</param>
/// <param name="DueIn">What is left on a frozen clock.</param>
/// <param name="CanaryRequests">Seen in the latest look-back window, of <paramref name="MinRequests"/> that are needed; null when nothing is judged, and with evidence, which needs no least number.</param>
public sealed record PhaseSteps(
    ValueList<PhaseBox> Boxes, RunStage? Stage, bool IsPaused, DateTimeOffset? DueAt, TimeSpan? DueIn, long? CanaryRequests, int MinRequests)
{
    /// <summary>The instant of the past that is shown; null for now.</summary>
    public DateTimeOffset? AsOf { get; init; }

    public static PhaseSteps Of(DeploymentSnapshot view)
    {
        var d = view.State;
        var planned = PlanAhead.Of(d).ToDictionary(p => p.Phase, p => p.At);
        var active = d.Status is Running or Paused or Promoting;
        var boxes = d.Phases.Select((state, i) => new PhaseBox(
            i, d.Spec.Plan.Phases[i], state, active && i == d.Phase && !state.IsBehind, planned.TryGetValue(i, out var at) ? at : null));
        var verdict = view.Status?.Verdict ?? d.Verdict;
        long? requests = d is { IsJudged: true, Stage: RunStage.Hold, Spec.Analysis.Mode: AnalysisMode.Point } ? verdict?.Canary?.Requests ?? 0 : null;
        return new(boxes.ToValueList(), d.Stage, d.Status is Paused, d.Clock.DueAt, d.Clock.DueIn, requests, d.Spec.Analysis.MinRequests) { AsOf = view.AsOf };
    }
}
