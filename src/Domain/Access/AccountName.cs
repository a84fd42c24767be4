using System.Text.Json.Serialization;

namespace Sluice.Domain.Access;

/// <summary>The name that a person signs in with and that orders are recorded under; unique within its tenant, and never given to somebody else.</summary>
[JsonConverter(typeof(NameJsonConverter<AccountName>))]
public readonly record struct AccountName(string Value) : IName<AccountName>
{
    public const int Longest = 80;
    public const string Remedy = "1 to 80 lower-case letters, digits, dots, hyphens, underscores, plus or at signs, with a letter or digit first; not api, engine, policy or unknown";

    // Those that the history gives to nobody in person; an account of that name could pass for them.
    private static readonly string[] s_reserved = ["api", "engine", "policy", "unknown"];

    public static AccountName From(string value) => new(value);

    /// <summary>As typed or as sent by a proxy: case and blanks around do not count.</summary>
    public static AccountName Typed(string? text) => new((text ?? string.Empty).Trim().ToLowerInvariant());

    public bool IsValid() =>
        Value is { Length: > 0 and <= Longest }
        && Value.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '.' or '-' or '_' or '+' or '@')
        && char.IsAsciiLetterOrDigit(Value[0])
        && !s_reserved.Contains(Value, StringComparer.Ordinal);

    public override string ToString() => Value;
}
