using System.Text.RegularExpressions;
using Sluice.Domain.Replay;

namespace Sluice.Domain.Snapshots;

/// <summary>Takes secrets out of a command line: what follows an option that is named like one, and what nobody wrote down that looks like one.</summary>
internal static partial class SecretWords
{
    private const int ShortestGiven = 12;

    /// <param name="known">Words that the release itself names, which whoever may see it sees there.</param>
    public static IEnumerable<string> Masked(IEnumerable<string> words, IReadOnlySet<string> known)
    {
        var option = "";
        foreach (var word in words)
        {
            yield return Option().IsMatch(option) && !word.StartsWith("--", StringComparison.Ordinal) && !(TakesFile().IsMatch(option) && IsPath(word)) ? Masking.Mask
                : !known.Contains(word) && LooksSecret(ValueOf(word)) ? word[..^ValueOf(word).Length] + Masking.Mask
                : Followed().Replace(Assigned().Replace(word, $"${{name}}{Masking.Mask}"), $"${{name}}{Masking.Mask}");
            option = word;
        }
    }

    /// <summary>Paths stand in variables and in words alike, and are no secrets. What merely begins like one may be.</summary>
    public static bool IsPath(string text) => Path().IsMatch(text);

    /// <summary>Of an option or assignment what it gives. Signs of equality at the end fill up a key.</summary>
    private static string ValueOf(string word) => word.TrimEnd('=').IndexOf('=', StringComparison.Ordinal) is > 0 and var at ? word[(at + 1)..] : word.StartsWith('-') ? "" : word;

    /// <summary>As generated ones are: one piece, long, of letters and digits mixed.</summary>
    private static bool LooksSecret(string word) =>
        word.Length >= ShortestGiven && !IsPath(word) && Piece().IsMatch(word) && word.Any(char.IsAsciiDigit) && word.Any(char.IsAsciiLetter)
        && (word.Any(char.IsAsciiLetterUpper) && word.Any(char.IsAsciiLetterLower) || Hexadecimal().IsMatch(word));

    [GeneratedRegex(@"\A(/[\w.-]+){2,}/?\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Path();

    [GeneratedRegex(@"\A--?[\w.-]*(pass|pwd|secret|token|credential|key|auth)[\w.-]*\z", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Option();

    [GeneratedRegex(@"key|auth|file|path", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex TakesFile();

    /// <summary>In one word with its value.</summary>
    [GeneratedRegex(@"(?<name>(-[\w.-]*|\b\w*)(pass|pwd|secret|token|credential|api[_-]?key|private[_-]?key|access[_-]?key)[\w.-]*=)[^\s""']+", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Assigned();

    /// <summary>In the text that a shell is given.</summary>
    [GeneratedRegex(@"(?<name>--[\w.-]*(pass|pwd|secret|token|credential|key|auth)[\w.-]*\s+)[^\s""'-][^\s""']*", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Followed();

    [GeneratedRegex(@"\A[\w+/=!#$%&*?@^~-]+\z", RegexOptions.NonBacktracking)]
    private static partial Regex Piece();

    [GeneratedRegex(@"\A[0-9a-f]{20,}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Hexadecimal();
}
