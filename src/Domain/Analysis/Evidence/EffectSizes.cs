namespace Sluice.Domain.Analysis.Evidence;

/// <summary>The worsenings that are looked for, as multiples of the odds at the margin, with equal weights: from a quarter more to an outage.</summary>
public static class EffectSizes
{
    public const int Count = 7;

    private static readonly double[] s_oddsFactors = [1.25, 1.5, 2, 3, 5, 10, 30];

    public static ReadOnlySpan<double> OddsFactors => s_oddsFactors;
}
