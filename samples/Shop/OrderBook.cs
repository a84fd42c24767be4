namespace Sluice.Shop;

/// <summary>What the shop counts of its own business.</summary>
internal sealed class OrderBook
{
    private static readonly double[] s_bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

    private readonly Lock _lock = new();
    private readonly long[] _byTime = new long[s_bounds.Length + 1];
    private long _all;
    private long _failed;
    private double _seconds;

    /// <summary>Seconds.</summary>
    public static IReadOnlyList<double> Bounds => s_bounds;

    /// <param name="took">To pack the order.</param>
    public void Add(TimeSpan took, bool failed)
    {
        var bucket = Array.FindIndex(s_bounds, bound => took.TotalSeconds <= bound);
        lock (_lock)
        {
            _all++;
            _failed += failed ? 1 : 0;
            _seconds += took.TotalSeconds;
            _byTime[bucket < 0 ? s_bounds.Length : bucket]++;
        }
    }

    /// <summary>All at one instant, so that no part is ahead of the whole.</summary>
    public OrderCounts Counts()
    {
        lock (_lock)
        {
            return new(_all, _failed, _seconds, [.. _byTime]);
        }
    }
}

/// <param name="ByTime">Per bound, not added up; the last is open.</param>
internal sealed record OrderCounts(long All, long Failed, double Seconds, IReadOnlyList<long> ByTime);
