namespace Sluice.Domain.Analysis.Evidence;

/// <summary>
/// Both directions for one latency quantile, by counting requests above bounds: a canary whose quantile has not grown by more than m has no more requests above <c>bound · m</c> than
/// stable has above <c>bound</c>. Bounds come from past stable strata; nothing is assumed about the shape of the distribution.
/// </summary>
/// <remarks>One bound with a likelihood ratio needs a fraction of the requests of sequential quantile or distribution bounds (Howard, Ramdas, "Sequential estimation of quantiles", 2022).</remarks>
public sealed class LatencyComparison(RestartPlan plan)
{
    public RollbackProcess Rollback { get; } = new(Margin.Equal, plan);

    public AdvanceProcess Advance { get; } = new(Margin.Equal);

    public int StateLength => Rollback.StateLength + Advance.StateLength;

    /// <summary>Takes in one stratum. Never throws, never allocates.</summary>
    /// <param name="rollback">Canary requests above the bound times the tolerated growth, stable requests above the bound.</param>
    /// <param name="advance">Canary requests above the bound times the growth to rule out, stable requests above the bound.</param>
    /// <param name="pastAbove">Stable requests above this bound in past strata.</param>
    /// <param name="pastRequests">Stable requests in past strata.</param>
    /// <param name="tempering">As for <see cref="RollbackProcess.Observe"/>.</param>
    /// <returns>What the rollback direction made of it.</returns>
    public StratumUse Observe(in ArmCounts rollback, in ArmCounts advance, double pastAbove, double pastRequests, double tempering = 1)
    {
        var stableRate = PastRate.Smoothed(pastAbove, pastRequests);
        Advance.Observe(advance, stableRate, tempering);
        return Rollback.Observe(rollback, stableRate, tempering);
    }

    /// <summary>A stratum in which the quantile is not judged yet: factor 1.</summary>
    public void Skip() => Rollback.Observe(default, stableRate: 0);

    /// <summary>Clearance starts anew.</summary>
    public void EnterPhase() => Advance.EnterPhase();

    /// <summary>Writes the state, exactly.</summary>
    public void Save(Span<double> state)
    {
        Rollback.Save(state);
        Advance.Save(state[Rollback.StateLength..]);
    }

    /// <summary>Takes up a state written with the same configuration.</summary>
    public void Restore(ReadOnlySpan<double> state)
    {
        Rollback.Restore(state);
        Advance.Restore(state[Rollback.StateLength..]);
    }
}
