using System.Globalization;
using System.Text.Json;

namespace Sluice.Dashboard.Services;

/// <summary>From the API's own JSON back to typed text: what <see cref="FormJson"/> makes of the text is the same again.</summary>
internal static class FormText
{
    public static JsonElement? Field(this JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } map && map.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>Empty for what is not given.</summary>
    public static string Text(this JsonElement? element, string name) => element.Field(name) is { } value ? Of(value) : "";

    public static bool? Flag(this JsonElement? element, string name) => element.Field(name)?.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    public static IReadOnlyList<JsonElement> Items(this JsonElement? element, string name) =>
        element.Field(name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [];

    /// <summary>Texts, in the order given.</summary>
    public static IReadOnlyList<string> Texts(this JsonElement? element, string name) => [.. element.Items(name).Select(Of)];

    /// <summary>One per line; a text of several lines cannot stand on one, and is left out.</summary>
    public static string Lines(this JsonElement? element, string name) => string.Join('\n', element.Texts(name).Where(IsOneLine));

    /// <summary>One <c>NAME=value</c> per line; what would take more lines is left out.</summary>
    public static string Variables(this JsonElement? element, string name) => element.Field(name) is { ValueKind: JsonValueKind.Object } map
        ? string.Join('\n', map.EnumerateObject().Select(one => $"{one.Name}={Of(one.Value)}").Where(IsOneLine))
        : "";

    // Decimals, not exponents: that is how people type.
    public static string Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number when value.TryGetDecimal(out var number) => number.ToString(CultureInfo.InvariantCulture),
        _ => value.GetRawText(),
    };

    private static bool IsOneLine(string text) => !text.AsSpan().ContainsAny('\n', '\r');
}
