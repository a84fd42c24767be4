using Sluice.Domain.Rolling;
using Sluice.Engine.Traffic;
using Sluice.Engine.Workloads;

namespace Sluice.Engine.Control;

/// <summary>What a rolling update goes by: the instances of both releases, with what the router says of them.</summary>
internal static class Rollings
{
    public static IReadOnlyList<SeenInstance> See(RollingTargets targets, IReadOnlyList<Instance> seen, Stops stops, RouteReading reading) =>
    [
        .. seen.Where(i => i.Release == targets.OldRelease || i.Release == targets.NewRelease).Select(i => new SeenInstance(
            i.Release, i.Slot, i.State == InstanceState.Ready, reading.Instances.Any(routed => routed.Id == i.Id && routed.Draining), stops.IsUnderWay(i)) { HasEnded = i is { State: InstanceState.Failed, Pid: null } }),
    ];

    /// <summary>Nothing comes and nothing goes: the router was not asked yet.</summary>
    public static RollingCounts AsTheyAre(RollingTargets targets, IReadOnlyList<Instance> seen)
    {
        return new(Slots(targets.OldRelease), Slots(targets.NewRelease));

        int Slots(int release) => seen.Where(i => i.Release == release).Select(i => i.Slot + 1).DefaultIfEmpty(0).Max();
    }
}
