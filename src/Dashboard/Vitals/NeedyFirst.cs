namespace Sluice.Dashboard.Vitals;

/// <summary>The rows of a table that may have one for every place: those that need somebody first, and only so many that a page can hold them.</summary>
internal sealed record NeedyFirst<T>(IReadOnlyList<T> Rows, int All)
{
    public const int Most = 50;

    public bool IsCut => Rows.Count < All;

    /// <param name="rank">The lower the sooner.</param>
    public static NeedyFirst<T> Of(IReadOnlyCollection<T> all, Func<T, int> rank, Func<T, string> name) =>
        new([.. all.OrderBy(rank).ThenBy(name, StringComparer.Ordinal).Take(Most)], all.Count);
}
