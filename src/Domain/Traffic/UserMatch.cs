using System.Text.Json.Serialization;

namespace Sluice.Domain.Traffic;

/// <summary>A header or cookie that a request must have. Without value and prefix any value will do; values compare with case.</summary>
/// <param name="By">Header or cookie.</param>
public sealed record UserMatch(UserKey By, string Name)
{
    /// <summary>The whole value.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Value { get; init; }

    /// <summary>How the value begins.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Prefix { get; init; }
}
