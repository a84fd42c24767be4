using System.Text;

namespace Sluice.Domain.Compose;

/// <summary>A command line taken apart as Compose does: at spaces, with quotes and backslashes as a shell has them, and nothing else of a shell.</summary>
internal static class ShellWords
{
    /// <returns>Null when a quote is never closed.</returns>
    public static ValueList<string>? Split(string line)
    {
        var (words, word, quote, begun) = (new List<string>(), new StringBuilder(), '\0', false);
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (c == '\\' && quote != '\'' && i + 1 < line.Length && (quote == '\0' || line[i + 1] is '"' or '\\'))
            {
                word.Append(line[++i]);
                begun = true;
            }
            else if (quote != '\0')
            {
                quote = c == quote ? '\0' : quote;
                _ = quote != '\0' ? word.Append(c) : word;
            }
            else if (c is '"' or '\'')
            {
                (quote, begun) = (c, true);
            }
            else if (char.IsWhiteSpace(c))
            {
                End();
            }
            else
            {
                word.Append(c);
                begun = true;
            }
        }

        End();
        return quote == '\0' ? words.ToValueList() : null;

        void End()
        {
            if (begun)
            {
                words.Add(word.ToString());
            }

            word.Clear();
            begun = false;
        }
    }
}
