using System.Text.RegularExpressions;

namespace Sluice.Domain.Replay;

/// <summary>People who are named in what others write: <c>@ben</c>. The name is the one that they sign in with.</summary>
public static partial class Mentions
{
    private const int Longest = 80;

    /// <returns>The names in lower case, each once, in order.</returns>
    public static ValueList<string> In(string text) =>
        Mention().Matches(text).Select(match => match.Groups["name"].Value.ToLowerInvariant()).Where(name => name.Length <= Longest).Distinct(StringComparer.Ordinal).ToValueList();

    /// <summary>Whether an @ before the name names whoever has it, and all of it: one with a blank within ends there.</summary>
    public static bool CanName(string name) => In("@" + name) is [var only] && string.Equals(only, name, StringComparison.OrdinalIgnoreCase);

    /// <summary>The whole text in parts, those that name somebody apart from the others.</summary>
    public static IEnumerable<(string Text, bool NamesSomebody)> Split(string text)
    {
        var at = 0;
        foreach (Match match in Mention().Matches(text))
        {
            if (match.Index > at)
            {
                yield return (text[at..match.Index], false);
            }

            yield return (match.Value, true);
            at = match.Index + match.Length;
        }

        if (at < text.Length)
        {
            yield return (text[at..], false);
        }
    }

    /// <summary>Not in the middle of a word: an e-mail address names nobody. A full stop after a name ends the sentence.</summary>
    [GeneratedRegex(@"(?<![\p{L}\p{N}@/._+-])@(?<name>[\p{L}\p{N}]([\p{L}\p{N}._+@-]*[\p{L}\p{N}])?)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Mention();
}
