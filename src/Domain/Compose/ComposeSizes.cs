using System.Globalization;

namespace Sluice.Domain.Compose;

/// <summary>Sizes as Compose writes them: <c>512k</c>, <c>64m</c>, <c>64MB</c>, <c>1.5g</c>, bytes without a unit. Units are powers of 1024.</summary>
internal static class ComposeSizes
{
    public const string Remedy = "a size such as 512k, 64m or 1.5g";

    private static readonly (string Unit, long Bytes)[] s_units = [("kb", 1L << 10), ("mb", 1L << 20), ("gb", 1L << 30), ("k", 1L << 10), ("m", 1L << 20), ("g", 1L << 30), ("b", 1)];

    /// <summary>False for anything else, for negative sizes and for more than 1024 TiB. Parts of a byte are left out.</summary>
    public static bool TryParse(string text, out long bytes)
    {
        bytes = 0;
        var lower = text.ToLowerInvariant();
        var (unit, factor) = s_units.FirstOrDefault(known => lower.EndsWith(known.Unit, StringComparison.Ordinal));
        var digits = unit is null ? lower : lower[..^unit.Length];
        factor = unit is null ? 1 : factor;
        if (!decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number > (1L << 50) / factor)
        {
            return false;
        }

        bytes = (long)(number * factor);
        return true;
    }
}
