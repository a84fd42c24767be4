namespace Sluice.Benchmarks.Analysis.Random;

/// <summary>Random numbers for one run: every run has its own stream, so that figures depend on the seed alone and not on the number of threads.</summary>
/// <remarks>xoshiro256++ of Blackman and Vigna (2019), its state filled by SplitMix64 (Steele, Lea, Flood, 2014).</remarks>
internal sealed class RandomStream
{
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;
    private double _spareNormal;

    public void Start(ulong seed, long run)
    {
        var state = Mix(seed ^ Mix((ulong)run));
        (_a, _b, _c, _d) = (Split(ref state), Split(ref state), Split(ref state), Split(ref state));
        _spareNormal = double.NaN;
    }

    /// <summary>Between 0 and 1, exclusive.</summary>
    public double Uniform() => ((Next() >> 12) + 0.5) * (1.0 / (1UL << 52));

    /// <summary>Standard normal: the polar method of Marsaglia and Bray (1964).</summary>
    public double Normal()
    {
        if (!double.IsNaN(_spareNormal))
        {
            var spare = _spareNormal;
            _spareNormal = double.NaN;
            return spare;
        }

        while (true)
        {
            var (x, y) = ((2 * Uniform()) - 1, (2 * Uniform()) - 1);
            var square = (x * x) + (y * y);
            if (square is > 0 and < 1)
            {
                var scale = Math.Sqrt(-2 * Math.Log(square) / square);
                _spareNormal = y * scale;
                return x * scale;
            }
        }
    }

    private ulong Next()
    {
        var result = ulong.RotateLeft(_a + _d, 23) + _a;
        var shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = ulong.RotateLeft(_d, 45);
        return result;
    }

    private static ulong Split(ref ulong state) => Mix(state += 0x9E3779B97F4A7C15);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
