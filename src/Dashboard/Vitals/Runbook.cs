using System.Text.RegularExpressions;

namespace Sluice.Dashboard.Vitals;

/// <summary>What to do when a part is down: <c>docs/runbook.md</c>, carried inside the program, so that it is there when nothing else can be reached.</summary>
internal static partial class Runbook
{
    private const string Resource = "runbook.md";

    /// <summary>In the order of the page.</summary>
    public static IReadOnlyList<RunbookSection> Sections { get; } = Read();

    private static RunbookSection[] Read()
    {
        using var reader = new StreamReader(typeof(Runbook).Assembly.GetManifestResourceStream(Resource)!);
        return [.. Heading().Split(reader.ReadToEnd()).Skip(1).Select(Of)];
    }

    private static RunbookSection Of(string text)
    {
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        var title = text[..end].Trim();
        return new(title.ToLowerInvariant().Replace(' ', '-'), title, text[end..].Trim());
    }

    [GeneratedRegex("^## ", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Heading();
}

/// <param name="Key">Its anchor in the document.</param>
/// <param name="Text">Markdown.</param>
internal sealed record RunbookSection(string Key, string Title, string Text)
{
    /// <summary>Of the element on the page of health.</summary>
    public string Anchor => AnchorOf(Key);

    public static string AnchorOf(string key) => $"runbook-{key}";
}
