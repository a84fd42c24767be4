using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sluice.Domain.Traffic;

/// <summary>A share of traffic: 0 to 100 percent in steps of 0.1. Written as a number of percent (<c>12.5</c>).</summary>
[JsonConverter(typeof(ShareJsonConverter))]
public readonly record struct Share : IComparable<Share>
{
    private Share(int tenths) => Tenths = tenths;

    /// <summary>0 to 1000.</summary>
    public int Tenths { get; }

    public decimal Percent => Tenths / 10m;

    public Share Rest => new(1000 - Tenths);

    public static Share None { get; } = new(0);

    public static Share All { get; } = new(1000);

    /// <exception cref="ArgumentOutOfRangeException">Outside 0 to 1000.</exception>
    public static Share FromTenths(int tenths) => tenths is >= 0 and <= 1000
        ? new(tenths)
        : throw new ArgumentOutOfRangeException(nameof(tenths), tenths, "A share is 0 to 1000 tenths of a percent.");

    /// <summary>False when the value is outside 0 to 100 or finer than 0.1.</summary>
    public static bool TryFromPercent(decimal percent, out Share share)
    {
        var tenths = percent * 10m;
        var ok = tenths is >= 0 and <= 1000 && decimal.IsInteger(tenths);
        share = ok ? new((int)tenths) : None;
        return ok;
    }

    /// <exception cref="ArgumentOutOfRangeException">Outside 0 to 100 or finer than 0.1.</exception>
    public static Share FromPercent(decimal percent) => TryFromPercent(percent, out var share)
        ? share
        : throw new ArgumentOutOfRangeException(nameof(percent), percent, "A share is 0 to 100 percent in steps of 0.1.");

    public int CompareTo(Share other) => Tenths.CompareTo(other.Tenths);

    public static bool operator <(Share left, Share right) => left.Tenths < right.Tenths;

    public static bool operator >(Share left, Share right) => left.Tenths > right.Tenths;

    public static bool operator <=(Share left, Share right) => left.Tenths <= right.Tenths;

    public static bool operator >=(Share left, Share right) => left.Tenths >= right.Tenths;

    public override string ToString() => Percent.ToString("0.#", CultureInfo.InvariantCulture) + " %";
}

internal sealed class ShareJsonConverter : JsonConverter<Share>
{
    public override Share Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out var percent) && Share.TryFromPercent(percent, out var share)
            ? share
            : throw new JsonException("A share is a number from 0 to 100 in steps of 0.1.");

    public override void Write(Utf8JsonWriter writer, Share value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Percent);
}
