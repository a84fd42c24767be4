namespace Sluice.Gateway.Routing;

/// <summary>
/// Turns the running number of a request into a place 0 to 999 such that every block of 1000 requests takes every place exactly once, in an order that differs from block to block.
/// </summary>
/// <remarks>
/// Pure chance would be off by half a point now and then, and by ten for a 0.1 % share in a short look. A fixed pattern (modulo, or a golden-ratio sequence at Fibonacci distances)
/// could fall into step with a client that sends its kinds of requests in turn, and then one arm would see only one kind. Permuted blocks, as clinical trials use them, are exact and
/// still independent of what the requests are. The permutation hashes the place with a key per block and walks the cycle back into range
/// (Kensler, Correlated Multi-Jittered Sampling, 2013), so there is no table to keep, to lock or to allocate.
/// </remarks>
internal static class PermutedBlocks
{
    public const int Size = 1000;

    private const uint Mask = 1023;

    public static int Place(ulong seed, ulong number)
    {
        var (block, place) = Math.DivRem(number, Size);
        return Permute((uint)place, Mix(seed + block));
    }

    private static int Permute(uint place, ulong key)
    {
        do
        {
            // Each line is a bijection on ten bits; a place beyond the last is sent round again.
            place ^= (uint)key & Mask;
            place = place * ((uint)(key >> 10) | 1) & Mask;
            place ^= place >> 5;
            place = place * ((uint)(key >> 21) | 1) & Mask;
            place ^= (uint)(key >> 32) & Mask;
            place ^= place >> 4;
            place = place * ((uint)(key >> 43) | 1) & Mask;
            place ^= place >> 5;
            place = (place + (uint)(key >> 54)) & Mask;
        }
        while (place >= Size);

        return (int)place;
    }

    /// <summary>SplitMix64's finisher (Steele, Lea, Flood, 2014).</summary>
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
