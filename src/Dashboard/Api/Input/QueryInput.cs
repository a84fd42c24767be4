using System.Globalization;
using Microsoft.Extensions.Primitives;
using Sluice.Domain.Validation;

namespace Sluice.Dashboard.Api.Input;

/// <summary>Reads a query string as strictly as a body: a filter that is misspelt must not show everything.</summary>
internal sealed class QueryInput(IQueryCollection query)
{
    public const int DefaultLimit = 20;
    public const int LargestLimit = 100;
    private const int LongestCursor = 500;
    private const string EarlierPage = "the next_cursor of an earlier page";
    private readonly List<string> _known = [];

    public InputErrors Errors { get; } = new();

    public string? Text(string name)
    {
        _known.Add(name);
        if (!query.TryGetValue(name, out var values) || StringValues.IsNullOrEmpty(values))
        {
            return null;
        }

        if (values.Count > 1)
        {
            Errors.Add(name, $"{values.Count} values", "one value");
            return null;
        }

        return values[0];
    }

    /// <summary>Given once with commas, or several times.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        _known.Add(name);
        return query.TryGetValue(name, out var values)
            ? values.SelectMany(value => (value ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToList()
            : [];
    }

    public long? Number(string name, long least, long most, string remedy)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        Errors.Add(name, InputErrors.Short(text), remedy);
        return null;
    }

    public int Limit(int most = LargestLimit, int otherwise = DefaultLimit) => (int)(Number("limit", 1, most, $"1 to {most}") ?? otherwise);

    /// <summary>Opaque; what it means is up to the list.</summary>
    public string? Cursor()
    {
        var cursor = Text("cursor");
        if (cursor is null || (cursor.Length <= LongestCursor && cursor.All(char.IsAscii) && !cursor.Any(char.IsControl)))
        {
            return cursor;
        }

        Errors.Add("cursor", InputErrors.Short(cursor), EarlierPage);
        return null;
    }

    /// <summary>For a list that is in the order of its names: the last one of the page before.</summary>
    public string? NameCursor()
    {
        var cursor = Cursor();
        if (cursor is null || Slug.IsValid(cursor))
        {
            return cursor;
        }

        Errors.Add("cursor", InputErrors.Short(cursor), EarlierPage);
        return null;
    }

    /// <summary>A name as services and environments have them.</summary>
    public string? Name(string name)
    {
        var text = Text(name);
        if (text is null || Slug.IsValid(text))
        {
            return text;
        }

        Errors.Add(name, InputErrors.Short(text), Slug.Remedy);
        return null;
    }

    public bool? Flag(string name)
    {
        var text = Text(name);
        if (text is null or "true" or "false")
        {
            return text is null ? null : text == "true";
        }

        Errors.Add(name, InputErrors.Short(text), "true or false");
        return null;
    }

    public DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
        {
            return time;
        }

        Errors.Add(name, InputErrors.Short(text), "a time such as 2026-01-31T12:00:00Z");
        return null;
    }

    /// <summary>Reports parameters that nothing asked for.</summary>
    /// <exception cref="Problems.ProblemException">With every mistake, when there is one.</exception>
    public void Done()
    {
        foreach (var name in query.Keys.Where(name => !_known.Contains(name, StringComparer.OrdinalIgnoreCase)))
        {
            Errors.Add(InputErrors.Short(name), InputErrors.Short(query[name].ToString()), "no such parameter; known here: " + string.Join(", ", _known));
        }

        Problems.Problem.ThrowIfAny(Errors);
    }
}
