using System.Buffers;
using System.Security.Cryptography;

namespace Sluice.Engine.Audit;

/// <summary>SHA-256 over the hash before and the item's bytes. One per walk: it keeps its buffer.</summary>
internal sealed class ChainHash : IDisposable
{
    private readonly ArrayBufferWriter<byte> _bytes = new(4096);
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>What comes before the first link.</summary>
    public static byte[] Origin { get; } = new byte[SHA256.HashSizeInBytes];

    public byte[] Next(ReadOnlySpan<byte> before, ChainItem item)
    {
        _bytes.ResetWrittenCount();
        item.WriteTo(_bytes);
        _hash.AppendData(before);
        _hash.AppendData(_bytes.WrittenSpan);
        return _hash.GetHashAndReset();
    }

    public void Dispose() => _hash.Dispose();
}
