using System.Globalization;
using System.Text.Json;
using Sluice.Gateway.Contract;

namespace Sluice.Gateway.Admin;

/// <summary>Reads one JSON object strictly and goes on after a mistake, so that all of them are found in one go.</summary>
internal readonly struct JsonFields
{
    private const int LongestFound = 100;

    private readonly JsonElement _element;
    private readonly string _path;
    private readonly List<GatewayMistake> _mistakes;

    public JsonFields(JsonElement element, string path, List<GatewayMistake> mistakes, params ReadOnlySpan<string> known)
    {
        (_element, _path, _mistakes) = (element, path, mistakes);
        if (element.ValueKind != JsonValueKind.Object)
        {
            Add(path, element, "An object.");
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in element.EnumerateObject())
        {
            if (!known.Contains(field.Name))
            {
                Add(PathOf(field.Name), field.Value, $"No such field; known are {string.Join(", ", known.ToArray())}.");
            }
            else if (!seen.Add(field.Name))
            {
                Add(PathOf(field.Name), field.Value, "Say it once.");
            }
        }
    }

    public string PathOf(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    public string Text(string name) =>
        Get(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : Wrong(name, value, "A text.", "");

    public string? OptionalText(string name) => Has(name) ? Text(name) : null;

    public long Number(string name, long least, long most) =>
        Get(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= least && number <= most
            ? number
            : Wrong(name, value, string.Create(CultureInfo.InvariantCulture, $"A whole number from {least} to {most}."), least);

    public long Number(string name, long least, long most, long otherwise) => Has(name) ? Number(name, least, most) : otherwise;

    public bool Flag(string name, bool otherwise) => !Has(name) ? otherwise
        : Get(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : Wrong(name, value, "true or false.", otherwise);

    public T? OptionalObject<T>(string name, Func<JsonElement, string, T> read)
        where T : class =>
        Has(name) && Get(name, out var value) ? read(value, PathOf(name)) : null;

    public List<T> Items<T>(string name, Func<JsonElement, string, T> read)
    {
        if (!Get(name, out var value) || value.ValueKind != JsonValueKind.Array)
        {
            return Wrong(name, value, "A list.", new List<T>());
        }

        var items = new List<T>(value.GetArrayLength());
        foreach (var item in value.EnumerateArray())
        {
            items.Add(read(item, string.Create(CultureInfo.InvariantCulture, $"{PathOf(name)}[{items.Count}]")));
        }

        return items;
    }

    public List<T>? OptionalItems<T>(string name, Func<JsonElement, string, T> read) => Has(name) ? Items(name, read) : null;

    private bool Has(string name) => Get(name, out var value) && value.ValueKind != JsonValueKind.Null;

    private bool Get(string name, out JsonElement value)
    {
        value = default;
        return _element.ValueKind == JsonValueKind.Object && _element.TryGetProperty(name, out value);
    }

    private T Wrong<T>(string name, JsonElement found, string remedy, T otherwise)
    {
        // Of something that is no object at all, that alone is worth saying.
        if (_element.ValueKind == JsonValueKind.Object)
        {
            Add(PathOf(name), found, remedy);
        }

        return otherwise;
    }

    private void Add(string field, JsonElement found, string remedy)
    {
        var text = found.ValueKind == JsonValueKind.Undefined ? "nothing" : found.GetRawText();
        _mistakes.Add(new(field, text.Length > LongestFound ? text[..LongestFound] + "…" : text, remedy));
    }
}
