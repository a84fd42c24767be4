using System.Text.Json;
using Sluice.Domain;
using Sluice.Domain.Validation;

namespace Sluice.Dashboard.Api.Input;

/// <summary>Every mistake of one request, in the order found.</summary>
internal sealed class InputErrors
{
    /// <summary>More are left out: nobody reads them, and looking for them must not cost much.</summary>
    public const int Most = 100;

    private const int Shown = 100;
    private readonly List<FieldError> _errors = [];
    private readonly HashSet<string> _fields = new(StringComparer.Ordinal);

    public bool Any => _errors.Count > 0;

    public int Count => _errors.Count;

    public bool Full => _errors.Count >= Most;

    public ValueList<FieldError> All => _errors.Take(Most).ToValueList();

    public void Add(string field, string found, string remedy)
    {
        if (!Full && _fields.Add(field))
        {
            _errors.Add(new(field, found, remedy));
        }
    }

    /// <summary>Takes a rule's findings along, but for fields that could not even be read: those were seen as not given.</summary>
    public void AddRules(IEnumerable<FieldError> found)
    {
        var unread = _errors.Select(error => error.Field).ToList();
        _errors.AddRange(found.Where(error => !unread.Any(field => Covers(field, error.Field) || Covers(error.Field, field))));
    }

    /// <summary>Always false, so that it can end a condition.</summary>
    public bool Wrong(string field, JsonElement found, string remedy)
    {
        Add(field, Show(found), remedy);
        return false;
    }

    public string? Text(JsonElement value, string field, string remedy, int longest)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            Add(field, Show(value), remedy);
            return null;
        }

        var text = value.GetString()!;
        if (text.Length > longest)
        {
            Add(field, FormattableString.Invariant($"{text.Length} characters"), FormattableString.Invariant($"at most {longest} characters"));
            return null;
        }

        // The database cannot keep it.
        if (text.Contains('\0'))
        {
            Add(field, "a NUL character", "a text without NUL characters");
            return null;
        }

        return text;
    }

    public static string Show(JsonElement value) => Short(value.GetRawText());

    public static string Short(string text) => text.Length <= Shown ? text : string.Concat(text.AsSpan(0, Shown), "…");

    private static bool Covers(string outer, string inner) =>
        inner.StartsWith(outer, StringComparison.Ordinal) && (inner.Length == outer.Length || inner[outer.Length] is '.' or '[');
}
