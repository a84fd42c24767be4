using Sluice.Dashboard.Kit;

namespace Sluice.Dashboard.Fleet;

/// <summary>
/// What the filter box says: words of names, <c>state:</c>, <c>target:</c>, <c>team:</c>, <c>strategy:</c>, <c>by:</c>, <c>is:starred</c>, each with a minus
/// for "not". All must hold.
/// </summary>
public sealed class FleetFilter
{
    private readonly IReadOnlyList<(bool Not, string Key, string Word)> _terms;

    private FleetFilter(IReadOnlyList<(bool Not, string Key, string Word)> terms) => _terms = terms;

    public bool IsEmpty => _terms.Count == 0;

    public static FleetFilter Parse(string? text) =>
        new([.. (text ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Term).Where(term => term.Word.Length > 0)]);

    public bool Matches(FleetLine line, FleetReader reader) => _terms.All(term => term.Not != Matches(line, term.Key, term.Word, reader));

    private static (bool Not, string Key, string Word) Term(string text)
    {
        var not = text.StartsWith('-');
        var term = not ? text[1..] : text;
        var colon = term.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 ? (not, term[..colon].ToLowerInvariant(), term[(colon + 1)..]) : (not, string.Empty, term);
    }

    private static bool Matches(FleetLine line, string key, string word, FleetReader reader) => key switch
    {
        "is" => Begins("starred", word) && reader.Marked(line),
        "state" => FleetGroups.Find(word) is { } group ? group.Holds(line, reader) : Begins(StateWord(line.State), word),
        "target" or "env" => Has(line.Environment.Value, word),
        "team" => Has(line.Team ?? string.Empty, word),
        "strategy" => Begins(line.Strategy ?? string.Empty, word),
        "by" => Has(line.Deployment?.CreatedBy.Name ?? string.Empty, word),
        "" or "name" => Has($"{line.Service}/{line.Environment}", word),
        _ => false,
    };

    private static string StateWord(ConsoleState? state) => state?.ToString() ?? nameof(FleetGroup.Calm);

    private static bool Has(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);

    private static bool Begins(string text, string word) => text.StartsWith(word, StringComparison.OrdinalIgnoreCase);
}
