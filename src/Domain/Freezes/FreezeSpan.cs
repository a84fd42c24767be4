namespace Sluice.Domain.Freezes;

/// <summary>A stretch of time.</summary>
/// <param name="From">The first instant of it.</param>
/// <param name="Until">The first instant after it; null: it has no end.</param>
public sealed record FreezeSpan(DateTimeOffset From, DateTimeOffset? Until)
{
    public bool Covers(DateTimeOffset instant) => From <= instant && !EndsBy(instant);

    public bool EndsBy(DateTimeOffset instant) => Until is { } end && end <= instant;
}
