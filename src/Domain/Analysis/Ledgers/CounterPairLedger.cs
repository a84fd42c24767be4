using Sluice.Domain.Analysis.Evidence;
using Sluice.Domain.Traffic;

namespace Sluice.Domain.Analysis.Ledgers;

/// <summary>The share of bad ones among what a place counts itself, canary against stable. Where more is better, those that are missing are the bad ones.</summary>
internal sealed class CounterPairLedger : MetricLedger
{
    private const int SeenLength = 4;

    private readonly bool _moreIsBetter;
    private readonly Margin? _fixed;
    private readonly Margin _tolerance;
    private readonly RateComparison _comparison;
    private Margin _margin;
    private ArmCounts _seen;

    public CounterPairLedger(Terms terms, MetricRule rule, RestartPlan restarts, Share first, ArmWindow before)
        : base(terms)
    {
        _moreIsBetter = rule.Direction == MetricDirection.HigherIsBetter;
        (_fixed, _tolerance) = (rule.Margin, rule.Tolerance ?? Margin.Tolerance);
        _margin = _fixed ?? MarginLadder.At(first);
        _comparison = new(_tolerance, _margin, restarts, Rate(before) ?? PastRate.UsualRate);
    }

    public override double Against => _comparison.Rollback.LogEvidence;

    public override double InFavour => _comparison.Advance.HighestLogEvidence;

    public override int StateLength => SeenLength + _comparison.StateLength;

    public override void Observe(Interval interval, PastStable past, double tempering)
    {
        var (canary, stable) = (Of(interval.Canary), Of(interval.Stable));
        var counts = new ArmCounts(canary.Requests, canary.Bad, stable.Requests, stable.Bad);
        _comparison.Observe(counts, tempering);
        _seen = new(_seen.CanaryRequests + canary.Requests, _seen.CanaryBad + canary.Bad, _seen.StableRequests + stable.Requests, _seen.StableBad + stable.Bad);
    }

    public override void EnterPhase(Share share) => _comparison.EnterPhase(_margin = _fixed ?? MarginLadder.At(share));

    public override Forecast? ToClear(EvidenceCounts counts, PastStable past, double beta, double tempering)
    {
        var forecast = Forecasts.OfAdvance(_margin, _seen, _comparison.Advance.LogEvidence, beta, tempering);

        // Forecasts speak of requests, and not every request is counted here.
        return _seen.CanaryRequests > 0 ? forecast with { Requests = forecast.Requests * counts.CanaryRequests / _seen.CanaryRequests } : forecast;
    }

    public override (double Back, double? RuleOut) Limits(ArmWindow? stable)
    {
        var rate = (stable is null ? null : Rate(stable)) ?? _comparison.StableRate;
        return (Shown(_tolerance.At(rate)), Shown(_margin.At(rate)));
    }

    public override void Save(Span<double> state)
    {
        (state[0], state[1], state[2], state[3]) = (_seen.CanaryRequests, _seen.CanaryBad, _seen.StableRequests, _seen.StableBad);
        _comparison.Save(state[SeenLength..]);
    }

    public override void Restore(ReadOnlySpan<double> state)
    {
        _seen = new((long)state[0], (long)state[1], (long)state[2], (long)state[3]);
        _comparison.Restore(state[SeenLength..]);
    }

    private double Shown(double rate) => _moreIsBetter ? Math.Max(0, 1 - rate) : rate;

    private double? Rate(ArmWindow arm) => Of(arm) is { Requests: > 0 } count ? (double)count.Bad / count.Requests : null;

    private Count Of(ArmWindow? arm) => OwnCounts.Of(arm, About.Metric, _moreIsBetter);
}
