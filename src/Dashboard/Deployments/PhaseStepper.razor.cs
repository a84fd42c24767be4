using Sluice.Domain.Deployments;

namespace Sluice.Dashboard.Deployments;

/// <summary>The plan as boxes: what is behind, what is under way and until when, what is expected when.</summary>
public sealed partial class PhaseStepper
{
    private const int MostBoxes = 9;
    private bool _unfolded;

    /// <summary>Phases that are behind fold to one box when there are too many to read.</summary>
    private int Folded => _unfolded || View.Boxes.Count <= MostBoxes
        ? 0
        : Math.Min(View.Boxes.TakeWhile(box => box.State.IsBehind).Count(), View.Boxes.Count - MostBoxes + 1);

    private string Waits => View.Stage switch
    {
        RunStage.Shift => T["Phase.Setting"],
        RunStage.Hold => T["Phase.NoClock"],
        _ => T["Phase.UntilResumed"],
    };

    private void Unfold() => _unfolded = true;

    private string StateOf(PhaseBox box) => box.IsCurrent && View.IsPaused ? T["Phase.Paused"] : T[$"Phase.{box.State.Status}"];

    private string TimeOf(PhaseBox box) => box switch
    {
        { Took: { } took } => T["Phase.Took", Times.Length(took), Times.Planned(box.Plan.Hold)],
        { PlannedAt: { } at } => T["Phase.PlannedAt", Times.Planned(box.Plan.Hold), Times.Short(at)],
        _ => T["Phase.Planned", Times.Planned(box.Plan.Hold)],
    };
}
