using Sluice.Domain.Analysis.CustomMetrics;
using Sluice.Domain.Analysis.Evidence;
using Sluice.Domain.Traffic;

namespace Sluice.Domain.Analysis.Ledgers;

/// <summary>
/// One quantile of a histogram with bounds of its own, canary against stable, by counting what lies above bounds. The canary is counted above the next bound at or beyond the growth:
/// coarse bounds tolerate more. The first bounds seen are kept; an interval with others is left out.
/// </summary>
internal sealed class HistogramLedger : MetricLedger
{
    private const double UsualQuantile = 0.99;
    private const int PastLength = 1 + (2 * MetricReading.MostBounds) + 1;

    private readonly LatencyComparison _comparison;
    private readonly double _quantile;
    private readonly double _tolerated;
    private readonly double _ruledOut;
    private double[] _bounds = [];
    private long[] _past = [];

    public HistogramLedger(Terms terms, MetricRule rule, RestartPlan restarts, ArmWindow before)
        : base(terms)
    {
        _comparison = new(restarts);
        (_quantile, _tolerated, _ruledOut) = (rule.Quantile ?? UsualQuantile, 1 + rule.ToleratedGrowth, 1 + rule.GrowthToRuleOut);
        Learn(Of(before));
    }

    public static double QuantileOf(MetricRule? rule) => rule?.Quantile ?? UsualQuantile;

    public override double Against => _comparison.Rollback.LogEvidence;

    public override double InFavour => _comparison.Advance.HighestLogEvidence;

    public override int StateLength => PastLength + _comparison.StateLength;

    public override void Observe(Interval interval, PastStable past, double tempering)
    {
        var (canary, stable) = (Of(interval.Canary), Of(interval.Stable));
        if (Fits(canary) && Fits(stable) && Choose(_tolerated) is { } bound)
        {
            var (canaryCounts, stableCounts) = ((long[])[.. canary!.Buckets!], (long[])[.. stable!.Buckets!]);
            var advance = Choose(_ruledOut)?.Count(canaryCounts, stableCounts) ?? default;
            _comparison.Observe(bound.Count(canaryCounts, stableCounts), advance, bound.PastAbove, bound.PastRequests, tempering);
        }
        else
        {
            _comparison.Skip();
        }

        Learn(stable);
    }

    public override void EnterPhase(Share share) => _comparison.EnterPhase();

    public override ValueList<double>? Bounds => _bounds.Length > 0 ? [.. _bounds] : null;

    public override (double Back, double? RuleOut) Limits(ArmWindow? stable) =>
        Choose(_tolerated) is { } bound ? (_bounds[bound.Canary], Choose(_ruledOut) is { } beyond ? _bounds[beyond.Canary] : null) : (0, null);

    public override void Save(Span<double> state)
    {
        state[..PastLength].Clear();
        state[0] = _bounds.Length;
        _bounds.CopyTo(state[1..]);
        for (var i = 0; i < _past.Length; i++)
        {
            state[1 + MetricReading.MostBounds + i] = _past[i];
        }

        _comparison.Save(state[PastLength..]);
    }

    public override void Restore(ReadOnlySpan<double> state)
    {
        var count = (int)state[0];
        _bounds = state.Slice(1, count).ToArray();
        _past = new long[count == 0 ? 0 : count + 1];
        for (var i = 0; i < _past.Length; i++)
        {
            _past[i] = (long)state[1 + MetricReading.MostBounds + i];
        }

        _comparison.Restore(state[PastLength..]);
    }

    private ExceedanceBound? Choose(double growth) => ExceedanceBounds.Choose(_bounds, _past, _quantile, growth);

    private ArmMetric? Of(ArmWindow? arm) => arm?.Detail.Metric(About.Metric);

    private bool Fits(ArmMetric? arm) => arm is { Bounds: { } bounds, Buckets: { } buckets } && buckets.Count == _past.Length && bounds.SequenceEqual(_bounds);

    private void Learn(ArmMetric? stable)
    {
        if (_bounds.Length == 0 && stable is { Bounds: { Count: > 0 and <= MetricReading.MostBounds } bounds, Buckets: { } buckets } && buckets.Count == bounds.Count + 1)
        {
            (_bounds, _past) = ([.. bounds], new long[buckets.Count]);
        }

        if (Fits(stable))
        {
            for (var i = 0; i < _past.Length; i++)
            {
                _past[i] += stable!.Buckets![i];
            }
        }
    }
}
