namespace Sluice.Domain.Analysis.Evidence;

/// <summary>
/// The exact e-variable of one stratum for "the canary's rate is on one side of a margin of the stable rate": the likelihood ratio of an alternative, chosen before the
/// stratum is seen, against its nearest point on the margin. Its expectation is at most 1 whenever the average rates of the stratum are on the other side,
/// however the rates move within it and however traffic is split.
/// </summary>
/// <remarks>
/// Growth-rate optimal e-variables by reverse information projection: Grünwald, de Heide, Koolen, "Safe Testing" (2019); for two streams of Bernoulli counts: Turner, Ly,
/// Grünwald, "Generic E-variables for exact sequential k-sample tests that allow for optional stopping" (2021).
/// </remarks>
public static class AffineMargin
{
    private const double HighestMargin = 1 - 1e-9;

    /// <summary>
    /// The point on the margin that is nearest to the alternative: it minimises <c>nc·KL(canary‖M(p)) + nb·KL(stable‖p)</c> over p.
    /// </summary>
    /// <param name="margin">A valid one.</param>
    /// <param name="canaryRequests">Above 0; expected numbers and ratios serve as well.</param>
    /// <param name="stableRequests">Above 0.</param>
    /// <param name="alternative">Both rates, and the margin at the stable rate, between 0 and 1, exclusive. Above the margin for convicting, below it for clearing.</param>
    public static RatePair Project(Margin margin, double canaryRequests, double stableRequests, RatePair alternative)
    {
        if (margin is { Ratio: 1, Offset: 0 })
        {
            var pooled = ((canaryRequests * alternative.Canary) + (stableRequests * alternative.Stable)) / (canaryRequests + stableRequests);
            return new(pooled, pooled);
        }

        var stable = MarginSearch.Find(margin, canaryRequests, stableRequests, alternative);
        return new(margin.At(stable), stable);
    }

    /// <summary>ln of the stratum's factor: positive speaks for the alternative. Always finite; 0 when an arm had no requests.</summary>
    /// <param name="counts">With <see cref="StratumUse.Used"/>, or 0 is returned.</param>
    /// <param name="alternative">As for <see cref="Project"/>, or 0 is returned.</param>
    public static double LogFactor(Margin margin, in ArmCounts counts, RatePair alternative) =>
        counts.Use == StratumUse.Used && IsRate(alternative.Canary) && IsRate(alternative.Stable) && margin.IsValid && IsRate(margin.At(alternative.Stable))
            ? LogFactor(counts, alternative, Project(margin, counts.CanaryRequests, counts.StableRequests, alternative))
            : 0;

    /// <summary>ln of the likelihood ratio of two pairs of rates.</summary>
    internal static double LogFactor(in ArmCounts counts, RatePair alternative, RatePair margin) => IsRate(margin.Canary) && IsRate(margin.Stable)
        ? LogRatio(counts.CanaryRequests, counts.CanaryBad, alternative.Canary, margin.Canary)
            + LogRatio(counts.StableRequests, counts.StableBad, alternative.Stable, margin.Stable)
        : 0;

    /// <summary>ln of the likelihood ratio of two rates after <paramref name="bad"/> of <paramref name="requests"/>.</summary>
    internal static double LogRatio(double requests, double bad, double rate, double against) =>
        (bad * Math.Log(rate / against)) + ((requests - bad) * LogMath.Log1P((against - rate) / (1 - against)));

    /// <summary>Whether a stratum can be judged at this stable rate and counts at all.</summary>
    internal static StratumUse Use(Margin margin, in ArmCounts counts, double stableRate, ref double tempering) => counts.Use switch
    {
        StratumUse.Used when !margin.IsValid || !IsRate(stableRate) || !(margin.At(stableRate) < HighestMargin) => StratumUse.MarginOutOfRange,
        StratumUse.Used when !Tempering.TryUse(ref tempering) => StratumUse.NoWeight,
        var use => use,
    };

    private static bool IsRate(double rate) => rate is > 0 and < 1;
}
