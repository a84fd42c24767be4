using System.Security.Cryptography;
using Sluice.Domain;

namespace Sluice.Dashboard.Kit;

/// <summary>What people have sent by HTTP, as it may be larger than what the circuit takes: in memory only, for a while, and for who sent it alone. The oldest goes when there is too much.</summary>
/// <param name="most">Of one tenant.</param>
internal abstract class Shelf<T>(TimeProvider time, TimeSpan kept, int most)
    where T : class
{
    private const int MostOfOne = 4;

    /// <summary>Characters of all that a tenant has here.</summary>
    private const long Longest = 16_000_000;

    private readonly Lock _lock = new();
    private readonly List<Kept> _all = [];

    /// <returns>The key to find it by.</returns>
    public string Add(TenantId tenant, string owner, T item)
    {
        var added = new Kept(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), tenant, owner, item, LengthOf(item), time.GetUtcNow());
        lock (_lock)
        {
            _all.RemoveAll(IsOver);
            _all.Add(added);
            Shrink(one => one.IsOf(tenant, owner), all => all.Count > MostOfOne);
            Shrink(one => one.Tenant == tenant, all => all.Count > most || (all.Count > 1 && all.Sum(one => one.Length) > Longest));
        }

        return added.Key;
    }

    /// <returns>Null when it is there no more, or somebody else's.</returns>
    public T? Find(string key, TenantId tenant, string owner)
    {
        lock (_lock)
        {
            return Look(key, tenant, owner)?.Item;
        }
    }

    /// <summary>Finds it for the last time.</summary>
    /// <returns>Null when it is there no more, or somebody else's.</returns>
    public T? Take(string key, TenantId tenant, string owner)
    {
        lock (_lock)
        {
            var found = Look(key, tenant, owner);
            _all.RemoveAll(one => one == found);
            return found?.Item;
        }
    }

    /// <summary>In characters.</summary>
    protected abstract long LengthOf(T item);

    private Kept? Look(string key, TenantId tenant, string owner)
    {
        _all.RemoveAll(IsOver);
        return _all.Find(one => string.Equals(one.Key, key, StringComparison.Ordinal) && one.IsOf(tenant, owner));
    }

    private void Shrink(Predicate<Kept> which, Predicate<List<Kept>> isTooMuch)
    {
        while (_all.FindAll(which) is var found && isTooMuch(found))
        {
            _all.Remove(found[0]);
        }
    }

    private bool IsOver(Kept one) => one.At + kept < time.GetUtcNow();

    private sealed record Kept(string Key, TenantId Tenant, string Owner, T Item, long Length, DateTimeOffset At)
    {
        public bool IsOf(TenantId tenant, string owner) => Tenant == tenant && string.Equals(Owner, owner, StringComparison.Ordinal);
    }
}
