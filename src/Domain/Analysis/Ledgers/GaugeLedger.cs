using Sluice.Domain.Analysis.CustomMetrics;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Domain.Analysis.Ledgers;

/// <summary>A gauge of the canary against stable's, interval by interval. It never clears: a gauge that looks as good proves nothing.</summary>
internal sealed class GaugeLedger(MetricLedger.Terms terms, MetricMeasure measure, MetricRule rule, RestartPlan restarts) : MetricLedger(terms)
{
    private const double UsualChange = 0.1;

    private readonly double _tolerance = rule.ToleratedChange ?? UsualChange;
    private readonly RecentPairs _recent = new();
    private readonly GaugeProcess _process = new(
        rule.Direction switch
        {
            MetricDirection.HigherIsBetter => GaugeDirection.Decrease,
            MetricDirection.Either => GaugeDirection.Either,
            _ => GaugeDirection.Increase,
        },
        rule.ToleratedChange ?? UsualChange,
        restarts);

    public override double Against => _process.LogEvidence;

    public override int StateLength => _process.StateLength + RecentPairs.StateLength;

    public override (long Stable, long Canary)? Values => (_recent.Count, _recent.Count);

    public override PairComparison? Pairs => _recent.Compare() is { } ranks ? new(_recent.Count, ranks) : null;

    public override void Observe(Interval interval, PastStable past, double tempering)
    {
        // Requests that depend on each other say nothing about a gauge, which is tempered by its own memory.
        var stable = interval.Stable is { } arm ? measure.Value(arm) : null;
        var canary = measure.Value(interval.Canary);
        _process.Observe(canary ?? double.NaN, stable ?? double.NaN);
        _recent.Add(canary ?? double.NaN, stable ?? double.NaN);
    }

    public override (double Back, double? RuleOut) Limits(ArmWindow? stable)
    {
        var value = (stable is null ? null : measure.Value(stable)) ?? 0;
        return (value + (Math.Abs(value) * (rule.Direction == MetricDirection.HigherIsBetter ? -_tolerance : _tolerance)), null);
    }

    public override void Save(Span<double> state)
    {
        _process.Save(state);
        _recent.Save(state[_process.StateLength..]);
    }

    public override void Restore(ReadOnlySpan<double> state)
    {
        _process.Restore(state[.._process.StateLength]);
        _recent.Restore(state[_process.StateLength..]);
    }
}
