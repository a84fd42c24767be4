namespace Sluice.Domain.Validation;

/// <summary>Names that may stand in addresses: 1 to 63 of a–z, 0–9 and hyphen, not at the ends.</summary>
public static class Slug
{
    public const string Remedy = "1 to 63 lower-case letters, digits or hyphens, with a letter or digit at both ends";

    public static bool IsValid(string? text) =>
        text is { Length: > 0 and <= 63 }
        && text.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-')
        && text[0] != '-'
        && text[^1] != '-';
}
