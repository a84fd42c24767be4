using System.Globalization;
using System.Text.Json.Nodes;

namespace Sluice.Dashboard.Services;

/// <summary>From typed text to the API's own JSON, so that console and API find the same mistakes.</summary>
internal static class FormJson
{
    private static readonly string[] s_instants = ["yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd"];

    /// <summary>Null when nothing was typed, which counts as not given.</summary>
    public static JsonNode? Text(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : JsonValue.Create(typed.Trim());

    /// <summary>What is no number stays a text, and is refused as such.</summary>
    public static JsonNode? Number(string? typed) =>
        decimal.TryParse(typed?.Trim(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? JsonValue.Create(number)
            : Text(typed);

    /// <summary>People write 2026-12-24 16:00, in UTC; what is no time stays as it is, and is refused as such.</summary>
    public static JsonNode? Instant(string typed)
    {
        ArgumentNullException.ThrowIfNull(typed);
        return Text(DateTime.TryParseExact(typed.Trim().TrimEnd('Z'), s_instants, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            : typed);
    }

    public static JsonArray? Lines(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : Array(SplitLines(typed));

    public static JsonArray Array(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode?)JsonValue.Create(text))];

    public static string[] SplitLines(string? typed) =>
        (typed ?? string.Empty).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>One <c>NAME=value</c> per line. One without "=" becomes a name that no rule allows, so that it is refused instead of lost.</summary>
    public static JsonObject Variables(string? typed)
    {
        var json = new JsonObject();
        foreach (var line in SplitLines(typed))
        {
            var cut = line.IndexOf('=', StringComparison.Ordinal);
            json[cut > 0 ? line[..cut].Trim() : "=" + line] = cut > 0 ? line[(cut + 1)..] : "";
        }

        return json;
    }

    /// <summary>Without what was not given.</summary>
    public static JsonObject Object(params ReadOnlySpan<(string Name, JsonNode? Value)> fields)
    {
        var json = new JsonObject();
        foreach (var (name, value) in fields)
        {
            if (value is not null and not JsonObject { Count: 0 })
            {
                json[name] = value;
            }
        }

        return json;
    }
}
