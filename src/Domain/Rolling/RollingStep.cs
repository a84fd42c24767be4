namespace Sluice.Domain.Rolling;

/// <summary>One instance as it was seen.</summary>
/// <param name="Slot">0 … n − 1 within its release.</param>
/// <param name="IsReady">Answers its probe.</param>
/// <param name="IsLeaving">Gets no new requests any more; it could be called back.</param>
/// <param name="IsStopping">Was asked to end, which cannot be taken back.</param>
public sealed record SeenInstance(int Release, int Slot, bool IsReady, bool IsLeaving, bool IsStopping)
{
    /// <summary>It ended, and is kept for a look or until it is started again: it takes no room.</summary>
    public bool HasEnded { get; init; }
}

/// <summary>How many slots of each release are to be kept now. What is above leaves: drained first, then stopped.</summary>
public sealed record RollingCounts(int Old, int New);

/// <summary>
/// The next step of a rolling update: what may be started and what may leave now, from nothing but what is seen. Asked again at every look, it leads to the targets from wherever
/// somebody stopped, and it is the same for the plan that is shown, for the update and for the way back.
/// </summary>
/// <remarks>The two limits are those of Kubernetes' Deployment controller (maxSurge, maxUnavailable): of all that exist never more than <c>Most</c>, of those that serve never fewer than <c>Least</c>.</remarks>
public static class RollingStep
{
    /// <param name="seen">All that exists of the two releases, also what is being stopped.</param>
    public static RollingCounts Next(RollingTargets targets, IReadOnlyCollection<SeenInstance> seen)
    {
        var room = targets.Most - seen.Count(instance => !instance.HasEnded);
        var spare = seen.Count(instance => Serves(targets, instance)) - targets.Least;
        var oldOnes = Kept(targets, targets.OldRelease, targets.Old, seen, ref spare);
        var newOnes = Kept(targets, targets.NewRelease, targets.New, seen, ref spare);
        oldOnes = Filled(targets, targets.OldRelease, oldOnes, targets.Old, seen, ref room);
        newOnes = Filled(targets, targets.NewRelease, newOnes, targets.New, seen, ref room);
        return new(oldOnes, newOnes);
    }

    private static bool Serves(RollingTargets targets, SeenInstance instance) =>
        instance is { IsReady: true, IsLeaving: false, IsStopping: false } && (targets.NewServes || instance.Release == targets.OldRelease);

    /// <summary>From the highest slot down: what serves nobody may go at any time, what serves only while enough others do.</summary>
    private static int Kept(RollingTargets targets, int release, int target, IReadOnlyCollection<SeenInstance> seen, ref int spare)
    {
        var own = seen.Where(instance => instance.Release == release && !instance.IsStopping).ToList();
        var kept = own.Count == 0 ? 0 : own.Max(instance => instance.Slot) + 1;
        while (kept > target)
        {
            var serving = own.Count(instance => instance.Slot == kept - 1 && Serves(targets, instance));
            if (serving > Math.Max(0, spare))
            {
                break;
            }

            spare -= serving;
            kept--;
        }

        return kept;
    }

    /// <summary>Every slot below the number is filled: those that are empty need room as well, also where the instance in them is still being stopped.</summary>
    private static int Filled(RollingTargets targets, int release, int kept, int target, IReadOnlyCollection<SeenInstance> seen, ref int room)
    {
        var there = seen.Where(instance => instance.Release == release && !instance.IsStopping).ToLookup(instance => instance.Slot);
        var filled = kept;
        while (filled > 0 && Empty(filled) > Math.Max(0, room) && !there[filled - 1].Any(instance => Serves(targets, instance)))
        {
            filled--;
        }

        room -= Empty(filled);
        while (filled >= kept && filled < target && room > 0)
        {
            (filled, room) = (filled + 1, room - 1);
        }

        return filled;

        int Empty(int below) => Enumerable.Range(0, below).Count(slot => !there.Contains(slot));
    }
}
