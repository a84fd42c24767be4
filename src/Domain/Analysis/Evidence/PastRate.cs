using System.Runtime.InteropServices;

namespace Sluice.Domain.Analysis.Evidence;

/// <summary>What is known of the stable rate before a stratum is seen: the past strata, and a prior worth some requests.</summary>
/// <param name="Bad">Bad stable requests of past strata.</param>
/// <param name="Requests">Stable requests of past strata.</param>
/// <param name="PriorRate">The stable rate of the hour before, 0 to 1.</param>
/// <param name="PriorRequests">How many requests the prior weighs.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PastRate(double Bad, double Requests, double PriorRate = PastRate.UsualRate, double PriorRequests = PastRate.UsualWeight)
{
    /// <summary>The prior of a service without a past.</summary>
    public const double UsualRate = 0.005;

    public const double UsualWeight = 100;

    private const double Lowest = 1e-9;
    private const double Highest = 1 - 1e-6;

    /// <param name="rate">0 to 1; what is none counts as <see cref="UsualRate"/>.</param>
    public static PastRate From(double rate) => new(0, 0, rate is >= 0 and <= 1 ? rate : UsualRate);

    /// <summary>Between 1e-9 and 1 − 1e-6.</summary>
    public double Estimate => Clamp((Bad + (PriorRequests * PriorRate)) / (Requests + PriorRequests));

    /// <summary>Share of past requests above a latency bound, smoothed by half a request on either side.</summary>
    /// <returns>Between 1e-9 and 1 − 1e-6.</returns>
    public static double Smoothed(double exceeding, double requests) => Clamp((exceeding + 0.5) / (requests + 1));

    /// <summary>With one more stratum in the past. Counts that cannot be true do not count.</summary>
    public PastRate After(in ArmCounts counts) => counts.Use is StratumUse.NegativeCount or StratumUse.BadAboveRequests
        ? this
        : this with { Bad = Bad + counts.StableBad, Requests = Requests + counts.StableRequests };

    private static double Clamp(double rate) => double.IsNaN(rate) ? UsualRate : Math.Clamp(rate, Lowest, Highest);
}
