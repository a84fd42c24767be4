using Sluice.Domain;

namespace Sluice.Engine.Audit;

/// <summary>The audit log of one tenant, newest first: at most a second or so behind what happened.</summary>
public interface IAuditLog
{
    /// <param name="before">The link that the page before ended with; null for the first page.</param>
    /// <param name="limit">At least 1.</param>
    /// <exception cref="Store.StoreUnavailableException">The database cannot be reached.</exception>
    Task<AuditLines> ListAsync(TenantId tenant, AuditFilter filter, long? before, int limit, CancellationToken ct);

    /// <summary>Counts over the newest matching lines, at most <see cref="AuditFacets.Window"/> of them: never over the whole log.</summary>
    /// <exception cref="Store.StoreUnavailableException">The database cannot be reached.</exception>
    Task<AuditFacets> FacetsAsync(TenantId tenant, AuditFilter filter, CancellationToken ct);

    /// <summary>Every matching line, newest first, a page in memory at a time. Lines that appear meanwhile are left out.</summary>
    /// <exception cref="Store.StoreUnavailableException">The database cannot be reached.</exception>
    IAsyncEnumerable<AuditLine> ExportAsync(TenantId tenant, AuditFilter filter, CancellationToken ct);
}

/// <param name="Before">Link of the last line; null on the last page.</param>
public sealed record AuditLines(IReadOnlyList<AuditLine> Lines, long? Before);

/// <summary>What is asked for; null for all.</summary>
/// <param name="Outcomes">Wire names.</param>
/// <param name="From">Earliest instant, inclusive.</param>
/// <param name="To">Latest instant, exclusive.</param>
public sealed record AuditFilter(
    string? Actor = null, string? Action = null, ValueList<string>? Outcomes = null, string? Service = null, DateTimeOffset? From = null, DateTimeOffset? To = null, AuditView View = AuditView.All)
{
    /// <summary>Whose lines <see cref="AuditView.Mine"/> shows.</summary>
    public string? Me { get; init; }
}

/// <summary>Ready-made questions.</summary>
public enum AuditView
{
    All,

    /// <summary>Refused and conflicting.</summary>
    Refused,

    /// <summary>Orders against a verdict, a pause or a rollback question.</summary>
    Overrides,

    /// <summary>Gates that were passed in an emergency, and the reviews that were owed for it and for orders without a reason.</summary>
    BreakGlass,

    /// <summary>By rules and the engine.</summary>
    Automation,

    Mine,

    /// <summary>Services, releases, accounts, settings.</summary>
    Configuration,
}

/// <summary>How the matching lines are spread; the most frequent values first.</summary>
/// <param name="Counted">Lines looked at.</param>
/// <param name="IsAll">False when there are more than were looked at.</param>
public sealed record AuditFacets(
    long Counted, bool IsAll, IReadOnlyList<AuditCount> Actors, IReadOnlyList<AuditCount> Actions, IReadOnlyList<AuditCount> Outcomes, IReadOnlyList<AuditCount> Services)
{
    public const int Window = 5_000;

    public const int MostValues = 12;
}

public sealed record AuditCount(string Value, long Count);
