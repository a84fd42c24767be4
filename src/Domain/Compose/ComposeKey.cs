namespace Sluice.Domain.Compose;

/// <summary>One key that a Compose file may have, and what becomes of it.</summary>
/// <param name="Path"><c>*</c> stands for a name, <c>[]</c> for each item of a list.</param>
/// <param name="What">How, why, or what to do instead.</param>
public sealed record ComposeKey(string Path, ComposeTreatment Treatment, string What);
