using Sluice.Domain;
using Sluice.Domain.Replay;

namespace Sluice.Dashboard.Replay;

/// <summary>Where the slider stands and where each of its buttons leads; null where it leads nowhere.</summary>
/// <param name="Index">Of the event shown, from 0.</param>
/// <param name="Spoken">What a screen reader says of it.</param>
public sealed record ScrubberView(
    int Index, int Last, long Version, string Spoken, long? Before, long? After, long? SameBefore, long? SameAfter, long? MilestoneBefore, long? MilestoneAfter,
    long First, long End, long TenBefore, long TenAfter, long? PinnedA, long? PinnedB)
{
    internal static ScrubberView Of(ReplayRecord record, int index, ValueList<Milestone> milestones, long? a, long? b, string spoken)
    {
        var events = record.History.Events;
        var at = events[index].Version;
        return new(
            index, events.Count - 1, at, spoken,
            At(index - 1), At(index + 1),
            Same(-1), Same(1),
            milestones.Where(m => m.Version < at).Max(m => m.Version), milestones.Where(m => m.Version > at).Min(m => m.Version),
            events[0].Version, events[^1].Version, events[Math.Max(0, index - 10)].Version, events[Math.Min(events.Count - 1, index + 10)].Version, a, b);

        long? At(int i) => i >= 0 && i < events.Count ? events[i].Version : null;

        long? Same(int step)
        {
            for (var i = index + step; i >= 0 && i < events.Count; i += step)
            {
                if (events[i].Kind == events[index].Kind)
                {
                    return events[i].Version;
                }
            }

            return null;
        }
    }
}
