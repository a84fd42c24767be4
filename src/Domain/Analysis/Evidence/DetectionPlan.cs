namespace Sluice.Domain.Analysis.Evidence;

/// <summary>
/// How many canary requests a verdict will take, before a deployment starts: the evidence needed over the evidence per request. In simulation within a tenth of the median for
/// convicting, except that a hundredfold worsening takes a quarter more; up to 30 % too high for clearing.
/// </summary>
/// <remarks>Expected sample size of sequential tests: Wald (1945). The overhead is what mixing over effect sizes and restarts costs.</remarks>
public static class DetectionPlan
{
    private const double RollbackOverhead = 1.2;
    private const double AdvanceOverhead = 0.4;
    private const double SlowOverMedian = 2.5;

    /// <summary>To roll back a canary of this rate.</summary>
    /// <param name="canaryRate">The rate that one cares about, 0 to 1.</param>
    /// <param name="stableRate">0 to 1.</param>
    /// <param name="stablePerCanary">Stable requests per canary request: (1 − share)/share; above 0.</param>
    /// <param name="alpha">Chance of a false rollback, between 0 and 1, exclusive.</param>
    /// <param name="tempering">Above 0, at most 1.</param>
    /// <returns>Null when that rate is within the margin, so that no traffic convicts, and for numbers that are out of range.</returns>
    public static PlanEstimate? ToRollBack(Margin margin, double canaryRate, double stableRate, double stablePerCanary, double alpha, double tempering = 1) =>
        Estimate(margin, canaryRate, stableRate, stablePerCanary, alpha, tempering, RollbackOverhead, isAbove: true);

    /// <summary>To clear a canary of this rate.</summary>
    /// <param name="canaryRate">Usually the stable rate, 0 to 1.</param>
    /// <param name="beta">Chance of clearing a canary at the margin, between 0 and 1, exclusive.</param>
    /// <inheritdoc cref="ToRollBack" path="/param[@name='stableRate' or @name='stablePerCanary' or @name='tempering']"/>
    /// <returns>Null when that rate is at or beyond the margin, so that no traffic clears it, and for numbers that are out of range.</returns>
    public static PlanEstimate? ToAdvance(Margin margin, double canaryRate, double stableRate, double stablePerCanary, double beta, double tempering = 1) =>
        Estimate(margin, canaryRate, stableRate, stablePerCanary, beta, tempering, AdvanceOverhead, isAbove: false);

    private static PlanEstimate? Estimate(
        Margin margin, double canaryRate, double stableRate, double stablePerCanary, double level, double tempering, double overhead, bool isAbove)
    {
        if (!margin.IsValid
            || !(canaryRate is >= 0 and <= 1 && stableRate is >= 0 and <= 1 && level is > 0 and < 1)
            || !(stablePerCanary > 0 && double.IsFinite(stablePerCanary))
            || !(tempering > 0))
        {
            return null;
        }

        var truth = new RatePair(Divergence.Inside(canaryRate), Divergence.Inside(stableRate));
        var atMargin = margin.At(truth.Stable);
        if (!(atMargin < 1) || (isAbove ? canaryRate <= atMargin : canaryRate >= atMargin))
        {
            return null;
        }

        var nearest = AffineMargin.Project(margin, 1, stablePerCanary, truth);
        var information = Math.Min(tempering, 1)
            * (Divergence.PerRequest(truth.Canary, truth.Canary, nearest.Canary) + (stablePerCanary * Divergence.PerRequest(truth.Stable, truth.Stable, nearest.Stable)));
        var median = (overhead - Math.Log(level)) / information;
        return double.IsFinite(median) && median > 0 ? new(information, median, SlowOverMedian * median) : null;
    }
}
