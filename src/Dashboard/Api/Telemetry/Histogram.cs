namespace Sluice.Dashboard.Api.Telemetry;

/// <summary>Counts values by upper bounds. Safe for several threads.</summary>
internal sealed class Histogram(params IReadOnlyList<double> bounds)
{
    private readonly Lock _lock = new();
    private readonly long[] _buckets = new long[bounds.Count + 1];
    private double _sum;

    public void Add(double value)
    {
        var bucket = 0;
        while (bucket < bounds.Count && value > bounds[bucket])
        {
            bucket++;
        }

        lock (_lock)
        {
            _buckets[bucket]++;
            _sum += value;
        }
    }

    public HistogramCounts Read()
    {
        lock (_lock)
        {
            return new(bounds, [.. _buckets], _sum);
        }
    }
}

/// <param name="Buckets">One more than there are bounds: the last has no upper one.</param>
internal sealed record HistogramCounts(IReadOnlyList<double> Bounds, IReadOnlyList<long> Buckets, double Sum)
{
    /// <summary>The least bound that so many of the values keep; null without values, and where even the last bound is too low.</summary>
    /// <param name="share">0 to 1.</param>
    public double? Within(double share)
    {
        var (all, sofar) = (Buckets.Sum(), 0L);
        for (var i = 0; all > 0 && i < Bounds.Count; i++)
        {
            sofar += Buckets[i];
            if (sofar >= share * all)
            {
                return Bounds[i];
            }
        }

        return null;
    }
}
