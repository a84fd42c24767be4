using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Benchmarks.Analysis.Latency;

/// <summary>The product's comparison of latency quantiles, averaged with equal weights.</summary>
internal sealed class OurLatencyRule : ILatencyRule
{
    private readonly double[] _quantiles;
    private readonly int _tolerated;
    private readonly double _threshold;
    private readonly LatencyComparison[] _comparisons;
    private readonly double[] _fresh;
    private readonly double[] _parts;
    private readonly long[] _past = new long[LatencyBounds.BucketCount];

    /// <param name="tolerated">Growth in buckets.</param>
    public OurLatencyRule(double[] quantiles, RestartPlan plan, int tolerated = 0, double alpha = 0.01)
    {
        (_quantiles, _tolerated, _threshold) = (quantiles, tolerated, -Math.Log(alpha));
        _comparisons = [.. quantiles.Select(_ => new LatencyComparison(plan))];
        _parts = new double[quantiles.Length];
        _fresh = new double[_comparisons[0].StateLength];
        _comparisons[0].Save(_fresh);
    }

    /// <summary>In nats.</summary>
    public double LogEvidence
    {
        get
        {
            for (var i = 0; i < _parts.Length; i++)
            {
                _parts[i] = _comparisons[i].Rollback.LogEvidence;
            }

            return LogMath.LogSumExp(_parts) - Math.Log(_parts.Length);
        }
    }

    public void Start(ReadOnlySpan<long> past)
    {
        past.CopyTo(_past);
        foreach (var comparison in _comparisons)
        {
            comparison.Restore(_fresh);
        }
    }

    public bool Observe(ReadOnlySpan<long> canary, ReadOnlySpan<long> stable)
    {
        for (var i = 0; i < _comparisons.Length; i++)
        {
            if (ExceedanceBounds.Choose(_past, _quantiles[i], _tolerated) is { } bound)
            {
                _comparisons[i].Observe(bound.Count(canary, stable), default, bound.PastAbove, bound.PastRequests);
            }
            else
            {
                _comparisons[i].Skip();
            }
        }

        for (var i = 0; i < _past.Length; i++)
        {
            _past[i] += stable[i];
        }

        return LogEvidence >= _threshold;
    }
}
