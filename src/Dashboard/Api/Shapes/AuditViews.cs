using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sluice.Dashboard.Api.Shapes;

/// <summary>One page of the audit log, newest first.</summary>
/// <param name="NextCursor">Give it back as <c>cursor</c> for the next page; null on the last.</param>
/// <param name="Total">Of all that match, when they are on this page; else null, because the log is never counted in full.</param>
public sealed record AuditListView(IReadOnlyList<AuditItem> Items, string? NextCursor, long? Total);

/// <summary>Who did or tried what, why, and what became of it.</summary>
/// <param name="Link">Its place in the chain: grows, with gaps.</param>
/// <param name="ActorKind"><c>person</c>, <c>policy</c> or <c>engine</c>.</param>
/// <param name="Category"><c>delivery</c>, <c>configuration</c>, <c>access</c> or <c>audit</c>.</param>
/// <param name="Outcome"><c>applied</c>, <c>refused</c>, <c>conflicted</c> or <c>no_op</c>.</param>
/// <param name="From"><c>ui</c>, <c>api</c>, <c>cli</c> or <c>engine</c>.</param>
/// <param name="Seen">The version that the giver's view was drawn from.</param>
/// <param name="Version">The version after the order, or the one that was found.</param>
/// <param name="Against">The verdict, pause or question that the order overrode.</param>
public sealed record AuditItem(
    long Link,
    DateTimeOffset At,
    string Actor,
    string ActorKind,
    string? OnBehalfOf,
    string Action,
    string Category,
    [property: JsonPropertyName("object")] string Subject,
    string? Service,
    string? Environment,
    string? Deployment,
    string Outcome,
    string? Reason,
    string From,
    string? Address,
    long? Seen,
    long? Version,
    string? Against,
    JsonElement? Diff);

/// <summary>What a walk over the whole chain found.</summary>
/// <param name="Links">Links that are whole, from the first.</param>
/// <param name="LastHash">SHA-256 of the last whole link. Kept elsewhere, it shows later that the chain was not made anew.</param>
public sealed record AuditCheckView(bool Whole, long Links, string? LastHash, BrokenLinkView? Broken);

/// <summary>The first link that is not whole.</summary>
/// <param name="Fault"><c>changed</c>, <c>missing</c>, <c>extra</c> or <c>rewritten</c>.</param>
/// <param name="Kind"><c>event</c> or <c>audit</c>; null when the link itself is gone.</param>
/// <param name="Stream">Of an event: its history.</param>
/// <param name="Version">Of an event: its number in that history.</param>
public sealed record BrokenLinkView(long Link, string Fault, string? Kind, string? Stream, long? Version, string Sentence);
