namespace Sluice.Domain.Analysis.Evidence;

/// <summary>
/// By how much the canary's rate differs from the stable rate, as bounds that hold at every look together, on a grid of 0 and ±0.001 to ±87 percentage points with sixteen steps per
/// decade. Negative differences are judged with the arms swapped. For a reader or a decision.
/// </summary>
/// <remarks>As <see cref="RatioBounds"/>.</remarks>
public static class DifferenceBounds
{
    private const int StepsPerDecade = 16;
    private const int Decades = 5;
    private const int Steps = StepsPerDecade * Decades;

    /// <param name="strata">All strata so far, in order.</param>
    /// <param name="alpha">Chance that the bounds ever exclude the truth, between 0 and 1, exclusive; at any other nothing is excluded.</param>
    /// <param name="priorRate">Stable rate of the hour before, 0 to 1.</param>
    /// <returns>Canary minus stable as fractions, −1 to 1; null where nothing on the grid is excluded.</returns>
    public static MarginBounds Of(ReadOnlySpan<EvidenceStratum> strata, double alpha, double priorRate = PastRate.UsualRate)
    {
        if (!(alpha > 0 && alpha < 1))
        {
            return default;
        }

        var threshold = Math.Log(2 / alpha);
        double? lower = null, upper = null;
        for (var k = -Steps; k <= Steps && FirstAbove(strata, Difference(k), priorRate, threshold) is not null; k++)
        {
            lower = Difference(k);
        }

        for (var k = Steps; k >= -Steps && FirstBelow(strata, Difference(k), priorRate, threshold) is not null; k--)
        {
            upper = Difference(k);
        }

        return new(lower, upper);
    }

    /// <summary>The bounds as they stood after each stratum: they only ever tighten, and the last ones are those of <see cref="Of"/>. Every margin goes through the strata once.</summary>
    /// <inheritdoc cref="Of" path="/param"/>
    public static MarginBounds[] Running(ReadOnlySpan<EvidenceStratum> strata, double alpha, double priorRate = PastRate.UsualRate)
    {
        var bounds = new MarginBounds[strata.Length];
        if (!(alpha > 0 && alpha < 1))
        {
            return bounds;
        }

        // A margin bounds from the stratum on by which it and all beyond it are excluded; a tighter one overwrites what stands from there on.
        var threshold = Math.Log(2 / alpha);
        var since = 0;
        for (var k = -Steps; k <= Steps && FirstAbove(strata, Difference(k), priorRate, threshold) is { } shown; k++)
        {
            since = Math.Max(since, shown);
            foreach (ref var at in bounds.AsSpan(since))
            {
                at = at with { Lower = Difference(k) };
            }
        }

        since = 0;
        for (var k = Steps; k >= -Steps && FirstBelow(strata, Difference(k), priorRate, threshold) is { } shown; k--)
        {
            since = Math.Max(since, shown);
            foreach (ref var at in bounds.AsSpan(since))
            {
                at = at with { Upper = Difference(k) };
            }
        }

        return bounds;
    }

    // canary > stable − d is the same as stable < canary + d.
    private static int? FirstAbove(ReadOnlySpan<EvidenceStratum> strata, double difference, double priorRate, double threshold) =>
        MarginInversion.FirstShown(strata, new(1, Math.Abs(difference)), isAbove: difference >= 0, swapArms: difference < 0, priorRate, threshold);

    private static int? FirstBelow(ReadOnlySpan<EvidenceStratum> strata, double difference, double priorRate, double threshold) =>
        MarginInversion.FirstShown(strata, new(1, Math.Abs(difference)), isAbove: difference < 0, swapArms: difference < 0, priorRate, threshold);

    private static double Difference(int step) => step == 0 ? 0 : Math.Sign(step) * Math.Pow(10, ((Math.Abs(step) - 1) / (double)StepsPerDecade) - Decades);
}
