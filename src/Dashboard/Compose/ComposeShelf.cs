using System.Security.Cryptography;
using Sluice.Domain;
using Sluice.Engine.Compose;

namespace Sluice.Dashboard.Compose;

/// <summary>A file that somebody is looking through.</summary>
internal sealed record ComposeDraft(string Key, TenantId Tenant, string Owner, ComposeRequest Request, DateTimeOffset At)
{
    public int Length { get; } = Request.File.Length + Request.Along.Variables.Sum(variable => variable.Key.Length + variable.Value.Length);
}

/// <summary>Files that people look through before they take them live: in memory only, for a while, and for who sent them alone. The oldest of the tenant goes when there are too many.</summary>
internal sealed class ComposeShelf(TimeProvider time)
{
    private const int MostOfOne = 4;
    private const int Most = 200;

    /// <summary>Characters of all files of a tenant together, with what was given along.</summary>
    private const int Longest = 16_000_000;

    private static readonly TimeSpan s_kept = TimeSpan.FromHours(8);
    private readonly Lock _lock = new();
    private readonly List<ComposeDraft> _drafts = [];

    public ComposeDraft Add(TenantId tenant, string owner, ComposeRequest request)
    {
        var draft = new ComposeDraft(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), tenant, owner, request, time.GetUtcNow());
        lock (_lock)
        {
            _drafts.RemoveAll(IsOver);
            _drafts.Add(draft);
            while (_drafts.Count(one => IsTheirs(one, tenant, owner)) > MostOfOne)
            {
                _drafts.Remove(_drafts.First(one => IsTheirs(one, tenant, owner)));
            }

            while (_drafts.FindAll(one => one.Tenant == tenant) is var all && (all.Count > Most || (all.Count > 1 && all.Sum(one => one.Length) > Longest)))
            {
                _drafts.Remove(all[0]);
            }
        }

        return draft;
    }

    /// <returns>Null when it is there no more, or somebody else's.</returns>
    public ComposeDraft? Find(string key, TenantId tenant, string owner)
    {
        lock (_lock)
        {
            _drafts.RemoveAll(IsOver);
            return _drafts.Find(one => string.Equals(one.Key, key, StringComparison.Ordinal) && IsTheirs(one, tenant, owner));
        }
    }

    private bool IsOver(ComposeDraft one) => one.At + s_kept < time.GetUtcNow();

    private static bool IsTheirs(ComposeDraft one, TenantId tenant, string owner) => one.Tenant == tenant && string.Equals(one.Owner, owner, StringComparison.Ordinal);
}
