namespace Sluice.Domain.Rolling;

/// <summary>One instance as it was seen.</summary>
/// <param name="Slot">0 … n − 1 within its release.</param>
/// <param name="IsReady">Answers its probe.</param>
/// <param name="IsLeaving">Gets no new requests any more; it could be called back.</param>
/// <param name="IsStopping">Was asked to end, which cannot be taken back.</param>
public sealed record SeenInstance(int Release, int Slot, bool IsReady, bool IsLeaving, bool IsStopping)
{
    /// <summary>It ended, and is kept for a look or until it is started again: it takes no room unless it is to stay.</summary>
    public bool HasEnded { get; init; }
}

/// <summary>Which slots of each release are to be filled now, in order. What is in another one leaves: drained first, then stopped.</summary>
public sealed record RollingSlots(ValueList<int> Old, ValueList<int> New);

/// <summary>
/// The next step of a rolling update: what may be started and what may leave now, from nothing but what is seen. Asked again at every look, it leads to the targets from wherever
/// somebody stopped, and it is the same for the plan that is shown, for the update and for the way back.
/// </summary>
/// <remarks>
/// The two limits are those of Kubernetes' Deployment controller (maxSurge, maxUnavailable): of all that exist never more than <c>Most</c>, of those that serve never fewer than <c>Least</c>.
/// As there, what serves nobody leaves before what serves.
/// </remarks>
public static class RollingStep
{
    /// <param name="seen">All that exists of the two releases, also what is being stopped.</param>
    public static RollingSlots Next(RollingTargets targets, IReadOnlyCollection<SeenInstance> seen)
    {
        var spare = seen.Count(instance => Serves(targets, instance)) - targets.Least;
        var oldOnes = Kept(targets, targets.OldRelease, targets.Old, seen, ref spare);
        var newOnes = Kept(targets, targets.NewRelease, targets.New, seen, ref spare);

        // What has ended and stays is started again where it was.
        var room = targets.Most - seen.Count(instance => !instance.HasEnded || (instance.Release == targets.OldRelease ? oldOnes : newOnes).Contains(instance.Slot));
        Fill(oldOnes, targets.Old, ref room);
        Fill(newOnes, targets.New, ref room);
        return new(oldOnes.ToValueList(), newOnes.ToValueList());
    }

    private static bool Serves(RollingTargets targets, SeenInstance instance) =>
        instance is { IsReady: true, IsLeaving: false, IsStopping: false } && (targets.NewServes || instance.Release == targets.OldRelease);

    /// <summary>What serves nobody may go at any time, what serves only while enough others do. Among equals the highest slot goes first.</summary>
    private static SortedSet<int> Kept(RollingTargets targets, int release, int target, IReadOnlyCollection<SeenInstance> seen, ref int spare)
    {
        var slots = seen.Where(instance => instance.Release == release && !instance.IsStopping).ToLookup(instance => instance.Slot);
        var kept = new SortedSet<int>(slots.Select(slot => slot.Key));
        foreach (var slot in slots.OrderBy(slot => slot.Max(Worth)).ThenByDescending(slot => slot.Key).Take(kept.Count - target))
        {
            var serving = slot.Count(instance => Serves(targets, instance));
            if (serving > Math.Max(0, spare))
            {
                break;
            }

            spare -= serving;
            kept.Remove(slot.Key);
        }

        return kept;
    }

    /// <summary>One that leaves could be called back, and is worth more than one that cannot serve.</summary>
    private static int Worth(SeenInstance instance) => instance switch
    {
        { HasEnded: true } => 0,
        { IsReady: false } => 1,
        { IsLeaving: true } => 2,
        _ => 3,
    };

    /// <summary>The lowest that are empty, also where the instance in them is still being stopped.</summary>
    private static void Fill(SortedSet<int> slots, int target, ref int room)
    {
        for (var slot = 0; slots.Count < target && room > 0; slot++)
        {
            room -= slots.Add(slot) ? 1 : 0;
        }
    }
}
