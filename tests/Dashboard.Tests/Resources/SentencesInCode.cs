using System.Text.RegularExpressions;

namespace Sluice.Dashboard.Tests.Resources;

/// <summary>
/// Finds sentences in C#: text literals in which two words follow each other, beside markup and the holes of interpolated ones. Those that are handed to an exception, a log, a problem document,
/// the audit log or the mistakes of an input are told to somebody else, or are said by the rules that the API answers with; a command is for a terminal.
/// </summary>
internal static partial class SentencesInCode
{
    public static IEnumerable<string> Of(string source)
    {
        // With texts and comments blank, a parenthesis is a parenthesis.
        var code = Token().Replace(source, match => Visible().Replace(match.Value, " "));
        foreach (var literal in Token().Matches(source).Where(match => match.Groups["text"].Success && !Command().IsMatch(match.Value)))
        {
            if (Sentence().IsMatch(WithoutMarkup(literal.Value)) && !EnclosingCalls(code, literal.Index).Any(call => ToldToOthers().IsMatch(call)))
            {
                yield return literal.Value;
            }
        }
    }

    private static string WithoutMarkup(string text)
    {
        text = Style().Replace(text, "\n");
        while (Hole().Replace(text, "\n") is var next && next.Length != text.Length)
        {
            text = next;
        }

        return Tag().Replace(text, "\n");
    }

    /// <summary>The names of the calls whose arguments hold a place, inside out, up to the end of the statement.</summary>
    private static IEnumerable<string> EnclosingCalls(string code, int place)
    {
        var depth = 0;
        for (var i = place - 1; i >= 0 && !(depth == 0 && code[i] is ';' or '{'); i--)
        {
            if (code[i] is ')' or ']' or '}')
            {
                depth++;
            }
            else if (code[i] is '(' or '[' or '{' && depth-- == 0)
            {
                depth = 0;
                yield return Callee().Match(code[..i]).Value;
            }
        }
    }

    [GeneratedRegex(
        """"
        //[^\n]*|/\*.*?\*/|'(?:\\.|[^'\\])'|(?<text>\$*"""+.*?"""+|(?:\$@|@\$|@)"(?:[^"]|"")*"|\$"(?:\\.|\{\{|\{(?:[^{}"]|"(?:\\.|[^"\\])*"|\{[^{}]*\})*\}|[^"\\{\n])*"|"(?:\\.|[^"\\\n])*")
        """",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Token();

    [GeneratedRegex(@"\S", RegexOptions.None, 5000)]
    private static partial Regex Visible();

    [GeneratedRegex(@"\p{L}{2,}[,:]? \p{L}{2,}", RegexOptions.None, 5000)]
    private static partial Regex Sentence();

    [GeneratedRegex(@"^\$*""+\s*curl ", RegexOptions.None, 5000)]
    private static partial Regex Command();

    [GeneratedRegex(@"<style>.*?</style>", RegexOptions.Singleline, 5000)]
    private static partial Regex Style();

    [GeneratedRegex(@"\{[^{}]*\}", RegexOptions.None, 5000)]
    private static partial Regex Hole();

    [GeneratedRegex("<[^<>]*>", RegexOptions.None, 5000)]
    private static partial Regex Tag();

    [GeneratedRegex(@"[\w.]*(<[\w<>, .]*>)?$", RegexOptions.ExplicitCapture | RegexOptions.RightToLeft, 5000)]
    private static partial Regex Callee();

    [GeneratedRegex(@"(Exception|LoggerMessage|GeneratedRegex|AddError|Errors\.Add|\.Fail|FailAsync|Problem(\.\w+)?|\.Describe|RecordAsync|WriteLineAsync|Console\.Out\.\w+|ToString)$", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex ToldToOthers();
}
