using System.Text;

namespace Sluice.Domain.Compose;

/// <summary>
/// Puts values in the place of <c>$NAME</c>, <c>${NAME}</c>, <c>${NAME:-default}</c>, <c>${NAME:?sentence}</c> and <c>${NAME:+other}</c>; without the colon an empty value counts as given.
/// <c>$$</c> is a dollar. Only what is given along is known: nothing of the control plane's own environment.
/// </summary>
/// <param name="unset">Told of each name that has no value and no default.</param>
internal sealed class ComposeVariables(IReadOnlyDictionary<string, string> values, Action<string> unset)
{
    public const int LongestResult = 100_000;

    private const int Deepest = 8;
    private const int LongestSentence = 200;

    /// <exception cref="FormatException">It cannot be done: why, in a sentence with what to do.</exception>
    public string Expand(string text) => text.Contains('$', StringComparison.Ordinal) ? Expand(text, depth: 0) : text;

    private string Expand(string text, int depth)
    {
        if (depth > Deepest)
        {
            throw new FormatException($"Variables stand inside each other more than {Deepest} deep. Write the value out.");
        }

        var result = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '$')
            {
                result.Append(text[i]);
            }
            else if (i + 1 < text.Length && text[i + 1] == '$')
            {
                result.Append('$');
                i++;
            }
            else if (i + 1 < text.Length && text[i + 1] == '{')
            {
                var end = EndOf(text, i + 2);
                result.Append(Braced(text[(i + 2)..end], depth));
                i = end;
            }
            else
            {
                var length = NameLength(text.AsSpan(i + 1));
                if (length == 0)
                {
                    throw new FormatException("A dollar stands alone. Write $$ for a dollar, or ${NAME} for a variable.");
                }

                result.Append(Plain(text.Substring(i + 1, length)));
                i += length;
            }

            if (result.Length > LongestResult)
            {
                throw new FormatException($"With its variables it is longer than {LongestResult} characters.");
            }
        }

        return result.ToString();
    }

    private string Braced(string inner, int depth)
    {
        var length = NameLength(inner);
        var (name, rest) = (inner[..length], inner[length..]);
        if (length == 0)
        {
            throw new FormatException("A variable has no name. Write ${NAME}, with letters, digits and underscores.");
        }

        if (rest.Length == 0)
        {
            return Plain(name);
        }

        var emptyCounts = rest[0] != ':';
        var known = values.GetValueOrDefault(name) is { } value && (emptyCounts || value.Length > 0) ? value : null;
        var operation = emptyCounts ? rest : rest[1..];
        return (operation.Length == 0 ? ' ' : operation[0]) switch
        {
            '-' => known ?? Expand(operation[1..], depth + 1),
            '+' => known is null ? string.Empty : Expand(operation[1..], depth + 1),
            '?' => known ?? throw new FormatException($"{name} has no value{(operation.Length > 1 ? $": {(operation.Length > LongestSentence ? operation[1..LongestSentence] + "…" : operation[1..])}" : "")}. Give it along with the file."),
            _ => throw new FormatException($"What follows {name} is not known. Known are :-default, -default, :?sentence, ?sentence, :+other and +other."),
        };
    }

    private string Plain(string name)
    {
        if (!values.TryGetValue(name, out var value))
        {
            unset(name);
        }

        return value ?? string.Empty;
    }

    /// <summary>The brace that closes; those within belong together in pairs.</summary>
    private static int EndOf(string text, int start)
    {
        for (var (i, open) = (start, 1); i < text.Length; i++)
        {
            open += (text[i] == '{' && text[i - 1] == '$') ? 1 : text[i] == '}' ? -1 : 0;
            if (open == 0)
            {
                return i;
            }
        }

        throw new FormatException("A ${ is never closed. Add the }, or write $$ for a dollar.");
    }

    private static int NameLength(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && (char.IsAsciiLetter(text[length]) || text[length] == '_' || (length > 0 && char.IsAsciiDigit(text[length]))))
        {
            length++;
        }

        return length;
    }
}
