namespace Sluice.Domain.Analysis.Ledgers;

/// <summary>The latency of stable in past strata: where the bounds of the next one come from, which therefore do not depend on what they will judge.</summary>
internal sealed class PastStable
{
    /// <summary>Past requests expected above a bound before a quantile is judged by it.</summary>
    private const double LeastAbove = 5;

    private readonly double[] _counts = new double[LatencyBounds.BucketCount];

    public double Requests { get; private set; }

    public static int StateLength => LatencyBounds.BucketCount;

    public void Add(ArmWindow stable)
    {
        var latency = stable.Latency.Span;
        for (var i = 0; i < latency.Length; i++)
        {
            _counts[i] += latency[i];
            Requests += latency[i];
        }
    }

    /// <summary>The bound above which the share of past requests is nearest to 1 − q in log odds.</summary>
    /// <returns>Null while too little is known.</returns>
    public (int Bound, double Above)? BoundFor(double q)
    {
        if (Requests * (1 - q) < LeastAbove)
        {
            return null;
        }

        var wanted = Math.Log((1 - q) / q);
        var (best, bestAbove, distance) = (0, 0.0, double.PositiveInfinity);
        var above = Requests;
        for (var i = 0; i < _counts.Length - 1; i++)
        {
            above -= _counts[i];
            var share = (above + 0.5) / (Requests + 1);
            var off = Math.Abs(Math.Log(share / (1 - share)) - wanted);
            if (off < distance)
            {
                (best, bestAbove, distance) = (i, above, off);
            }
        }

        return (best, bestAbove);
    }

    /// <summary>Smoothed, between 0 and 1.</summary>
    public double ShareAbove(int bound)
    {
        double above = 0;
        for (var i = bound + 1; i < _counts.Length; i++)
        {
            above += _counts[i];
        }

        return (above + 0.5) / (Requests + 1);
    }

    public void Save(Span<double> state) => _counts.CopyTo(state);

    public void Restore(ReadOnlySpan<double> state)
    {
        Requests = 0;
        for (var i = 0; i < _counts.Length; i++)
        {
            _counts[i] = state[i];
            Requests += state[i];
        }
    }
}
