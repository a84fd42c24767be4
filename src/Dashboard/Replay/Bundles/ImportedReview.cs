using Sluice.Domain;

namespace Sluice.Dashboard.Replay.Bundles;

/// <summary>A bundle that somebody opened. Read only; nothing of it is in the store.</summary>
/// <param name="Owner">Who opened it: nobody else sees it.</param>
/// <param name="Payloads">The stored forms by version.</param>
/// <param name="Bytes">Size of the file.</param>
internal sealed record ImportedReview(
    string Key, TenantId Tenant, string Owner, ReplayRecord Record, IReadOnlyDictionary<long, string> Payloads, IReadOnlyList<BundleNotice> Notices, DateTimeOffset? ExportedAt,
    DateTimeOffset OpenedAt, long Bytes);

internal enum BundleNoticeKind
{
    /// <summary>A part is not what was exported.</summary>
    HashBroken,

    /// <summary>A part has no hash: nothing can be said about it.</summary>
    HashMissing,

    /// <summary>A part is not in the file.</summary>
    PartMissing,

    /// <summary>A part is there and cannot be read.</summary>
    PartUnreadable,
}

/// <summary>Something to know before believing what is shown.</summary>
/// <param name="Detail">What was wrong with it, when there is more to say.</param>
internal sealed record BundleNotice(BundleNoticeKind Kind, string Part, string? Detail = null);
