namespace Sluice.Dashboard.Replay.Bundles;

/// <summary>Puts one name in place of another where it stands by itself: "Al" is not in "Also".</summary>
internal static class WholeWords
{
    public static string Replace(string text, string name, string alias, StringComparison comparison)
    {
        for (var at = text.IndexOf(name, comparison); at >= 0; at = text.IndexOf(name, at, comparison))
        {
            var end = at + name.Length;
            var isWord = (at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end]));
            (text, at) = isWord ? ($"{text[..at]}{alias}{text[end..]}", at + alias.Length) : (text, end);
            if (at >= text.Length)
            {
                break;
            }
        }

        return text;
    }
}
