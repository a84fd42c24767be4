using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Domain.Analysis.Ledgers;

/// <summary>The fewest requests per second that the canary should get.</summary>
internal sealed class ThroughputLedger(MetricLedger.Terms terms, double least) : MetricLedger(terms)
{
    private readonly ThroughputProcess _process = new(least);

    public override double Against => _process.LogEvidence;

    public override int StateLength => _process.StateLength;

    public override void Observe(Interval interval, PastStable past, double tempering) =>
        _process.Observe(interval.Canary.Arrived, interval.Length.TotalSeconds, tempering);

    public override (double Back, double? RuleOut) Limits(ArmWindow? stable) => (least, null);

    public override void Save(Span<double> state) => _process.Save(state);

    public override void Restore(ReadOnlySpan<double> state) => _process.Restore(state);
}
