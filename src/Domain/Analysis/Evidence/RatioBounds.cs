namespace Sluice.Domain.Analysis.Evidence;

/// <summary>
/// How many times the stable rate the canary's rate is, as bounds that hold at every look together: the ratios that the evidence does not exclude, on a grid from 1/16 to 16 with eight
/// steps per doubling. For a reader or a decision; it goes through all strata for every ratio that it excludes.
/// </summary>
/// <remarks>Confidence sequences by inverting e-processes: Howard, Ramdas, McAuliffe, Sekhon, "Time-uniform, nonparametric, nonasymptotic confidence sequences" (2021).</remarks>
public static class RatioBounds
{
    private const int Steps = 64;
    private const int StepsPerDoubling = 8;
    private const double LowestExponent = -4;

    /// <param name="strata">All strata so far, in order.</param>
    /// <param name="alpha">Chance that the bounds ever exclude the truth, between 0 and 1, exclusive; at any other nothing is excluded.</param>
    /// <param name="priorRate">Stable rate of the hour before, 0 to 1.</param>
    /// <returns>Ratios without unit; null where nothing on the grid is excluded.</returns>
    public static MarginBounds Of(ReadOnlySpan<EvidenceStratum> strata, double alpha, double priorRate = PastRate.UsualRate)
    {
        if (!(alpha > 0 && alpha < 1))
        {
            return default;
        }

        var threshold = Math.Log(2 / alpha);
        double? lower = null, upper = null;
        for (var k = 0; k <= Steps && MarginInversion.Shows(strata, new(Ratio(k), 0), isAbove: true, swapArms: false, priorRate, threshold); k++)
        {
            lower = Ratio(k);
        }

        for (var k = Steps; k >= 0 && MarginInversion.Shows(strata, new(Ratio(k), 0), isAbove: false, swapArms: false, priorRate, threshold); k--)
        {
            upper = Ratio(k);
        }

        return new(lower, upper);
    }

    /// <summary>The bounds as they stood after each stratum: they only ever tighten, and the last ones are those of <see cref="Of"/>. Every ratio goes through the strata once.</summary>
    /// <inheritdoc cref="Of" path="/param"/>
    public static MarginBounds[] Running(ReadOnlySpan<EvidenceStratum> strata, double alpha, double priorRate = PastRate.UsualRate)
    {
        var bounds = new MarginBounds[strata.Length];
        if (!(alpha > 0 && alpha < 1))
        {
            return bounds;
        }

        // A ratio bounds from the stratum on by which it and all beyond it are excluded; a tighter one overwrites what stands from there on.
        var threshold = Math.Log(2 / alpha);
        var since = 0;
        for (var k = 0; k <= Steps && MarginInversion.FirstShown(strata, new(Ratio(k), 0), isAbove: true, swapArms: false, priorRate, threshold) is { } shown; k++)
        {
            since = Math.Max(since, shown);
            foreach (ref var at in bounds.AsSpan(since))
            {
                at = at with { Lower = Ratio(k) };
            }
        }

        since = 0;
        for (var k = Steps; k >= 0 && MarginInversion.FirstShown(strata, new(Ratio(k), 0), isAbove: false, swapArms: false, priorRate, threshold) is { } shown; k--)
        {
            since = Math.Max(since, shown);
            foreach (ref var at in bounds.AsSpan(since))
            {
                at = at with { Upper = Ratio(k) };
            }
        }

        return bounds;
    }

    private static double Ratio(int step) => Math.Pow(2, LowestExponent + (step / (double)StepsPerDoubling));
}
