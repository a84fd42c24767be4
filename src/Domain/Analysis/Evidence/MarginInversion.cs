namespace Sluice.Domain.Analysis.Evidence;

/// <summary>Whether all strata together exclude that the canary is on one side of a margin: the e-process of that margin, without restarts, for six effect sizes.</summary>
internal static class MarginInversion
{
    private const double HighestMargin = 0.99;
    private static readonly double[] s_oddsFactors = [1.25, 1.5, 2, 3, 5, 10];
    private static readonly double s_logWeight = -Math.Log(s_oddsFactors.Length);

    /// <inheritdoc cref="FirstShown"/>
    public static bool Shows(ReadOnlySpan<EvidenceStratum> strata, Margin margin, bool isAbove, bool swapArms, double priorRate, double threshold) =>
        FirstShown(strata, margin, isAbove, swapArms, priorRate, threshold) is not null;

    /// <summary>Once reached it stays reached, so the strata are followed only that far.</summary>
    /// <param name="isAbove">True to show that the canary is above the margin, false that it is below.</param>
    /// <param name="swapArms">The canary in the place of stable and the other way round.</param>
    /// <param name="threshold">ln of the evidence that is needed.</param>
    /// <returns>Index of the stratum that shows it; null when none does.</returns>
    public static int? FirstShown(ReadOnlySpan<EvidenceStratum> strata, Margin margin, bool isAbove, bool swapArms, double priorRate, double threshold)
    {
        Span<double> logs = stackalloc double[s_oddsFactors.Length];
        logs.Clear();
        var past = PastRate.From(priorRate);
        for (var i = 0; i < strata.Length; i++)
        {
            ref readonly var stratum = ref strata[i];
            var counts = swapArms ? Swapped(stratum.Counts) : stratum.Counts;

            // A margin beyond every rate excludes some stable rates by itself: below it, a lower stable rate is bet on.
            var highest = (HighestMargin - margin.Offset) / margin.Ratio;
            var stableRate = isAbove ? past.Estimate : Math.Min(past.Estimate, highest);
            var atMargin = margin.At(stableRate);
            var power = stratum.Tempering;
            if (counts.Use == StratumUse.Used && atMargin < 1 && Tempering.TryUse(ref power))
            {
                var strongest = double.NegativeInfinity;
                for (var j = 0; j < logs.Length; j++)
                {
                    var canaryRate = Odds.Times(atMargin, isAbove ? s_oddsFactors[j] : 1 / s_oddsFactors[j]);
                    logs[j] += power * AffineMargin.LogFactor(margin, counts, new(canaryRate, stableRate));
                    strongest = Math.Max(strongest, logs[j]);
                }

                // The average over the effect sizes is never above the strongest: mostly that answers it.
                if (strongest >= threshold && s_logWeight + LogMath.LogSumExp(logs) >= threshold)
                {
                    return i;
                }
            }

            past = past.After(counts);
        }

        return null;
    }

    private static ArmCounts Swapped(in ArmCounts counts) => new(counts.StableRequests, counts.StableBad, counts.CanaryRequests, counts.CanaryBad);
}
