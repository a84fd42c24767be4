using System.Diagnostics.CodeAnalysis;

namespace Sluice.Dashboard.Access;

/// <summary>The name under which a person's or a program's orders are recorded.</summary>
internal static class ActorName
{
    public const int Longest = 80;

    /// <summary>Names are kept for ever in the history: no control characters, no blanks around, a bounded length.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out string? name)
    {
        name = text?.Trim();
        return name is { Length: > 0 and <= Longest } && !name.Any(char.IsControl);
    }
}
