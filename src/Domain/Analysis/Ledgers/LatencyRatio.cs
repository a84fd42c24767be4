using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Domain.Analysis.Ledgers;

/// <summary>
/// How many times as large a share of the canary's requests as of stable's is slow, as known at the end of an interval. Stable's are slow above the bound of a quantile, the canary's above that bound
/// grown by what is tolerated: more than 1 is more than is tolerated.
/// </summary>
/// <param name="Counts">Of all intervals judged until then.</param>
/// <param name="Bounds">Hold at every look together.</param>
/// <param name="StableBound">In the last of these intervals, milliseconds; null while too little is known of stable.</param>
/// <param name="CanaryBound">Likewise.</param>
public sealed record LatencyRatio(DateTimeOffset At, ArmCounts Counts, MarginBounds Bounds, double? StableBound, double? CanaryBound)
{
    /// <summary>Of the counts; null while there is nothing to divide by.</summary>
    public double? Observed => Counts is { CanaryRequests: > 0, StableRequests: > 0, StableBad: > 0 }
        ? (double)Counts.CanaryBad / Counts.CanaryRequests / ((double)Counts.StableBad / Counts.StableRequests)
        : null;
}
