using Sluice.Domain.Analysis.Evidence;
using Sluice.Domain.Traffic;

namespace Sluice.Domain.Analysis.Ledgers;

/// <summary>The canary's error rate against stable's.</summary>
internal sealed class ErrorLedger : MetricLedger
{
    private readonly Margin? _fixed;
    private readonly Margin _tolerance;
    private readonly double _priorRate;
    private readonly RateComparison _comparison;
    private Margin _margin;

    public ErrorLedger(Terms terms, MetricRule rule, RestartPlan restarts, Share first, double priorRate)
        : base(terms)
    {
        (_fixed, _priorRate) = (rule.Margin, priorRate);
        _tolerance = rule.Tolerance ?? Margin.Tolerance;
        _margin = _fixed ?? MarginLadder.At(first);
        _comparison = new(_tolerance, _margin, restarts, priorRate);
    }

    public override double Against => _comparison.Rollback.LogEvidence;

    public override double InFavour => _comparison.Advance.HighestLogEvidence;

    public override int StateLength => _comparison.StateLength;

    public override void Observe(Interval interval, PastStable past, double tempering)
    {
        var stable = interval.Stable ?? ArmWindow.Empty;
        _comparison.Observe(new ArmCounts(interval.Canary.Requests, interval.Canary.Errors, stable.Requests, stable.Errors), tempering);
    }

    public override void EnterPhase(Share share) => _comparison.EnterPhase(_margin = _fixed ?? MarginLadder.At(share));

    public override Forecast? ToClear(EvidenceCounts counts, PastStable past, double beta, double tempering) => Forecasts.OfAdvance(
        _margin, new ArmCounts(counts.CanaryRequests, counts.CanaryErrors, counts.StableRequests, counts.StableErrors), _comparison.Advance.LogEvidence, beta, tempering);

    public override (double Back, double? RuleOut) Limits(ArmWindow? stable)
    {
        var rate = stable?.ErrorRate ?? _priorRate;
        return (_tolerance.At(rate), _margin.At(rate));
    }

    public override void Save(Span<double> state) => _comparison.Save(state);

    public override void Restore(ReadOnlySpan<double> state) => _comparison.Restore(state);
}
