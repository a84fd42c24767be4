namespace Sluice.Domain.Analysis.Evidence;

/// <summary>The largest share of bad requests that a service level objective allows. A latency objective "p99 ≤ T" is "at most 1 % above T".</summary>
internal static class SloLimit
{
    private const double Lowest = 1e-9;
    private const double Highest = 1 - 1e-6;

    /// <summary>0 is judged as one in 10⁹; null for what is no limit (below 0, 1 and more, not a number).</summary>
    public static double? Of(double limit) => limit is >= 0 and < 1 ? Math.Clamp(limit, Lowest, Highest) : null;

    public static StratumUse Use(double? limit, long requests, long bad, ref double tempering) => (limit, requests, bad) switch
    {
        (_, < 0, _) or (_, _, < 0) => StratumUse.NegativeCount,
        _ when bad > requests => StratumUse.BadAboveRequests,
        (_, 0, _) => StratumUse.NoRequests,
        (null, _, _) => StratumUse.MarginOutOfRange,
        _ => Tempering.TryUse(ref tempering) ? StratumUse.Used : StratumUse.NoWeight,
    };
}
