using Sluice.Domain.Traffic;

namespace Sluice.Domain.Rolling;

/// <summary>How many instances of each release are to run in the end, and how many of both at least and at most on the way there.</summary>
/// <param name="Least">Of those that serve.</param>
/// <param name="Most">Of all that exist.</param>
/// <param name="NewServes">The new release may get traffic; before that its instances stand in for nobody.</param>
public sealed record RollingTargets(int OldRelease, int Old, int NewRelease, int New, int Least, int Most, bool NewServes)
{
    /// <param name="isReturning">Back to the old release.</param>
    public static RollingTargets For(RollingLimits limits, (int Release, int Instances) before, int release, int instances, bool newServes, bool isReturning)
    {
        var (larger, smaller) = (Math.Max(limits.Instances, before.Instances), Math.Min(limits.Instances, before.Instances));

        // On the way back speed counts: whatever is missing is started at once, unless old and new cannot stand side by side.
        var surge = isReturning && limits.MaxSurge > 0 ? before.Instances : limits.MaxSurge;

        // Before the first batch serves there may be as many of it as have room beside the old ones; the others come as those leave. Where nobody need serve all of it is waited for.
        instances = newServes || (limits.MaxSurge == 0 && limits.MaxUnavailable >= before.Instances) ? instances : Math.Clamp(larger + surge - before.Instances, Math.Min(1, instances), instances);

        // Where there is room for more, also one that cannot serve stays until the new release has shown that it gets ready.
        var keepsAll = isReturning || (!newServes && limits.MaxSurge > 0);
        return new(
            before.Release, keepsAll ? before.Instances : RollingPhases.OldBeside(instances, limits, before.Instances),
            release, isReturning ? 0 : instances,
            Math.Max(0, newServes ? smaller - limits.MaxUnavailable : before.Instances - (limits.MaxSurge > 0 ? 0 : limits.MaxUnavailable)), larger + surge, newServes);
    }

    /// <summary>On the way there: it is as far as it should be, also where old ones are missing that nobody took away. Back: every old one serves, and no other.</summary>
    public bool AreReached(int oldServing, int newServing) => New > 0
        ? newServing >= New && oldServing <= Old && (oldServing > 0 || Old == 0)
        : oldServing == Old && newServing == 0;

    /// <summary>
    /// The canary's share on the way: that of its instances among those that serve, so that each gets as much as any other.
    /// </summary>
    /// <param name="asked">What it is once the numbers are reached.</param>
    public Share ShareOfNew(int oldServing, int newServing, Share asked) => (AreReached(oldServing, newServing), oldServing + newServing) switch
    {
        (true, _) or (_, 0) => asked,
        _ when !NewServes => Share.None,
        var (_, all) => Share.FromTenths((int)Math.Round(1000m * newServing / all)),
    };
}
