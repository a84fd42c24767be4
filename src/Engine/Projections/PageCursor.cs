using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Sluice.Engine.Projections;

/// <summary>Where a page of a list ended, opaque to clients: the keys of its last row and nothing of other tenants.</summary>
internal readonly record struct PageCursor(DateTimeOffset CreatedAt, string Id)
{
    private const long TicksPerMicrosecond = 10;

    public override string ToString() =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{CreatedAt.UtcTicks / TicksPerMicrosecond}|{Id}")));

    /// <exception cref="FormatException">Not a cursor of ours.</exception>
    public static PageCursor Parse(string text)
    {
        var parts = Decode(text).Split('|', 2);
        return parts is [var at, { Length: > 0 } id]
            && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds)
            && microseconds <= DateTimeOffset.MaxValue.UtcTicks / TicksPerMicrosecond
            && !id.Contains('\0', StringComparison.Ordinal)
            ? new(new(microseconds * TicksPerMicrosecond, TimeSpan.Zero), id)
            : throw new FormatException($"'{text}' is not a cursor that a page of this list ended with.");
    }

    private static string Decode(string text)
    {
        var bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        return Base64Url.TryDecodeFromChars(text, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : string.Empty;
    }
}
