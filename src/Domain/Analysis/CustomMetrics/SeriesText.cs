using System.Text;

namespace Sluice.Domain.Analysis.CustomMetrics;

/// <summary>Reads <c>name{label="value",…}</c>.</summary>
/// <remarks>The Prometheus text exposition format, version 0.0.4.</remarks>
internal static class SeriesText
{
    private const int MostLabels = 64;

    /// <summary>Takes a series off the front. False leaves <paramref name="rest"/> somewhere within it.</summary>
    public static bool TryRead(ref ReadOnlySpan<char> rest, out string name, out ValueList<SeriesLabel> labels)
    {
        labels = [];
        if (!TryReadName(ref rest, mayHaveColon: true, out name))
        {
            return false;
        }

        if (!rest.StartsWith('{'))
        {
            return true;
        }

        rest = rest[1..];
        var found = new List<SeriesLabel>();
        while (true)
        {
            SkipBlanks(ref rest);
            if (rest.StartsWith('}'))
            {
                rest = rest[1..];
                labels = found.ToValueList();
                return true;
            }

            if (!TryReadLabel(ref rest, found))
            {
                return false;
            }

            SkipBlanks(ref rest);
            if (rest.StartsWith(','))
            {
                rest = rest[1..];
            }
            else if (!rest.StartsWith('}'))
            {
                return false;
            }
        }
    }

    public static void SkipBlanks(ref ReadOnlySpan<char> rest) => rest = rest.TrimStart(" \t");

    private static bool TryReadLabel(ref ReadOnlySpan<char> rest, List<SeriesLabel> found)
    {
        if (found.Count == MostLabels || !TryReadName(ref rest, mayHaveColon: false, out var name) || found.Exists(label => label.Name == name))
        {
            return false;
        }

        SkipBlanks(ref rest);
        if (!rest.StartsWith('='))
        {
            return false;
        }

        rest = rest[1..];
        SkipBlanks(ref rest);
        if (!rest.StartsWith('"') || !TryReadQuoted(ref rest, out var value))
        {
            return false;
        }

        found.Add(new(name, value));
        return true;
    }

    private static bool TryReadName(ref ReadOnlySpan<char> rest, bool mayHaveColon, out string name)
    {
        var length = 0;
        while (length < rest.Length && (char.IsAsciiLetter(rest[length]) || rest[length] == '_' || (mayHaveColon && rest[length] == ':') || (length > 0 && char.IsAsciiDigit(rest[length]))))
        {
            length++;
        }

        name = rest[..length].ToString();
        rest = rest[length..];
        return length > 0;
    }

    private static bool TryReadQuoted(ref ReadOnlySpan<char> rest, out string value)
    {
        var text = new StringBuilder();
        for (var i = 1; i < rest.Length; i++)
        {
            switch (rest[i])
            {
                case '"':
                    value = text.ToString();
                    rest = rest[(i + 1)..];
                    return true;
                case '\\' when i + 1 < rest.Length && rest[i + 1] is '\\' or '"' or 'n':
                    text.Append(rest[++i] == 'n' ? '\n' : rest[i]);
                    break;
                case '\\' or '\n':
                    value = string.Empty;
                    return false;
                default:
                    text.Append(rest[i]);
                    break;
            }
        }

        value = string.Empty;
        return false;
    }
}
