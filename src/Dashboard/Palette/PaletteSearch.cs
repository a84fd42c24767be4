namespace Sluice.Dashboard.Palette;

/// <summary>Which items the typed words lead to. Pure.</summary>
public static class PaletteSearch
{
    /// <summary>Of each group, so that one does not hide the others.</summary>
    public const int MostOfEach = 7;

    /// <summary>All words must be found; what begins with the first word comes before what only holds it.</summary>
    /// <param name="items">By group, and within a group the likeliest first.</param>
    public static IReadOnlyList<IGrouping<PaletteGroup, PaletteItem>> Find(IEnumerable<PaletteItem> items, string? text)
    {
        var words = (text ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return
        [
            .. items
                .Where(item => words.All(word => Has(item.Text, word) || Has(item.Also, word)))
                .OrderBy(item => item.Group)
                .ThenBy(item => words.Length > 0 && item.Text.StartsWith(words[0], StringComparison.OrdinalIgnoreCase) ? 0 : 1)
                .GroupBy(item => item.Group)
                .Select(group => group.Take(MostOfEach).GroupBy(item => item.Group).Single()),
        ];
    }

    private static bool Has(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);
}
