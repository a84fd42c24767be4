using Sluice.Domain.Analysis.Evidence;
using Sluice.Domain.Traffic;

namespace Sluice.Domain.Analysis.Ledgers;

/// <summary>
/// A fixed limit on a gauge: the canary's value, interval by interval, against the limit, as it would be compared with a stable version that stands there. Betting the other way round tells that it is kept.
/// </summary>
/// <param name="limit">In the gauge's unit.</param>
/// <param name="atLeast">The limit is a floor.</param>
/// <param name="read">An arm's value; null without one.</param>
internal sealed class GaugeLimitLedger(MetricLedger.Terms terms, double limit, bool atLeast, Func<ArmWindow, double?> read, RestartPlan restarts) : MetricLedger(terms)
{
    private readonly GaugeProcess _breach = new(atLeast ? GaugeDirection.Decrease : GaugeDirection.Increase, 0, restarts);
    private readonly GaugeProcess _stable = new(atLeast ? GaugeDirection.Decrease : GaugeDirection.Increase, 0, restarts);
    private GaugeProcess _compliance = Compliance(atLeast);
    private double _highest;
    private long _canaryValues;
    private long _stableValues;

    public override double Against => _breach.LogEvidence;

    public override double? AgainstStable => _stable.LogEvidence;

    public override double InFavour => _highest;

    public override (long Stable, long Canary)? Values => (_stableValues, _canaryValues);

    public override int StateLength => 3 + _breach.StateLength + _stable.StateLength + _compliance.StateLength;

    public override void Observe(Interval interval, PastStable past, double tempering)
    {
        var canary = read(interval.Canary) ?? double.NaN;
        _canaryValues += _breach.Observe(canary, limit) ? 1 : 0;
        _compliance.Observe(canary, limit);
        _highest = Math.Max(_highest, _compliance.LogEvidence);
        _stableValues += _stable.Observe((interval.Stable is { } stable ? read(stable) : null) ?? double.NaN, limit) ? 1 : 0;
    }

    public override void EnterPhase(Share share) => (_compliance, _highest) = (Compliance(atLeast), 0);

    public override (double Back, double? RuleOut) Limits(ArmWindow? stable) => (limit, limit);

    public override void Save(Span<double> state)
    {
        (state[0], state[1], state[2]) = (_highest, _canaryValues, _stableValues);
        state = state[3..];
        _breach.Save(state);
        _stable.Save(state[_breach.StateLength..]);
        _compliance.Save(state[(_breach.StateLength + _stable.StateLength)..]);
    }

    public override void Restore(ReadOnlySpan<double> state)
    {
        (_highest, _canaryValues, _stableValues) = (state[0], (long)state[1], (long)state[2]);
        state = state[3..];
        _breach.Restore(state[.._breach.StateLength]);
        _stable.Restore(state.Slice(_breach.StateLength, _stable.StateLength));
        _compliance.Restore(state[(_breach.StateLength + _stable.StateLength)..]);
    }

    /// <summary>Without restarts, as all that clears: it begins anew with every phase.</summary>
    private static GaugeProcess Compliance(bool atLeast) => new(atLeast ? GaugeDirection.Increase : GaugeDirection.Decrease, 0, RestartPlan.None);
}
