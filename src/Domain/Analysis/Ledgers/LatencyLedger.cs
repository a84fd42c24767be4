using Sluice.Domain.Analysis.Evidence;
using Sluice.Domain.Traffic;

namespace Sluice.Domain.Analysis.Ledgers;

/// <summary>One latency quantile of the canary against stable's, by counting the requests above bounds.</summary>
/// <param name="quantile">0 to 1, exclusive.</param>
/// <param name="tolerated">Growth that nobody wants a return for, in steps of the histogram.</param>
/// <param name="ruledOut">Growth that must be ruled out; null for what never clears anything.</param>
internal sealed class LatencyLedger(MetricLedger.Terms terms, double quantile, int tolerated, int? ruledOut, RestartPlan restarts) : MetricLedger(terms)
{
    private readonly LatencyComparison _comparison = new(restarts);

    public override double Against => _comparison.Rollback.LogEvidence;

    public override double InFavour => ruledOut is null ? 0 : _comparison.Advance.HighestLogEvidence;

    public override int StateLength => _comparison.StateLength;

    public override void Observe(Interval interval, PastStable past, double tempering)
    {
        if (interval.Stable is not { } stable || past.BoundFor(quantile, tolerated) is not { } bound)
        {
            _comparison.Skip();
            return;
        }

        var advance = ruledOut is { } steps && past.BoundFor(quantile, steps) is { } beyond ? Count(beyond, interval.Canary, stable) : default;
        _comparison.Observe(Count(bound, interval.Canary, stable), advance, bound.PastAbove, bound.PastRequests, tempering);
    }

    public override void EnterPhase(Share share) => _comparison.EnterPhase();

    public override Forecast? ToClear(EvidenceCounts counts, PastStable past, double beta, double tempering) =>
        ruledOut is { } steps && past.BoundFor(quantile, steps) is { } bound && counts is { CanaryRequests: > 0, StableRequests: > 0 }
            ? Forecasts.OfAdvance(Margin.Equal, past.Shares(bound), (double)counts.StableRequests / counts.CanaryRequests, _comparison.Advance.LogEvidence, beta, tempering)
            : null;

    public override (double Back, double? RuleOut) Limits(ArmWindow? stable)
    {
        var value = stable?.Quantile(quantile) ?? 0;
        return (value * LatencyGrowth.Factor(tolerated), ruledOut is { } steps ? value * LatencyGrowth.Factor(steps) : null);
    }

    public override void Save(Span<double> state) => _comparison.Save(state);

    public override void Restore(ReadOnlySpan<double> state) => _comparison.Restore(state);

    internal static ArmCounts Count(ExceedanceBound bound, ArmWindow canary, ArmWindow stable) =>
        bound.Count(canary.Latency.Span, canary.Detail.Aging.Span, stable.Latency.Span, stable.Detail.Aging.Span);
}
