namespace Sluice.Dashboard.Api.Shapes;

/// <summary>One page of a list.</summary>
/// <param name="NextCursor">Give it back as <c>cursor</c> for the next page; null on the last.</param>
/// <param name="Total">Of all that match, not of this page.</param>
public sealed record ListView<T>(IReadOnlyList<T> Items, string? NextCursor, long Total);
