using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Domain.Analysis.Ledgers;

/// <summary>The latency of stable in past strata: where the bounds of the next one come from, which therefore do not depend on what they will judge.</summary>
internal sealed class PastStable
{
    private readonly long[] _counts = new long[LatencyBounds.BucketCount];

    public static int StateLength => LatencyBounds.BucketCount;

    public void Add(ArmWindow stable)
    {
        var latency = stable.Latency.Span;
        for (var i = 0; i < latency.Length; i++)
        {
            _counts[i] += latency[i];
        }
    }

    /// <param name="quantile">Between 0 and 1, exclusive.</param>
    /// <param name="shift">Growth in steps of the histogram.</param>
    /// <returns>Null while too little is known.</returns>
    public ExceedanceBound? BoundFor(double quantile, int shift) => ExceedanceBounds.Choose(_counts, quantile, shift);

    /// <summary>The shares of requests above both bounds, were the canary as good as stable.</summary>
    public RatePair Shares(ExceedanceBound bound)
    {
        var counts = bound.Count(_counts, _counts);
        return new(PastRate.Smoothed(counts.CanaryBad, counts.CanaryRequests), PastRate.Smoothed(counts.StableBad, counts.StableRequests));
    }

    public void Save(Span<double> state)
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            state[i] = _counts[i];
        }
    }

    public void Restore(ReadOnlySpan<double> state)
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            _counts[i] = (long)state[i];
        }
    }
}
