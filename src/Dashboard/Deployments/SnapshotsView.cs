using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Snapshots;
using static Sluice.Domain.Deployments.DeploymentEvent;

namespace Sluice.Dashboard.Deployments;

/// <summary>What ran before and after, and what differs.</summary>
/// <param name="NotCompared">What may differ without that anybody can tell.</param>
/// <param name="IsOver">It has ended, so that what ran afterwards is captured soon, or never.</param>
public sealed record SnapshotsView(SnapshotAt? Before, SnapshotAt? After, ValueList<SnapshotDifference> Differences, ValueList<SnapshotGap> NotCompared, bool IsOver)
{
    public static SnapshotsView Of(DeploymentSnapshot view)
    {
        var (before, after) = (Find(view, SnapshotMoment.Before), Find(view, SnapshotMoment.After));
        return new(
            before,
            after,
            before is null || after is null ? [] : SnapshotDiff.Between(before.Snapshot, after.Snapshot),
            before is null || after is null ? [] : SnapshotDiff.NotCompared(before.Snapshot, after.Snapshot),
            view.State.Status is DeploymentStatus.Ended);
    }

    private static SnapshotAt? Find(DeploymentSnapshot view, SnapshotMoment moment) =>
        view.Events.Select(e => e.Event).OfType<SnapshotTaken>().FirstOrDefault(taken => taken.Moment == moment) is { } taken ? new(taken.Origin.At, taken.Snapshot) : null;
}

/// <param name="At">When it was taken.</param>
public sealed record SnapshotAt(DateTimeOffset At, Snapshot Snapshot);
