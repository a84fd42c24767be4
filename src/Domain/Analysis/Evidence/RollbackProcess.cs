namespace Sluice.Domain.Analysis.Evidence;

/// <summary>
/// Evidence that the canary's rate is above a margin of the stable rate: factors of <see cref="AffineMargin"/> for seven effect sizes, mixed over effects and restarts.
/// </summary>
public sealed class RollbackProcess(Margin margin, RestartPlan plan) : IEvidenceProcess
{
    private readonly RestartMixture _mixture = new(EffectSizes.Count, plan);

    public double LogEvidence => _mixture.LogEvidence;

    public int StateLength => _mixture.StateLength;

    /// <summary>Takes in one stratum. Never throws, never allocates. A stratum that is not used has factor 1, and still counts towards the next restart.</summary>
    /// <param name="stableRate">From the past only: it must not depend on this stratum's outcomes. Between 0 and 1, exclusive.</param>
    /// <param name="tempering">1 for independent requests, else <see cref="Tempering.Of"/> the design effect; from the past only.</param>
    public StratumUse Observe(in ArmCounts counts, double stableRate, double tempering = 1)
    {
        Span<double> factors = stackalloc double[EffectSizes.Count];
        factors.Clear();
        var use = Factors(counts, stableRate, tempering, factors);
        _mixture.Add(factors);
        return use;
    }

    public void Save(Span<double> state) => _mixture.Save(state);

    public void Restore(ReadOnlySpan<double> state) => _mixture.Restore(state);

    private StratumUse Factors(in ArmCounts counts, double stableRate, double tempering, Span<double> factors)
    {
        var use = AffineMargin.Use(margin, counts, stableRate, ref tempering);
        if (use != StratumUse.Used)
        {
            return use;
        }

        var atMargin = margin.At(stableRate);
        for (var j = 0; j < factors.Length; j++)
        {
            var alternative = new RatePair(Odds.Times(atMargin, EffectSizes.OddsFactors[j]), stableRate);
            var nearest = AffineMargin.Project(margin, counts.CanaryRequests, counts.StableRequests, alternative);
            factors[j] = tempering * AffineMargin.LogFactor(counts, alternative, nearest);
        }

        return StratumUse.Used;
    }
}
