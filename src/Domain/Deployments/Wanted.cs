using Sluice.Domain.Hooks;
using Sluice.Domain.Rolling;
using Sluice.Domain.Services;
using Sluice.Domain.Traffic;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Domain.Deployments;

public enum ArmRole
{
    Stable,
    Canary,
}

/// <summary>One release that may get traffic, and how much.</summary>
public sealed record WantedArm(int Release, ArmRole Role, Share Share);

/// <summary>
/// From state to the world it wants: shares, instances, next look. Pure, so that "what happens when" can be read and tested.
/// The controller compares it with what it reads back and converges.
/// </summary>
/// <param name="Arms">Shares add up to exactly 100 %; empty when nothing is to be served.</param>
/// <param name="Running">Releases whose instances are to run. What runs and is not named is drained, then stopped.</param>
/// <param name="LookAgainAt">When time alone will change something.</param>
public sealed record Wanted(ValueList<WantedArm> Arms, ValueList<int> Running, DateTimeOffset? LookAgainAt)
{
    /// <summary>Who takes part and stays where; null: everybody, each request for itself.</summary>
    public UserRouting? Users { get; init; }

    /// <summary>How many instances of each arm; null: all of every release that is to run.</summary>
    public RollingTargets? Rolling { get; init; }

    /// <summary>The command that is to run, or to end, before the deployment goes on; null: none.</summary>
    public WantedHook? Hook { get; init; }

    /// <summary>Of which requests a copy goes to the canary, and how; null: of none.</summary>
    public WantedMirror? Mirror { get; init; }

    public static Wanted Nothing { get; } = new([], [], LookAgainAt: null);

    public static Wanted From(ServiceEnvironment place, Deployment? active, DateTimeOffset now) => WithStandby(place, now, active switch
    {
        // Nothing but the pre-deploy command: what serves goes on as it is.
        { Status: DeploymentStatus.Running or Paused, HookIsInTheWay: true } d => Idle(place) with { Hook = WantedHook.Of(d) },

        // Put off before anything was replaced: where old instances leave first, none leaves while it waits.
        { Status: Paused { Reason: PauseReason.Person or PauseReason.Freeze }, Stage: RunStage.Apply, CanaryIsReady: false, Spec.Plan.Rolling.MaxSurge: 0 } => Idle(place),
        { Status: DeploymentStatus.Running or Paused or Promoting, StableIsKnown: true } d => During(place, d),
        { Status: RollingBack r } d => Returning(place, d) with { LookAgainAt = r.Deadline },
        _ => Idle(place),
    });

    /// <summary>What is live goes on running, deployment or not. What the last one could not take back in its time leaves as soon as it can be spared.</summary>
    private static Wanted Idle(ServiceEnvironment place) => place switch
    {
        { Live: { } live, Unfinished: { } left } when left.Release != live =>
            new([new(live, ArmRole.Stable, Share.All), new(left.Release, ArmRole.Canary, Share.None)], [live, left.Release], LookAgainAt: null) { Rolling = left.Towards(live) },
        { Live: { } live } => new([new(live, ArmRole.Stable, Share.All)], [live], LookAgainAt: null),
        _ => Nothing,
    };

    /// <summary>What served before stays for a while, also under a new deployment: stopping and starting it again would help nobody.</summary>
    private static Wanted WithStandby(ServiceEnvironment place, DateTimeOffset now, Wanted wanted) =>
        place.Standby is { } kept && kept.Until > now && !wanted.Running.Contains(kept.Release)
            ? wanted with { Running = wanted.Running.Add(kept.Release), LookAgainAt = wanted.LookAgainAt is { } due && due < kept.Until ? due : kept.Until }
            : wanted;

    private static Wanted During(ServiceEnvironment place, Deployment d)
    {
        var canary = d.Spec.ToRelease;
        var entered = d.Phase >= 0 || d.Status is Promoting;
        if (d.Stable is not { } stable)
        {
            return new(entered && d.Asked.Canary > Share.None ? [new(canary, ArmRole.Canary, Share.All)] : [], [canary], LookAgain(d)) { Hook = WantedHook.Of(d) };
        }

        // Instances that an earlier attempt left serve already: they go on.
        var goesOn = !entered && d.Spec.Plan.Rolling is not null && place.Unfinished?.Release == canary;
        var asked = goesOn ? new TrafficSplit(d.Spec.Plan.Phases[0].Share) : d.Asked;
        ValueList<WantedArm> arms = entered || goesOn
            ? [new(stable.Release, ArmRole.Stable, asked.Stable), new(canary, ArmRole.Canary, asked.Canary)]
            : [new(stable.Release, ArmRole.Stable, Share.All)];

        // With the promotion everybody takes part, and there is nothing left to share out.
        return new(arms, [stable.Release, canary], LookAgain(d))
        {
            Users = entered && d.Status is not Promoting ? d.Spec.Plan.Users : null,
            Rolling = RollingTo(d, stable, goesOn),
            Mirror = WantedMirror.Of(d),
            Hook = WantedHook.Of(d),
        };
    }

    /// <summary>Traffic first, everything else after: the canary's instances run until stable has it all.</summary>
    private static Wanted Returning(ServiceEnvironment place, Deployment d)
    {
        var stable = d.Stable?.Release ?? place.Live;
        if (stable is not { } release)
        {
            return Nothing with { Hook = WantedHook.Of(d) };
        }

        // Nothing of the new release was started, and nothing is.
        if (d.HookIsInTheWay || !d.StableIsKnown)
        {
            return Idle(place) with { Hook = WantedHook.Of(d) };
        }

        // Instances that took the place of others serve until those are back.
        var rolling = d.Stable is { } before ? RollingTo(d, before, place.Unfinished?.Release == d.Spec.ToRelease) : null;
        ValueList<WantedArm> arms = [new(release, ArmRole.Stable, Share.All)];
        return new(rolling is null ? arms : arms.Add(new(d.Spec.ToRelease, ArmRole.Canary, Share.None)), [release, d.Spec.ToRelease], LookAgainAt: null)
        {
            Rolling = rolling,
            Hook = WantedHook.Of(d),
        };
    }

    /// <param name="serves">Instances of it serve already, before its first batch.</param>
    private static RollingTargets? RollingTo(Deployment d, CapturedStable stable, bool serves)
    {
        if (d.Spec.Plan.Rolling is not { } limits)
        {
            return null;
        }

        var next = d.Status is Promoting ? d.Spec.Plan.Last : Math.Max(d.Phase, 0);
        var instances = d.Spec.Plan.Phases[next].Instances ?? limits.Instances;
        return RollingTargets.For(
            limits, (stable.Release, stable.Replicas ?? stable.Instances.Count), d.Spec.ToRelease, instances,
            newServes: serves || d.Phase >= 0 || d.Status is Promoting, isReturning: d.Status is RollingBack);
    }

    private static DateTimeOffset? LookAgain(Deployment d) =>
        (d.Clock.DueAt, d.Clock.BudgetEndsAt) switch
        {
            ({ } due, { } budget) => due < budget ? due : budget,
            var (due, budget) => due ?? budget,
        };
}
