using System.Diagnostics;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using static Sluice.Domain.Deployments.DeploymentEvent;

namespace Sluice.Engine.Projections;

/// <summary>What became of each phase of one deployment: the row of the phase read model.</summary>
/// <param name="Current">Index of the phase under way; -1 before the first.</param>
internal sealed record PhaseBook(long Version, int Current, ValueList<PhaseRow> Phases)
{
    private static readonly string s_pending = Words.Of(PhaseStatus.Pending);
    private static readonly string s_running = Words.Of(PhaseStatus.Running);
    private static readonly string s_waiting = Words.Of(PhaseStatus.Waiting);
    private static readonly string s_completed = Words.Of(PhaseStatus.Completed);
    private static readonly string s_skipped = Words.Of(PhaseStatus.Skipped);
    private static readonly string s_failed = Words.Of(PhaseStatus.Failed);
    private static readonly string s_cancelled = Words.Of(PhaseStatus.Cancelled);

    /// <exception cref="UnreachableException">The history cannot be true.</exception>
    public static PhaseBook Fold(PhaseBook? book, DeploymentEvent @event, long version) => (book, @event) switch
    {
        (null, DeploymentCreated e) => new(version, -1, Ahead(e.Spec.Plan.Phases, from: 0).ToValueList()),
        (null, _) => throw new UnreachableException($"{@event.GetType().Name} cannot come first."),
        (_, DeploymentCreated) => throw new UnreachableException("A deployment is created once."),
        ({ } b, _) => b.After(@event) with { Version = version },
    };

    private PhaseBook After(DeploymentEvent @event) => @event switch
    {
        PhaseEntered e => Change(e.Phase, p => p with { Status = s_running, StartedAt = e.Origin.At }) with { Current = e.Phase },
        SplitSet { DueAt: not null } e => Change(Current, p => p with { SetAt = p.SetAt ?? e.Origin.At }),
        WaitingBegan e => Change(e.Phase, p => p with { Status = s_waiting }),
        DeploymentPaused { Reason: PauseReason.Step } => Change(Current, p => p with { Status = s_waiting }),
        PhaseCompleted e => Change(e.Phase, p => p with { Status = s_completed, EndedAt = e.Origin.At }),
        PlanChanged e => this with { Phases = Phases.Take(Current + 1).Concat(Ahead(e.Ahead, from: Current + 1)).ToValueList() },
        PhasesSkipped e => this with { Phases = Phases.Select(p => p.Index >= e.First && p.Index <= e.Last ? p with { Status = s_skipped } : p).ToValueList() },
        ReturnStarted e when Current >= 0 && !IsBehind(Phases[Current]) => Change(Current, p => p with { Status = e.FailedStage is null ? s_cancelled : s_failed, EndedAt = e.Origin.At }),
        _ => this,
    };

    private static IEnumerable<PhaseRow> Ahead(ValueList<Phase> phases, int from) =>
        phases.Select((p, i) => new PhaseRow(from + i, p.Share.Percent, s_pending, null, null, null));

    private PhaseBook Change(int index, Func<PhaseRow, PhaseRow> change) => this with { Phases = Phases.SetItem(index, change(Phases[index])) };

    private static bool IsBehind(PhaseRow phase) => phase.Status == s_completed || phase.Status == s_skipped;
}
