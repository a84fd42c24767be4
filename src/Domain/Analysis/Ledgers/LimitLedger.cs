using Sluice.Domain.Analysis.Evidence;
using Sluice.Domain.Traffic;

namespace Sluice.Domain.Analysis.Ledgers;

/// <summary>A fixed limit on the canary: the share of bad requests that it allows, what counts as bad when convicting, and what when clearing.</summary>
/// <param name="limit">In the metric's unit, as people set it.</param>
/// <param name="allowed">Largest share of bad requests, 0 to 1.</param>
/// <param name="breaking">Bad requests of an arm, at the fewest.</param>
/// <param name="complying">Bad requests of an arm, at the most.</param>
internal sealed class LimitLedger(
    MetricLedger.Terms terms, double limit, double allowed, RestartPlan restarts, Func<ArmWindow, Count> breaking, Func<ArmWindow, Count> complying) : MetricLedger(terms)
{
    private readonly SloBreachProcess _breach = new(allowed, restarts);
    private readonly SloBreachProcess _stable = new(allowed, restarts);
    private readonly SloComplianceProcess _compliance = new(allowed);
    private Count _seen;

    public override double Against => _breach.LogEvidence;

    public override double? AgainstStable => _stable.LogEvidence;

    public override double InFavour => _compliance.HighestLogEvidence;

    public override int StateLength => 2 + _breach.StateLength + _stable.StateLength + _compliance.StateLength;

    public override void Observe(Interval interval, PastStable past, double tempering)
    {
        var (worst, best) = (breaking(interval.Canary), complying(interval.Canary));
        _breach.Observe(worst.Requests, worst.Bad, tempering);
        _compliance.Observe(best.Requests, best.Bad, tempering);
        _seen = new(_seen.Requests + best.Requests, _seen.Bad + best.Bad);
        var stable = breaking(interval.Stable ?? ArmWindow.Empty);
        _stable.Observe(stable.Requests, stable.Bad, tempering);
    }

    public override void EnterPhase(Share share) => _compliance.EnterPhase();

    public override Forecast? ToClear(EvidenceCounts counts, PastStable past, double beta, double tempering)
    {
        var forecast = Forecasts.OfCompliance(allowed, _seen.Requests, _seen.Bad, _compliance.LogEvidence, beta, tempering);

        // Forecasts speak of requests; of a place's own metric not every request need be counted.
        return About.Measure is not null && _seen.Requests > 0 ? forecast with { Requests = forecast.Requests * counts.CanaryRequests / _seen.Requests } : forecast;
    }

    public override (double Back, double? RuleOut) Limits(ArmWindow? stable) => (limit, limit);

    public override void Save(Span<double> state)
    {
        (state[0], state[1]) = (_seen.Requests, _seen.Bad);
        state = state[2..];
        _breach.Save(state);
        _stable.Save(state[_breach.StateLength..]);
        _compliance.Save(state[(_breach.StateLength + _stable.StateLength)..]);
    }

    public override void Restore(ReadOnlySpan<double> state)
    {
        _seen = new((long)state[0], (long)state[1]);
        state = state[2..];
        _breach.Restore(state);
        _stable.Restore(state[_breach.StateLength..]);
        _compliance.Restore(state[(_breach.StateLength + _stable.StateLength)..]);
    }
}

/// <summary>Requests, and bad ones among them.</summary>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
internal readonly record struct Count(long Requests, long Bad);
