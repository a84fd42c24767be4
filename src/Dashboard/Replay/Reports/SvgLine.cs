using System.Globalization;
using System.Text;

namespace Sluice.Dashboard.Replay.Reports;

/// <summary>A line through values as the path of a drawing. A hole stays a hole; more points than there is room for become the least and the greatest of each column.</summary>
internal static class SvgLine
{
    public const int Width = 720;
    public const int Height = 150;

    /// <param name="t">Ascending.</param>
    /// <param name="from">Left edge, in the unit of <paramref name="t"/>.</param>
    /// <param name="to">Right edge, later than <paramref name="from"/>.</param>
    /// <param name="most">Upper edge, above zero.</param>
    /// <param name="isStepped">A value holds until the next one.</param>
    public static string Path(IReadOnlyList<long> t, IReadOnlyList<double?> values, long from, long to, double most, bool isStepped = false)
    {
        var (path, isOpen) = (new StringBuilder(), false);
        foreach (var (at, value) in t.Count > 2 * Width ? Thinned(t, values, from, to) : t.Zip(values))
        {
            if (value is not { } number)
            {
                isOpen = false;
                continue;
            }

            var (x, y) = (X(at, from, to), Y(number, most));
            path.Append(CultureInfo.InvariantCulture, $"{(isOpen && isStepped ? $"H{x} V{y}" : $"{(isOpen ? 'L' : 'M')}{x} {y}")} ");
            isOpen = true;
        }

        if (isOpen && isStepped)
        {
            path.Append(CultureInfo.InvariantCulture, $"H{Width}");
        }

        return path.ToString().TrimEnd();
    }

    public static string X(long at, long from, long to) => Coordinate(Width * (double)(at - from) / Math.Max(1, to - from));

    public static string Y(double value, double most) => Coordinate(Height - (Height * Math.Clamp(value / most, 0, 1)));

    private static IEnumerable<(long, double?)> Thinned(IReadOnlyList<long> t, IReadOnlyList<double?> values, long from, long to)
    {
        foreach (var column in Enumerable.Range(0, t.Count).GroupBy(i => (int)(Width * (double)(t[i] - from) / Math.Max(1, to - from))))
        {
            var known = column.Where(i => values[i] is not null).ToList();
            if (known.Count == 0)
            {
                yield return (t[column.First()], null);
                continue;
            }

            var (least, greatest) = (known.MinBy(i => values[i]), known.MaxBy(i => values[i]));
            yield return (t[Math.Min(least, greatest)], values[Math.Min(least, greatest)]);
            yield return (t[Math.Max(least, greatest)], values[Math.Max(least, greatest)]);
        }
    }

    private static string Coordinate(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
