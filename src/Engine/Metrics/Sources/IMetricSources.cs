using Sluice.Domain;
using Sluice.Domain.Services;
using Sluice.Engine.Store;

namespace Sluice.Engine.Metrics.Sources;

/// <summary>Where measurements come from, source by source, for people: how each is, and what it says when it is asked now.</summary>
public interface IMetricSources
{
    /// <summary>Those of a tenant. From memory: it stands without the database.</summary>
    IReadOnlyList<SourceStatus> All(TenantId tenant);

    /// <summary>Asks one now. Nothing of the answer is kept or judged.</summary>
    Task<SourceAnswer> AskAsync(SourceKey source, CancellationToken ct);
}

public enum SourceKind
{
    /// <summary>What the built-in gateway counts of a place. One question serves all places.</summary>
    Counts,

    /// <summary>What the instances of a place tell of their own metrics.</summary>
    OwnMetrics,
}

public sealed record SourceKey(SourceKind Kind, PlaceKey Place);

public enum SourceState
{
    Well,

    /// <summary>Not asked yet, or nobody there to be asked.</summary>
    Waiting,
    Ill,
}

/// <param name="LastGood">When it last answered with something that can be used; null before that.</param>
/// <param name="Error">What is wrong, in a sentence; null unless it is ill.</param>
/// <param name="Within">How long 95 % of the last answers took at most; null before the first.</param>
public sealed record SourceStatus(SourceKey Key, SourceState State, DateTimeOffset? LastGood, string? Error, TimeSpan? Within);
