using System.Globalization;

namespace Sluice.Domain.Freezes;

/// <summary>The freeze that is in force somewhere, for people.</summary>
/// <param name="Until">When nothing is frozen there any more, all freezes together; null: when somebody lifts it.</param>
public sealed record FreezeNotice(FreezeId Id, string Reason, Actor By, DateTimeOffset? Until)
{
    /// <summary>One sentence; the API, the console and refusals say the same.</summary>
    public string Sentence => Until is { } end
        ? string.Create(CultureInfo.InvariantCulture, $"Frozen until {end.UtcDateTime:ddd d MMM yyyy HH:mm} UTC by {By}: {Reason.TrimEnd('.')}.")
        : $"Frozen by {By} until somebody lifts it: {Reason.TrimEnd('.')}.";
}
