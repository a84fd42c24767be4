using System.Text;

namespace Sluice.Gateway.Routing;

/// <summary>
/// The bucket of a user, 0 to 999: the same for the same value on the same route, in every process on every machine. Other routes give other buckets, so that those
/// who get the canary of one service are no more likely to get that of another.
/// </summary>
/// <remarks>
/// FNV-1a with 64 bits (Fowler, Noll, Vo; draft-eastlake-fnv) over the route's id, a line feed and the value in UTF-8, finished by fmix64 of MurmurHash3 (Appleby, 2011), since
/// FNV alone leaves its high bits poorly mixed for short values; brought into range by the high half of the product (Lemire, Fast Random Integer Generation in an Interval, 2019).
/// </remarks>
internal static class UserBuckets
{
    public const int Count = 1000;

    private const ulong Basis = 0xCBF29CE484222325;
    private const ulong Prime = 0x100000001B3;

    /// <summary>What the route adds; computed once.</summary>
    public static ulong Salt(string route) => Add(Add(Basis, route), "\n");

    /// <summary>Never allocates.</summary>
    public static int Of(ulong salt, ReadOnlySpan<char> value) => (int)Math.BigMul(Finish(Add(salt, value)), Count, out _);

    private static ulong Add(ulong hash, ReadOnlySpan<char> text)
    {
        Span<byte> bytes = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            foreach (var octet in bytes[..rune.EncodeToUtf8(bytes)])
            {
                hash = (hash ^ octet) * Prime;
            }
        }

        return hash;
    }

    private static ulong Finish(ulong hash)
    {
        hash ^= hash >> 33;
        hash *= 0xFF51AFD7ED558CCD;
        hash ^= hash >> 33;
        hash *= 0xC4CEB9FE1A85EC53;
        return hash ^ (hash >> 33);
    }
}
