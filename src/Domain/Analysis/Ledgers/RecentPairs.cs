using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Domain.Analysis.Ledgers;

/// <summary>The last values of a gauge, one pair per interval, for people who ask by how much the arms differ. Nothing is decided by them.</summary>
internal sealed class RecentPairs
{
    /// <summary>Ten minutes at the usual interval.</summary>
    public const int Most = 60;

    private readonly double[] _canary = new double[Most];
    private readonly double[] _stable = new double[Most];

    /// <summary>All pairs there ever were.</summary>
    public long Count { get; private set; }

    public static int StateLength => 1 + (2 * Most);

    /// <summary>A pair counts if both are numbers.</summary>
    public void Add(double canary, double stable)
    {
        if (double.IsFinite(canary) && double.IsFinite(stable))
        {
            (_canary[Count % Most], _stable[Count % Most]) = (canary, stable);
            Count++;
        }
    }

    /// <summary>Null without a pair.</summary>
    public MannWhitney? Compare()
    {
        var kept = (int)Math.Min(Count, Most);
        return MannWhitney.Of(_canary.AsSpan(0, kept), _stable.AsSpan(0, kept));
    }

    public void Save(Span<double> state)
    {
        state[0] = Count;
        _canary.CopyTo(state[1..]);
        _stable.CopyTo(state[(1 + Most)..]);
    }

    public void Restore(ReadOnlySpan<double> state)
    {
        Count = (long)state[0];
        state.Slice(1, Most).CopyTo(_canary);
        state.Slice(1 + Most, Most).CopyTo(_stable);
    }
}
