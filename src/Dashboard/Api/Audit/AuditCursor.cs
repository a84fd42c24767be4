using System.Buffers.Binary;
using System.Buffers.Text;

namespace Sluice.Dashboard.Api.Audit;

/// <summary>Where a page of the audit log ended, opaque to clients.</summary>
internal static class AuditCursor
{
    public static string Write(long link)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, link);
        return Base64Url.EncodeToString(bytes);
    }

    /// <returns>Null when it is not one of ours.</returns>
    public static long? Read(string text)
    {
        if (!Base64Url.IsValid(text, out var length) || length != sizeof(long))
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[sizeof(long)];
        Base64Url.DecodeFromChars(text, bytes);
        return BinaryPrimitives.ReadInt64BigEndian(bytes) is > 0 and var link ? link : null;
    }
}
