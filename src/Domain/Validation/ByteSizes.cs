using System.Globalization;

namespace Sluice.Domain.Validation;

/// <summary>Sizes of memory as people write them: <c>512KiB</c>, <c>64MiB</c>, <c>1.5GiB</c>, or a number of bytes.</summary>
public static class ByteSizes
{
    public const string Remedy = "a size such as 512KiB, 64MiB or 1.5GiB";

    private static readonly (string Unit, long Bytes)[] s_units = [("GiB", 1L << 30), ("MiB", 1L << 20), ("KiB", 1L << 10), ("", 1)];

    /// <summary>False for anything else, for negative sizes, for parts of a byte and for more than 1024 TiB.</summary>
    public static bool TryParse(string? text, out long bytes)
    {
        bytes = 0;
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }

        var (unit, factor) = s_units.First(known => text.EndsWith(known.Unit, StringComparison.Ordinal));
        if (!decimal.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || number > (1L << 50) / factor
            || number * factor % 1 != 0)
        {
            return false;
        }

        bytes = (long)(number * factor);
        return true;
    }

    /// <summary>In the largest unit that shows it as a whole number.</summary>
    public static string Format(long bytes)
    {
        var (unit, factor) = s_units.First(known => bytes != 0 && bytes % known.Bytes == 0 || known.Bytes == 1);
        return string.Create(CultureInfo.InvariantCulture, $"{bytes / factor}{unit}");
    }
}
