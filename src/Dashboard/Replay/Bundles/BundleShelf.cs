using Sluice.Domain;

namespace Sluice.Dashboard.Replay.Bundles;

/// <summary>The bundles that are open, in memory only and for a while. The oldest goes when there are too many.</summary>
internal sealed class BundleShelf(TimeProvider time)
{
    /// <summary>How long an open bundle stays.</summary>
    public static TimeSpan Kept { get; } = TimeSpan.FromHours(8);

    private const int MostOfOne = 4;
    private const long MostBytes = 256L * 1024 * 1024;
    private readonly Lock _lock = new();
    private readonly List<ImportedReview> _open = [];

    public void Add(ImportedReview review)
    {
        lock (_lock)
        {
            _open.RemoveAll(IsOver);
            _open.Add(review);
            while (_open.Count(one => IsTheirs(one, review.Tenant, review.Owner)) > MostOfOne)
            {
                _open.Remove(_open.First(one => IsTheirs(one, review.Tenant, review.Owner)));
            }

            while (_open.Count > 1 && _open.Sum(one => one.Bytes) > MostBytes)
            {
                _open.RemoveAt(0);
            }
        }
    }

    /// <returns>Null when it is not open any more, or somebody else's.</returns>
    public ImportedReview? Find(string key, TenantId tenant, string owner)
    {
        lock (_lock)
        {
            return _open.Find(one => string.Equals(one.Key, key, StringComparison.Ordinal) && IsTheirs(one, tenant, owner) && !IsOver(one));
        }
    }

    public IReadOnlyList<ImportedReview> Of(TenantId tenant, string owner)
    {
        lock (_lock)
        {
            return [.. _open.Where(one => IsTheirs(one, tenant, owner) && !IsOver(one)).Reverse()];
        }
    }

    private bool IsOver(ImportedReview one) => one.OpenedAt + Kept < time.GetUtcNow();

    private static bool IsTheirs(ImportedReview one, TenantId tenant, string owner) => one.Tenant == tenant && string.Equals(one.Owner, owner, StringComparison.Ordinal);
}
