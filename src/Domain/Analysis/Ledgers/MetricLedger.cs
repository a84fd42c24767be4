using Sluice.Domain.Analysis.Evidence;
using Sluice.Domain.Traffic;

namespace Sluice.Domain.Analysis.Ledgers;

/// <summary>The evidence about one metric, both ways.</summary>
internal abstract class MetricLedger(MetricLedger.Terms terms)
{
    /// <param name="Name">Unique within a deployment.</param>
    /// <param name="Metric">One of <see cref="MetricNames"/>, or of the place's own.</param>
    /// <param name="Weight">Part of the capital against the canary; 0 for what never returns traffic.</param>
    public sealed record Terms(string Name, string Metric, EvidenceKind Kind, MetricRole Role, bool Required, double Weight)
    {
        /// <summary>How its values are read; null for what every arm has.</summary>
        public MetricMeasure? Measure { get; init; }
    }

    public Terms About => terms;

    /// <summary>ln of the evidence that the canary should go back.</summary>
    public abstract double Against { get; }

    /// <summary>For a limit: the same about stable; null without one.</summary>
    public virtual double? AgainstStable => null;

    /// <summary>ln of the most evidence in this phase that the canary may go on; 0 for what cannot clear.</summary>
    public virtual double InFavour => 0;

    /// <summary>By how much the arms differ, to explain and never to decide; null for what is counted.</summary>
    public virtual PairComparison? Pairs => null;

    /// <summary>How many values of each arm it rests on, where intervals have one each; null for what is counted.</summary>
    public virtual (long Stable, long Canary)? Values => null;

    /// <summary>Of a histogram: those that everything else is compared by; null before any were seen, and for what has none of its own.</summary>
    public virtual ValueList<double>? Bounds => null;

    public abstract int StateLength { get; }

    /// <summary>Takes in one interval.</summary>
    /// <param name="past">What is known of stable from before it.</param>
    /// <param name="tempering">Above 0, at most 1.</param>
    public abstract void Observe(Interval interval, PastStable past, double tempering);

    /// <summary>Clearance must come from the current exposure.</summary>
    public virtual void EnterPhase(Share share)
    {
    }

    /// <summary>How many more canary requests clear it if the canary is as good as stable; null for what cannot clear.</summary>
    /// <param name="counts">All that was counted so far.</param>
    /// <param name="beta">Accepted chance of clearing what is at the limit.</param>
    public virtual Forecast? ToClear(EvidenceCounts counts, PastStable past, double beta, double tempering) => null;

    /// <summary>The value above which traffic goes back, and the one that must be ruled out, in the metric's unit.</summary>
    public abstract (double Back, double? RuleOut) Limits(ArmWindow? stable);

    public abstract void Save(Span<double> state);

    public abstract void Restore(ReadOnlySpan<double> state);
}
