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

    public override double Standing => ruledOut is null ? 0 : _comparison.Advance.LogEvidence;

    public override int StateLength => _comparison.StateLength;

    public override void Observe(Interval interval, PastStable past, double tempering)
    {
        if (interval.Stable is not { } stable || past.BoundFor(quantile) is not { } from)
        {
            _comparison.Skip();
            return;
        }

        var (canaryRequests, stableRequests) = (Exceedance.Requests(interval.Canary), Exceedance.Requests(stable));
        var stableAbove = Exceedance.Above(stable, from.Bound);
        var rollback = new ArmCounts(canaryRequests, Exceedance.Above(interval.Canary, from.Bound + tolerated), stableRequests, stableAbove);
        var advance = ruledOut is { } steps
            ? rollback with { CanaryBad = Exceedance.Above(interval.Canary, from.Bound + steps) }
            : default;
        _comparison.Observe(rollback, advance, from.Above, past.Requests, tempering);
    }

    public override void EnterPhase(Share share) => _comparison.EnterPhase();

    public override double? Gain(PastStable past, double stablePerCanary) =>
        ruledOut is { } steps && stablePerCanary > 0 && past.BoundFor(quantile) is { } from
            ? Ledgers.Gain.OfMargin(Margin.Equal, past.ShareAbove(from.Bound + steps), past.ShareAbove(from.Bound), stablePerCanary)
            : null;

    public override (double Back, double? RuleOut) Limits(ArmWindow? stable)
    {
        var value = stable?.Quantile(quantile) ?? 0;
        return (value * Math.Pow(2, tolerated / 8.0), ruledOut is { } steps ? value * Math.Pow(2, steps / 8.0) : null);
    }

    public override void Save(Span<double> state) => _comparison.Save(state);

    public override void Restore(ReadOnlySpan<double> state) => _comparison.Restore(state);
}
