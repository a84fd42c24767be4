using System.Text.Json.Serialization;

namespace Sluice.Domain.Settings;

/// <summary>A filter of the fleet under a name, for everybody of a team.</summary>
/// <param name="Team">A group of accounts.</param>
/// <param name="Name">Names that differ in nothing but their case or their signs are one.</param>
public sealed record TeamView(string Team, string Name)
{
    /// <summary>The counter; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? State { get; init; }

    /// <summary>What the filter box says; null for nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Text { get; init; }

    /// <summary>By what the lines stand together; null for nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Group { get; init; }

    /// <summary>Stands in the address. The dot keeps it apart from what a person keeps alone.</summary>
    [JsonIgnore]
    public string Key => $"{Team}.{ViewSlug.Of(Name)}";

    /// <summary>What it shows, in the words of the address.</summary>
    [JsonIgnore]
    public string Filter => string.Join(' ', new[] { Part("state", State), Part("q", Text), Part("group", Group) }.OfType<string>());

    private static string? Part(string word, string? value) => value is null ? null : $"{word}={value}";
}

/// <summary>A name as it stands in an address.</summary>
public static class ViewSlug
{
    public static string Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var slug = string.Join('-', new string([.. name.ToLowerInvariant().Select(c => char.IsLetterOrDigit(c) ? c : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return slug.Length > 0 ? slug : "view";
    }
}
