using System.Globalization;
using System.Text.Json;
using Sluice.Domain;
using Sluice.Domain.Validation;

namespace Sluice.Dashboard.Api.Input;

/// <summary>
/// Reads one JSON object field by field and records every mistake with its path, instead of stopping at the first.
/// A field that is null counts as not given. <see cref="Done"/> reports what nobody asked for.
/// </summary>
internal sealed class JsonInput(JsonElement element, string path, InputErrors errors)
{
    private const int LongestText = 10_000;
    private const decimal LargestNumber = 1_000_000_000_000m;
    private readonly List<string> _known = [];

    public InputErrors Errors => errors;

    /// <summary>As it was sent, for what is kept.</summary>
    public JsonElement Element => element;

    public string PathOf(string name) => path.Length == 0 ? name : $"{path}.{name}";

    public bool Has(string name) => Find(name) is not null;

    public JsonValueKind KindOf(string name) => Find(name)?.ValueKind ?? JsonValueKind.Undefined;

    /// <summary>Records that a field is missing, unless something is wrong with it already.</summary>
    public void Require(string name, string remedy)
    {
        if (!Has(name))
        {
            errors.Add(PathOf(name), "nothing", remedy);
        }
    }

    public void Wrong(string name, string remedy)
    {
        if (Find(name) is { } value)
        {
            errors.Wrong(PathOf(name), value, remedy);
        }
    }

    public string? Text(string name, string remedy = "a text", int longest = LongestText) => Find(name) is { } value ? errors.Text(value, PathOf(name), remedy, longest) : null;

    public int? Whole(string name) => Read(name, "a whole number", (JsonElement value, out int number) =>
    {
        number = 0;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out number);
    });

    public long? Long(string name, string remedy) => Read(name, remedy, (JsonElement value, out long number) =>
    {
        number = 0;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out number);
    });

    public decimal? Number(string name) => Read(name, "a number", (JsonElement value, out decimal number) =>
    {
        number = 0;
        return value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out number) && Math.Abs(number) <= LargestNumber;
    });

    public bool? Flag(string name) => Read(name, "true or false", (JsonElement value, out bool flag) =>
    {
        flag = value.ValueKind == JsonValueKind.True;
        return flag || value.ValueKind == JsonValueKind.False;
    });

    public TimeSpan? Duration(string name) => Read(name, Durations.Remedy, (JsonElement value, out TimeSpan duration) =>
    {
        duration = TimeSpan.Zero;
        return value.ValueKind == JsonValueKind.String && Durations.TryParse(value.GetString(), out duration);
    });

    /// <summary>An instant: the zone must be said.</summary>
    public DateTimeOffset? Instant(string name) => Read(name, "an instant such as 2026-12-24T16:00:00Z", (JsonElement value, out DateTimeOffset instant) =>
    {
        instant = default;
        return value.ValueKind == JsonValueKind.String && SaysItsZone(value.GetString()!) && value.TryGetDateTimeOffset(out instant);
    });

    public DateOnly? Day(string name) => Read(name, "a day such as 2026-12-24", (JsonElement value, out DateOnly day) =>
    {
        day = default;
        return value.ValueKind == JsonValueKind.String && DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
    });

    /// <summary>One of an enumeration's wire names.</summary>
    /// <param name="others">Names that are taken as well, and not told.</param>
    /// <param name="beside">Names that are read elsewhere, and told.</param>
    public T? Word<T>(string name, IReadOnlyDictionary<string, T>? others = null, IEnumerable<string>? beside = null)
        where T : struct, Enum
    {
        var words = Enum.GetValues<T>().ToDictionary(Words.Of, word => word, StringComparer.Ordinal);
        return Read(name, "one of " + string.Join(", ", words.Keys.Concat(beside ?? [])), (JsonElement value, out T word) =>
        {
            word = default;
            return value.ValueKind == JsonValueKind.String
                && (words.TryGetValue(value.GetString()!, out word) || (others is not null && others.TryGetValue(value.GetString()!, out word)));
        });
    }

    public JsonInput? Object(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            return new JsonInput(value, PathOf(name), errors);
        }

        errors.Add(PathOf(name), InputErrors.Show(value), "an object");
        return null;
    }

    /// <summary>Null when not given or no list; items that are no objects are recorded and left out.</summary>
    public IReadOnlyList<JsonInput>? Objects(string name) => Items(name)?
        .Where(item => item.Value.ValueKind == JsonValueKind.Object || errors.Wrong(item.Path, item.Value, "an object"))
        .Select(item => new JsonInput(item.Value, item.Path, errors))
        .ToList();

    public ValueList<string>? Texts(string name) => Items(name)?
        .Select(item => errors.Text(item.Value, item.Path, "a text", LongestText) ?? string.Empty)
        .ToValueList();

    /// <summary>An object whose values are texts, in the order given.</summary>
    public IReadOnlyList<KeyValuePair<string, string>>? Map(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            errors.Add(PathOf(name), InputErrors.Show(value), "an object of names and texts");
            return null;
        }

        return value.EnumerateObject()
            .Select(entry => KeyValuePair.Create(entry.Name, errors.Text(entry.Value, $"{PathOf(name)}.{entry.Name}", "a text", LongestText) ?? string.Empty))
            .ToList();
    }

    /// <summary>Reports the fields that nothing asked for. Call it when everything was read.</summary>
    public void Done()
    {
        foreach (var field in element.EnumerateObject().Where(field => !_known.Contains(field.Name, StringComparer.Ordinal)))
        {
            if (errors.Full)
            {
                break;
            }

            errors.Add(PathOf(InputErrors.Short(field.Name)), InputErrors.Show(field.Value), "no such field; known here: " + string.Join(", ", _known));
        }
    }

    private static bool SaysItsZone(string text) => text.Contains('T', StringComparison.Ordinal) && (text[^1] == 'Z' || (text.Length > 6 && text[^6] is '+' or '-'));

    private List<(JsonElement Value, string Path)>? Items(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Array)
        {
            return value.EnumerateArray().Select((item, i) => (item, string.Create(CultureInfo.InvariantCulture, $"{PathOf(name)}[{i}]"))).ToList();
        }

        errors.Add(PathOf(name), InputErrors.Show(value), "a list");
        return null;
    }

    private delegate bool TryRead<T>(JsonElement value, out T result);

    private T? Read<T>(string name, string remedy, TryRead<T> read)
        where T : struct
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (read(value, out var result))
        {
            return result;
        }

        errors.Add(PathOf(name), InputErrors.Show(value), remedy);
        return null;
    }

    private JsonElement? Find(string name)
    {
        if (!_known.Contains(name, StringComparer.Ordinal))
        {
            _known.Add(name);
        }

        return element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }
}
