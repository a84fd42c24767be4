using System.Security.Cryptography;
using Sluice.Domain;

namespace Sluice.Dashboard.NewDeployment;

/// <summary>Texts on their way into a form: sent by HTTP, as they may be larger than what the circuit takes, and fetched once by whoever sent them. In memory only, for minutes.</summary>
internal sealed class ImportShelf(TimeProvider time)
{
    private const int MostOfOne = 4;
    private const int Most = 100;
    private static readonly TimeSpan s_kept = TimeSpan.FromMinutes(10);
    private readonly Lock _lock = new();
    private readonly List<Kept> _texts = [];

    public string Add(TenantId tenant, string owner, string text)
    {
        var kept = new Kept(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), tenant, owner, text, time.GetUtcNow());
        lock (_lock)
        {
            _texts.RemoveAll(IsOver);
            _texts.Add(kept);
            Shrink(one => one.IsOf(tenant, owner), MostOfOne);
            Shrink(one => one.Tenant == tenant, Most);
        }

        return kept.Key;
    }

    /// <returns>Null when it is there no more, or somebody else's.</returns>
    public string? Take(string key, TenantId tenant, string owner)
    {
        lock (_lock)
        {
            _texts.RemoveAll(IsOver);
            var found = _texts.Find(one => one.IsOf(tenant, owner) && string.Equals(one.Key, key, StringComparison.Ordinal));
            _texts.RemoveAll(one => one == found);
            return found?.Text;
        }
    }

    /// <summary>The oldest goes.</summary>
    private void Shrink(Predicate<Kept> which, int most)
    {
        foreach (var old in _texts.FindAll(which).SkipLast(most))
        {
            _texts.Remove(old);
        }
    }

    private bool IsOver(Kept one) => one.At + s_kept < time.GetUtcNow();

    private sealed record Kept(string Key, TenantId Tenant, string Owner, string Text, DateTimeOffset At)
    {
        public bool IsOf(TenantId tenant, string owner) => Tenant == tenant && string.Equals(Owner, owner, StringComparison.Ordinal);
    }
}
