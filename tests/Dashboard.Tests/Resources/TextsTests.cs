using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Sluice.Dashboard.Tests.Resources;

/// <summary>Every sentence that people read comes from the resources, and every sentence there is used.</summary>
public sealed partial class TextsTests
{
    private static readonly string Dashboard =
        typeof(TextsTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => string.Equals(a.Key, "Dashboard", StringComparison.Ordinal)).Value!;

    private static readonly HashSet<string> Keys = XDocument.Load(Path.Combine(Dashboard, "Resources", "Texts.resx"))
        .Descendants("data").Select(data => data.Attribute("name")!.Value).ToHashSet(StringComparer.Ordinal);

    // Answers of the API, also to a bundle that is sent; mistakes in settings, said at start on the terminal; what commands write there; what the demo records.
    private static readonly string[] ToldElsewhere = ["Api/", "Options.cs", "Access/GroupRoles.cs", "Http/ListenAddresses.cs", "Audit/VerifyCommand.cs", "Replay/Bundles/", "Demo/"];

    // Recorded with an order; what is hashed; names on keys; formats.
    private static readonly HashSet<string> NotShown = new(StringComparer.Ordinal)
    {
        "\"No reason was given.\"",
        "\"sluice session \"",
        "\"PgUp PgDn\"",
        "\"Home End\"",
        "\"Ctrl Enter\"",
        "\"Ctrl Shift Enter\"",
        "\"yyyy-MM-dd HH:mm\"",
        "\"yyyy-MM-dd HH:mm:ss\"",
    };

    private static readonly string AllSource = string.Join('\n', Sources("*.razor").Concat(Sources("*.cs")).Select(File.ReadAllText));

    [Fact]
    public void No_page_holds_literal_text()
    {
        var literals = Sources("*.razor").SelectMany(file => Literals(File.ReadAllText(file)).Select(text => $"{Path.GetRelativePath(Dashboard, file)}: {text}"));
        Assert.Empty(literals);
    }

    [Fact]
    public void No_code_behind_pages_holds_sentences()
    {
        var sentences = Sources("*.cs").Select(file => (Path: Path.GetRelativePath(Dashboard, file), Source: File.ReadAllText(file)))
            .Where(file => !ToldElsewhere.Any(place => file.Path.EndsWith(place, StringComparison.Ordinal) || file.Path.StartsWith(place, StringComparison.Ordinal)))
            .SelectMany(file => SentencesInCode.Of(file.Source).Where(text => !NotShown.Contains(text)).Select(text => $"{file.Path}: {text}"));
        Assert.Empty(sentences);
    }

    [Theory]
    [InlineData("""mistakes.Add($"There are {Count(x, ", ")} holds too many.");""", 1)]
    [InlineData("""Title = open ? "Not yet" : texts["Area.Name"];""", 1)]
    [InlineData("""_ => throw new ArgumentException(nameof(x), string.Create(culture, $"No such {x} here."));""", 0)]
    [InlineData("""/* no words */ Log("one"); // "some more words" """, 0)]
    [InlineData("""var html = $"<p class='two words'>{texts["Area.Name"]}</p>";""", 0)]
    public void The_scan_of_code_finds_what_is_shown_and_only_that(string source, int sentences) => Assert.Equal(sentences, SentencesInCode.Of(source).Count());

    [Fact]
    public void The_scan_finds_text_when_there_is_some() =>
        Assert.Equal(["Hello", "World"], Literals("<p>Hello @_name</p>@if (x)\n{\n  <b title=\"not me\">World</b>\n}\n@code {\n  int a = 1 < 2 ? 3 : 4;\n}"), StringComparer.Ordinal);

    [Fact]
    public void Every_key_that_a_page_asks_for_exists()
    {
        var asked = Asked().Matches(AllSource).Select(match => match.Groups["key"].Value).Distinct(StringComparer.Ordinal);
        Assert.DoesNotContain(asked, key => !Keys.Contains(key));
    }

    [Fact]
    public void Every_key_is_used()
    {
        var families = Family().Matches(AllSource).Select(match => match.Groups["family"].Value).ToArray();
        Assert.DoesNotContain(Keys, key => !AllSource.Contains($"\"{key}\"", StringComparison.Ordinal) && !families.Any(family => key.StartsWith(family, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_key_is_an_area_and_a_name() => Assert.DoesNotContain(Keys, key => !KeyShape().IsMatch(key));

    private static IEnumerable<string> Sources(string pattern) => Directory.EnumerateFiles(Dashboard, pattern, SearchOption.AllDirectories)
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal) && !file.Contains("/node_modules/", StringComparison.Ordinal));

    /// <summary>Words between tags that are neither an expression nor a line of control flow.</summary>
    private static IEnumerable<string> Literals(string razor)
    {
        var markup = CodeBlock().Replace(Comment().Replace(razor, ""), "");
        var text = Tag().Replace(Expression().Replace(Directive().Replace(markup, ""), " "), "\n");
        return text.Split('\n').Select(line => line.Trim()).Where(line => !ControlFlow().IsMatch(line) && Letter().IsMatch(line));
    }

    [GeneratedRegex("""\bT\["(?<key>[^"{]+)"|"(?<key>[A-Z][A-Za-z]+\.[A-Z][A-Za-z]+)"\s*[:\]]""", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Asked();

    [GeneratedRegex("""\$"(?<family>[A-Z][A-Za-z]+\.)\{""", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Family();

    [GeneratedRegex("^[A-Z][A-Za-z]+[.][A-Z][A-Za-z]+$", RegexOptions.None, 5000)]
    private static partial Regex KeyShape();

    [GeneratedRegex(@"@\*.*?\*@|<!--.*?-->|<!DOCTYPE[^>]*>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^@code\b.*\z", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"^@(page|layout|attribute|inherits|inject|implements|using|typeparam|namespace)\b.*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Directive();

    // An expression in text or in an attribute, with calls, indexers and members behind it.
    [GeneratedRegex("""@(\((?:[^()]|\([^()]*\))*\)|(?!if\b|foreach\b|for\b|switch\b|else\b|while\b)[A-Za-z_][\w.]*((\[[^\]]*\]|\((?:[^()]|\([^()]*\))*\))[\w.]*)*)""", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Expression();

    [GeneratedRegex("""<(?:[^<>"]|"[^"]*")*>""", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Tag();

    [GeneratedRegex(@"^(@?(if|foreach|for|while|switch)\s*\(|else\b|case\b|default:|break;|var\s|[{}])", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex ControlFlow();

    [GeneratedRegex(@"\p{L}", RegexOptions.None, 5000)]
    private static partial Regex Letter();
}
