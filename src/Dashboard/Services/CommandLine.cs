using System.Text;

namespace Sluice.Dashboard.Services;

/// <summary>A program and its arguments as people type them: split at blanks, quotes keep blanks together.</summary>
internal static class CommandLine
{
    public static IReadOnlyList<string> Split(string text)
    {
        var (parts, part, quote, begun) = (new List<string>(), new StringBuilder(), '\0', false);
        foreach (var c in text)
        {
            if (quote == c)
            {
                quote = '\0';
            }
            else if (quote == '\0' && c is '"' or '\'' && quote == '\0')
            {
                (quote, begun) = (c, true);
            }
            else if (quote == '\0' && char.IsWhiteSpace(c))
            {
                End();
            }
            else
            {
                part.Append(c);
                begun = true;
            }
        }

        End();
        return parts;

        void End()
        {
            if (begun)
            {
                parts.Add(part.ToString());
            }

            part.Clear();
            begun = false;
        }
    }

    public static string Join(IEnumerable<string> parts) => string.Join(' ', parts.Select(Quote));

    /// <summary>Quotes cannot be escaped; where both kinds stand in a part, it is put together of pieces.</summary>
    private static string Quote(string part) =>
        part.Length > 0 && !part.Any(c => c is '"' or '\'' || char.IsWhiteSpace(c)) ? part
        : !part.Contains('"', StringComparison.Ordinal) ? $"\"{part}\""
        : !part.Contains('\'', StringComparison.Ordinal) ? $"'{part}'"
        : $"\"{part.Replace("\"", "\"'\"'\"", StringComparison.Ordinal)}\"";
}
