using Sluice.Domain.Rolling;

namespace Sluice.Domain.Tests.Rolling;

/// <summary>Instances that take their time: what a controller would see and do, look by look.</summary>
/// <param name="failures">How many of them stop serving on the way. Old ones stay that way; of the new release they come back, as its runtime sees to.</param>
internal sealed class RollingWorld(Random chance, int failures = 0)
{
    private const int Old = 1;

    private readonly List<Item> _items = [];
    private int _failures = failures;

    public IReadOnlyList<SeenInstance> Seen => [.. _items.Select(item => new SeenInstance(item.Release, item.Slot, item.IsReady, item.IsLeaving, item.IsStopping))];

    public int Count => _items.Count;

    public int Serving(RollingTargets targets) => _items.Count(item => item is { IsReady: true, IsLeaving: false, IsStopping: false } && (targets.NewServes || item.Release == targets.OldRelease));

    public void Add(int release, int count, bool isReady = true) => _items.AddRange(Enumerable.Range(0, count).Select(slot => new Item(release, slot) { IsReady = isReady }));

    /// <summary>One look: what may come comes, and what may go leaves.</summary>
    public void Act(RollingTargets targets)
    {
        var kept = RollingStep.Next(targets, Seen);
        Keep(targets.OldRelease, kept.Old);
        Keep(targets.NewRelease, kept.New);
    }

    /// <summary>Time passes for some of them.</summary>
    public void Pass()
    {
        if (_failures > 0 && _items.FindAll(item => item.IsReady) is { Count: > 0 } ready && chance.Next(3) == 0)
        {
            _failures--;
            var failing = ready[chance.Next(ready.Count)];
            (failing.IsReady, failing.IsDead) = (false, failing.Release == Old);
        }

        foreach (var item in _items.ToList())
        {
            item.IsReady |= !item.IsDead && chance.Next(2) == 0;
            if (item.IsStopping && chance.Next(2) == 0)
            {
                _items.Remove(item);
            }

            item.IsStopping |= item.IsLeaving && chance.Next(2) == 0;
        }
    }

    /// <summary>Before the new release serves its first instances must be ready; nobody waits for the old ones to leave.</summary>
    public bool IsAt(RollingTargets targets) => !targets.NewServes && targets.New > 0
        ? _items.Count(item => item.IsReady && item.Release == targets.NewRelease) >= targets.New
        : _items.TrueForAll(item => (item.IsReady || item.IsDead) && item is { IsLeaving: false, IsStopping: false })
        && _items.Count(item => item.Release == targets.OldRelease) == targets.Old
        && _items.Count(item => item.Release == targets.NewRelease) == targets.New;

    private void Keep(int release, ValueList<int> slots)
    {
        foreach (var item in _items.Where(item => item.Release == release))
        {
            item.IsLeaving = !slots.Contains(item.Slot);
        }

        foreach (var slot in slots)
        {
            if (!_items.Exists(item => item.Release == release && item.Slot == slot && !item.IsStopping))
            {
                _items.Add(new Item(release, slot));
            }
        }
    }

    private sealed class Item(int release, int slot)
    {
        public int Release { get; } = release;

        public int Slot { get; } = slot;

        public bool IsReady { get; set; }

        public bool IsDead { get; set; }

        public bool IsLeaving { get; set; }

        public bool IsStopping { get; set; }
    }
}
