using Sluice.Domain;

namespace Sluice.Engine.Audit;

/// <summary>Recomputes the chain from what is stored now.</summary>
public interface IAuditVerifier
{
    /// <summary>Walks the tenant's whole chain; memory does not grow with its length. Stops at the first broken link.</summary>
    /// <param name="known">A link and its hash that were written down earlier, elsewhere; null when there are none.</param>
    /// <exception cref="Store.StoreUnavailableException">The database cannot be reached; nothing is said about the chain.</exception>
    Task<ChainReport> VerifyAsync(TenantId tenant, KnownLink? known, CancellationToken ct);

    /// <summary>Every tenant that has a chain.</summary>
    /// <exception cref="Store.StoreUnavailableException">The database cannot be reached.</exception>
    /// <exception cref="Store.StoreSchemaException">It has no audit log, or does not let us in.</exception>
    Task<IReadOnlyList<TenantId>> TenantsAsync(CancellationToken ct);
}

/// <param name="Hash">SHA-256 in lower-case hexadecimal digits.</param>
public sealed record KnownLink(long Link, string Hash);

/// <summary>What a walk over the chain found.</summary>
/// <param name="Links">Links that were checked and are whole; 0 when there are none.</param>
/// <param name="LastHash">Hash of the last whole link; null when there is none.</param>
/// <param name="Broken">The first link that is not whole; null when all are.</param>
public sealed record ChainReport(TenantId Tenant, long Links, string? LastHash, BrokenLink? Broken)
{
    public bool IsWhole => Broken is null;
}

/// <summary>What is wrong with a link.</summary>
public enum ChainFault
{
    /// <summary>The item is not what was linked, or the link is not what was computed.</summary>
    Changed,

    /// <summary>The item, or the link itself, is gone.</summary>
    Missing,

    /// <summary>An item stands where none was linked.</summary>
    Extra,

    /// <summary>The chain does not lead through the link that was written down earlier.</summary>
    Rewritten,
}

/// <summary>The first link that is not whole.</summary>
/// <param name="Link">1, 2, 3 …; for an extra item the link before which it stands.</param>
/// <param name="Kind"><c>event</c> or <c>audit</c>; null when the link itself is gone.</param>
/// <param name="Stream">Of an event: the history it belongs to.</param>
/// <param name="Version">Of an event: its number in that history.</param>
/// <param name="Sentence">What was found, for people.</param>
public sealed record BrokenLink(long Link, ChainFault Fault, string? Kind, string? Stream, long? Version, string Sentence);
