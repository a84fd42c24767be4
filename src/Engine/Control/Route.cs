using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Domain.Traffic;
using Sluice.Engine.Traffic;
using Sluice.Engine.Workloads;

namespace Sluice.Engine.Control;

/// <summary>What to tell the router: wanted shares, filled with the instances that exist.</summary>
internal abstract record Route
{
    private Route()
    {
    }

    public sealed record Serve(RouteSpec Spec) : Route;

    /// <summary>Nothing is to be served here.</summary>
    public sealed record Withdraw : Route;

    /// <summary>The wanted shares cannot be served; what is in force stays.</summary>
    public sealed record Keep(string Why) : Route;

    public static Route For(PlaceKey place, PlaceView view, IReadOnlyList<Instance> instances, RouteReading now)
    {
        var wanted = view.Wanted;
        if (wanted.Arms.Count == 0)
        {
            return new Withdraw();
        }

        var serve = instances.Where(i => view.Wants(i) && CanServe(i)).ToLookup(i => i.Release, i => new RouteInstance(i.Id, i.Address, Draining: false));

        // Instances that take each other's place may, if the plan says so, leave nobody in between.
        var isPaused = wanted.Rolling is { Least: 0 } && view.Active is not { Stage: RunStage.Hold or RunStage.Waiting } && wanted.Arms.All(arm => !serve.Contains(arm.Release));
        var arms = new List<RouteArm>();
        foreach (var arm in Shared(wanted, release => serve[release].Count()))
        {
            var serving = serve[arm.Release].ToValueList();
            if (serving.Count == 0 && arm is { Role: ArmRole.Stable, Share.Tenths: 0 } && wanted.Users is { Match.Count: > 0 })
            {
                return new Keep($"Release {arm.Release} should get all requests that do not match, but has no instance that can take them.");
            }

            if (serving.Count == 0 && arm.Share > Share.None && !isPaused)
            {
                return new Keep($"Release {arm.Release} should get {arm.Share} of the traffic, but has no instance that can take it.");
            }

            if (serving.Count == 0 && arm.Role == ArmRole.Canary && wanted.Mirror is not null)
            {
                return new Keep($"Release {arm.Release} should get copies of requests, but has no instance that can take them.");
            }

            arms.Add(new(arm.Release, arm.Role, arm.Share, serving));
        }

        var leaving = instances.Where(i => (!view.Wants(i) || wanted.Arms.All(a => a.Release != i.Release)) && now.Instances.Any(r => r.Id == i.Id && !r.IsEmpty)).ToLookup(i => i.Release);
        // What may have open requests stays known to the router until it is empty, wanted or not: only so can they be waited for.
        arms.AddRange(leaving.Select(group =>
            new RouteArm(group.Key, ArmRole.Canary, Share.None, group.Select(i => new RouteInstance(i.Id, i.Address, Draining: true)).ToValueList())));
        return new Serve(new(place, view.Environment.Spec.Router, arms.ToValueList()) { Users = wanted.Users, Mirror = wanted.Mirror, IsPaused = isPaused });
    }

    /// <summary>On the way from one number of instances to the next each of them gets as much as any other.</summary>
    private static ValueList<WantedArm> Shared(Wanted wanted, Func<int, int> serving)
    {
        if (wanted is not { Rolling: { } targets, Arms: [var old, var canary] })
        {
            return wanted.Arms;
        }

        var share = targets.ShareOfNew(serving(old.Release), serving(canary.Release), canary.Share);
        return [old with { Share = share.Rest }, canary with { Share = share }];
    }

    /// <summary>An instance that was ready and fails its probe now stays: its errors must show as its release's, not vanish.</summary>
    public static bool CanServe(Instance instance) => instance.State is InstanceState.Ready or InstanceState.Unready;
}
