namespace Sluice.Domain.Services;

/// <summary>Where a release comes from, as whoever added it says. Told to people, and of no effect.</summary>
/// <param name="Author">Who wrote the change, at most 100 characters in one line.</param>
/// <param name="BuiltAt">When what it runs was built.</param>
/// <param name="Changes">Where its changes are listed, an address on the web.</param>
public sealed record ReleaseOrigin(string? Author, DateTimeOffset? BuiltAt, string? Changes);
