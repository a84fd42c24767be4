namespace Sluice.Benchmarks.Analysis.Peers;

/// <summary>Two growing samples of equal size, kept sorted, and the question whether the first is shifted above the second by more than a part of the estimated shift itself.</summary>
/// <remarks>Mann and Whitney (1947): normal approximation with continuity and tie correction, as R's wilcox.test has it, which Kayenta calls.</remarks>
internal sealed class ShiftTest(int most)
{
    // The upper 1 % point: one side of a 98 % interval.
    private const double Quantile = 2.3263478740408408;
    private readonly double[] _first = new double[most];
    private readonly double[] _second = new double[most];
    private int _count;

    public void Clear() => _count = 0;

    public void Add(double first, double second)
    {
        Insert(_first, first);
        Insert(_second, second);
        _count++;
    }

    /// <summary>Whether the 98 % interval of the shift lies above <paramref name="tolerance"/> times its estimate by Hodges and Lehmann (1963).</summary>
    public bool IsHigh(double tolerance) => _count >= 2 && Rejects(0) && Rejects(tolerance * Shift());

    /// <summary>The median of all differences, by halving: it is positive where it is asked for.</summary>
    private double Shift()
    {
        var (low, high) = (0.0, _first[_count - 1] - _second[0]);
        for (var step = 0; step < 40; step++)
        {
            var middle = (low + high) / 2;
            (low, high) = Above(middle) > 0.5 * _count * _count ? (middle, high) : (low, middle);
        }

        return low;
    }

    /// <summary>Pairs that differ by more than a shift.</summary>
    private double Above(double shift)
    {
        var (j, above) = (0, 0.0);
        for (var i = 0; i < _count; i++)
        {
            while (j < _count && _second[j] < _first[i] - shift)
            {
                j++;
            }

            above += j;
        }

        return above;
    }

    private bool Rejects(double shift)
    {
        var (i, j, above, ties) = (0, 0, 0.0, 0.0);
        while (i < _count)
        {
            var value = _first[i] - shift;
            var (equal, alike) = (0, 0);
            while (j < _count && _second[j] < value)
            {
                ties += SkipTies(ref j);
            }

            while (i < _count && _first[i] - shift == value)
            {
                i++;
                equal++;
            }

            above += equal * (double)j;
            while (j < _count && _second[j] == value)
            {
                j++;
                alike++;
            }

            above += 0.5 * equal * alike;
            ties += Cubic(equal + alike);
        }

        while (j < _count)
        {
            ties += SkipTies(ref j);
        }

        double n = _count;
        var variance = n * n / 12 * ((2 * n) + 1 - (ties / (2 * n * ((2 * n) - 1))));
        return variance > 0 && above - (n * n / 2) - 0.5 >= Quantile * Math.Sqrt(variance);
    }

    private double SkipTies(ref int j)
    {
        var start = j;
        while (j < _count && _second[j] == _second[start])
        {
            j++;
        }

        return Cubic(j - start);
    }

    private static double Cubic(double count) => (count * count * count) - count;

    private void Insert(double[] sorted, double value)
    {
        var at = Array.BinarySearch(sorted, 0, _count, value);
        at = at < 0 ? ~at : at;
        Array.Copy(sorted, at, sorted, at + 1, _count - at);
        sorted[at] = value;
    }
}
