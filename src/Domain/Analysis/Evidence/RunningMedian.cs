namespace Sluice.Domain.Analysis.Evidence;

/// <summary>
/// The upper median of everything added so far, in bounded memory: exact for the first 63 values, then the P² estimate from five markers that are started from them.
/// The same values in the same order always give the same bits.
/// </summary>
/// <remarks>Jain, Chlamtac, "The P² algorithm for dynamic calculation of quantiles and histograms without storing observations" (1985).</remarks>
public sealed class RunningMedian
{
    /// <summary>As long as this many values are known, the median is exact.</summary>
    public const int ExactUpTo = 63;

    private const int Markers = 5;

    // First the values, ascending; later five heights and then their five ranks.
    private readonly double[] _slots = new double[ExactUpTo];
    private double _count;

    public double Count => _count;

    /// <summary>NaN before the first value.</summary>
    public double Value => _count switch
    {
        0 => double.NaN,
        <= ExactUpTo => _slots[(int)_count / 2],
        _ => _slots[Markers / 2],
    };

    public static int StateLength => ExactUpTo + 1;

    /// <param name="value">Between −1e100 and 1e100.</param>
    public void Add(double value)
    {
        if (_count < ExactUpTo)
        {
            Insert(value);
            _count++;
            return;
        }

        if (_count == ExactUpTo)
        {
            StartMarkers();
        }

        Move(value);
    }

    /// <summary>Writes the state, exactly.</summary>
    public void Save(Span<double> state)
    {
        state[0] = _count;
        _slots.CopyTo(state[1..]);
    }

    public void Restore(ReadOnlySpan<double> state)
    {
        _count = state[0];
        state.Slice(1, ExactUpTo).CopyTo(_slots);
    }

    private void Insert(double value)
    {
        var i = (int)_count;
        for (; i > 0 && _slots[i - 1] > value; i--)
        {
            _slots[i] = _slots[i - 1];
        }

        _slots[i] = value;
    }

    private void StartMarkers()
    {
        for (var i = 0; i < Markers; i++)
        {
            _slots[i] = _slots[i * (ExactUpTo - 1) / (Markers - 1)];
        }

        for (var i = 0; i < Markers; i++)
        {
            _slots[Markers + i] = 1 + (i * (ExactUpTo - 1) / (Markers - 1));
        }

        Array.Clear(_slots, 2 * Markers, ExactUpTo - (2 * Markers));
    }

    private void Move(double value)
    {
        var heights = _slots.AsSpan(0, Markers);
        var ranks = _slots.AsSpan(Markers, Markers);
        heights[0] = Math.Min(heights[0], value);
        heights[^1] = Math.Max(heights[^1], value);
        for (var i = 1; i < Markers; i++)
        {
            ranks[i] += i == Markers - 1 || value < heights[i] ? 1 : 0;
        }

        _count++;
        for (var i = 1; i < Markers - 1; i++)
        {
            var off = 1 + ((_count - 1) * i / (Markers - 1)) - ranks[i];
            if (off >= 1 && ranks[i + 1] - ranks[i] > 1)
            {
                Shift(heights, ranks, i, 1);
            }
            else if (off <= -1 && ranks[i - 1] - ranks[i] < -1)
            {
                Shift(heights, ranks, i, -1);
            }
        }
    }

    private static void Shift(Span<double> heights, Span<double> ranks, int i, int by)
    {
        var (below, above) = (ranks[i] - ranks[i - 1], ranks[i + 1] - ranks[i]);
        var parabolic = heights[i] + (by / (below + above)
            * (((below + by) * (heights[i + 1] - heights[i]) / above) + ((above - by) * (heights[i] - heights[i - 1]) / below)));
        heights[i] = parabolic > heights[i - 1] && parabolic < heights[i + 1]
            ? parabolic
            : heights[i] + (by * (heights[i + by] - heights[i]) / (ranks[i + by] - ranks[i]));
        ranks[i] += by;
    }
}
