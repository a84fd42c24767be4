namespace Sluice.Domain.Analysis.Evidence;

/// <summary>Powers of factors: requests that depend on each other count for fewer. A power of at most 1 of an e-variable is an e-variable (Jensen's inequality).</summary>
public static class Tempering
{
    /// <summary>The power that a design effect asks for.</summary>
    /// <param name="designEffect">Requests per independent one; below 1 counts as 1.</param>
    /// <returns>0 to 1; 0, which lets nothing count, for infinity and for what is not a number.</returns>
    public static double Of(double designEffect) => double.IsNaN(designEffect) ? 0 : 1 / Math.Max(1, designEffect);

    /// <summary>Never above 1; false for 0, for less, and for what is not a number: such a stratum says nothing.</summary>
    internal static bool TryUse(ref double power)
    {
        power = Math.Min(power, 1);
        return power > 0;
    }
}
