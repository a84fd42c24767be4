using Sluice.Domain;
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
            i.Release, i.Slot, i.State == InstanceState.Ready, reading.Instances.Any(routed => routed.Id == i.Id && routed.Draining), i.IsStopping || stops.IsUnderWay(i)) { HasEnded = i is { State: InstanceState.Failed, Pid: null } }),
    ];

    /// <summary>Nothing comes and nothing goes: the router was not asked yet.</summary>
    /// <param name="instances">Those that nobody is stopping.</param>
    public static RollingSlots AsTheyAre(RollingTargets targets, IReadOnlyList<Instance> instances)
    {
        return new(Taken(targets.OldRelease), Taken(targets.NewRelease));

        ValueList<int> Taken(int release) => instances.Where(i => i.Release == release).Select(i => i.Slot).Distinct().Order().ToValueList();
    }
}
