using System.Buffers;
using System.Globalization;
using System.Text;

namespace Sluice.Domain.Validation;

/// <summary>Durations as people write them: <c>250ms</c>, <c>30s</c>, <c>5m</c>, <c>1h30m</c>. Units fall from left to right, each at most once.</summary>
public static class Durations
{
    public const string Remedy = "a duration such as 250ms, 30s, 5m or 1h30m";

    private static readonly (string Unit, long Milliseconds)[] s_units = [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

    private static readonly SearchValues<char> s_numberCharacters = SearchValues.Create("0123456789.");

    /// <summary>False for anything else, negative durations and more than 366 days.</summary>
    public static bool TryParse(string? text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }

        decimal total = 0;
        var rest = text.AsSpan();
        var nextUnit = 0;
        while (rest.Length > 0)
        {
            var digits = rest.IndexOfAnyExcept(s_numberCharacters);
            if (digits <= 0 || !decimal.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                return false;
            }

            rest = rest[digits..];
            var letters = rest.IndexOfAnyInRange('0', '9') is var end and >= 0 ? end : rest.Length;
            var unit = IndexOfUnit(rest[..letters]);
            if (unit < nextUnit || number > 1_000_000_000)
            {
                return false;
            }

            total += number * s_units[unit].Milliseconds;
            nextUnit = unit + 1;
            rest = rest[letters..];
        }

        if (total > 366 * 86_400_000m)
        {
            return false;
        }

        duration = TimeSpan.FromMilliseconds((double)total);
        return true;
    }

    /// <summary>The shortest exact form, to the millisecond.</summary>
    public static string Format(TimeSpan duration)
    {
        var left = (long)duration.TotalMilliseconds;
        if (left == 0)
        {
            return "0s";
        }

        var text = new StringBuilder(left < 0 ? "-" : string.Empty);
        left = Math.Abs(left);
        foreach (var (unit, milliseconds) in s_units)
        {
            if (left / milliseconds is var count and > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"{count}{unit}");
                left %= milliseconds;
            }
        }

        return text.ToString();
    }

    private static int IndexOfUnit(ReadOnlySpan<char> unit)
    {
        for (var i = 0; i < s_units.Length; i++)
        {
            if (unit.SequenceEqual(s_units[i].Unit))
            {
                return i;
            }
        }

        return -1;
    }
}
