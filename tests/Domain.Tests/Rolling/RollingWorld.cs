using Sluice.Domain.Rolling;

namespace Sluice.Domain.Tests.Rolling;

/// <summary>Instances that take their time: what a controller would see and do, look by look.</summary>
internal sealed class RollingWorld(Random chance)
{
    private readonly List<Item> _items = [];

    public IReadOnlyList<SeenInstance> Seen => [.. _items.Select(item => new SeenInstance(item.Release, item.Slot, item.IsReady, item.IsLeaving, item.IsStopping))];

    public int Count => _items.Count;

    public int Serving(RollingTargets targets) => _items.Count(item => item is { IsReady: true, IsLeaving: false, IsStopping: false } && (targets.NewServes || item.Release == targets.OldRelease));

    public void Add(int release, int count, bool isReady = true) => _items.AddRange(Enumerable.Range(0, count).Select(slot => new Item(release, slot) { IsReady = isReady }));

    /// <summary>One look: what may come comes, what may go leaves, and time passes for some of them.</summary>
    public void Look(RollingTargets targets)
    {
        var counts = RollingStep.Next(targets, Seen);
        Keep(targets.OldRelease, counts.Old);
        Keep(targets.NewRelease, counts.New);
        foreach (var item in _items.ToList())
        {
            item.IsReady |= chance.Next(2) == 0;
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
        : _items.TrueForAll(item => item is { IsReady: true, IsLeaving: false, IsStopping: false })
        && _items.Count(item => item.Release == targets.OldRelease) == targets.Old
        && _items.Count(item => item.Release == targets.NewRelease) == targets.New;

    private void Keep(int release, int count)
    {
        foreach (var item in _items.Where(item => item.Release == release))
        {
            item.IsLeaving = item.Slot >= count;
        }

        for (var slot = 0; slot < count; slot++)
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

        public bool IsLeaving { get; set; }

        public bool IsStopping { get; set; }
    }
}
