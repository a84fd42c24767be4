using System.Text.RegularExpressions;
using Sluice.Domain.Compose;

namespace Sluice.Domain.Tests.Compose;

/// <summary>The table that people read and the one that the code goes by are the same.</summary>
public sealed partial class ComposeKeyTests
{
    [Fact]
    public void The_documented_table_is_the_code()
    {
        var documented = System.IO.File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "compose.md"))
            .SkipWhile(line => line != "## Every key")
            .Select(line => Row.Match(line)).Where(match => match.Success)
            .Select(match => $"{match.Groups["path"].Value}|{match.Groups["treatment"].Value}|{match.Groups["what"].Value}");
        Assert.Equal(ComposeKeys.All.Select(key => $"{key.Path}|{Words.Of(key.Treatment)}|{key.What}"), documented);
    }

    [Fact]
    public void What_is_not_plainly_honoured_says_how_or_why() =>
        Assert.DoesNotContain(ComposeKeys.All, key => key is { Treatment: not ComposeTreatment.Honoured, What.Length: 0 });

    [GeneratedRegex(@"^\| `(?<path>[^`]+)` \| (?<treatment>[a-z]+) \| ?(?<what>.*?) ?\|$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Row { get; }
}
