using System.Buffers;

namespace Sluice.Engine.Metrics;

/// <summary>Whole numbers in as few bytes as each needs: seven bits in a byte, small ones first, with the sign as the lowest bit (Protocol Buffers, encoding of sint64).</summary>
internal sealed class NumberWriter
{
    private const int MostBytes = 10;
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    public void Write(long number)
    {
        var span = _bytes.GetSpan(MostBytes);
        var length = 0;
        var folded = (ulong)((number << 1) ^ (number >> 63));
        for (; folded > 0x7F; folded >>= 7)
        {
            span[length++] = (byte)(folded | 0x80);
        }

        span[length++] = (byte)folded;
        _bytes.Advance(length);
    }

    /// <summary>Their number, where they begin, and the counts, without the empty ends.</summary>
    public void WriteBuckets(ReadOnlySpan<long> buckets)
    {
        var first = buckets.IndexOfAnyExcept(0);
        var filled = first < 0 ? [] : buckets[first..(buckets.LastIndexOfAnyExcept(0) + 1)];
        Write(filled.Length);
        Write(Math.Max(first, 0));
        foreach (var count in filled)
        {
            Write(count);
        }
    }

    /// <summary>Their number of bytes, then themselves.</summary>
    public void Write(NumberWriter others)
    {
        Write(others.Written.Length);
        _bytes.Write(others.Written);
    }
}

/// <summary>Reads what <see cref="NumberWriter"/> wrote, in the same order.</summary>
internal ref struct NumberReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public long Read()
    {
        ulong folded = 0;
        for (var (i, shift) = (0, 0); ; i++, shift += 7)
        {
            folded |= (ulong)(_rest[i] & 0x7F) << shift;
            if (_rest[i] <= 0x7F)
            {
                _rest = _rest[(i + 1)..];
                return (long)(folded >> 1) ^ -(long)(folded & 1);
            }
        }
    }

    /// <returns>Null when all are empty.</returns>
    public long[]? ReadBuckets(int count)
    {
        var (length, first) = ((int)Read(), (int)Read());
        var buckets = length == 0 ? null : new long[count];
        for (var i = first; i < first + length; i++)
        {
            buckets![i] = Read();
        }

        return buckets;
    }

    public void AddBuckets(Span<long> sum)
    {
        var (length, first) = ((int)Read(), (int)Read());
        for (var i = first; i < first + length; i++)
        {
            sum[i] += Read();
        }
    }

    /// <summary>Others that were written into these.</summary>
    public NumberReader ReadOthers()
    {
        var length = (int)Read();
        var others = new NumberReader(_rest[..length]);
        _rest = _rest[length..];
        return others;
    }
}
