using Sluice.Domain.Services;

namespace Sluice.Dashboard.Vitals;

/// <summary>The rows of a table that may have one for every place: those that need somebody first, and only so many that a page can hold them.</summary>
internal sealed record NeedyFirst<T>(IReadOnlyList<T> Rows, int All)
    where T : class
{
    public const int Most = 50;

    public bool IsCut => Rows.Count < All;

    /// <param name="rank">The lower the sooner.</param>
    /// <returns>All of them, in order.</returns>
    public static IReadOnlyList<T> Order(IEnumerable<T> all, Func<T, int> rank, Func<T, PlaceKey> place) =>
        [.. all.OrderBy(rank).ThenBy(row => place(row).Service.Value, StringComparer.Ordinal).ThenBy(row => place(row).Environment.Value, StringComparer.Ordinal)];

    public static NeedyFirst<T> Of(IReadOnlyList<T> ordered) => new([.. ordered.Take(Most)], ordered.Count);

    /// <summary>As they are now, each where it stood: for somebody who is at work on one of them. Those that are gone are left out, and others come after them.</summary>
    public NeedyFirst<T> Still<TKey>(IReadOnlyList<T> ordered, Func<T, TKey> key)
        where TKey : notnull
    {
        var now = ordered.ToDictionary(key);
        List<T> stay = [.. Rows.Select(row => now.GetValueOrDefault(key(row))).OfType<T>()];
        var theirs = stay.Select(key).ToHashSet();
        return new([.. stay.Concat(ordered.Where(row => !theirs.Contains(key(row)))).Take(Most)], ordered.Count);
    }
}
