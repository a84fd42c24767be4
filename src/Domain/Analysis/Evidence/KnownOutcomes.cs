namespace Sluice.Domain.Analysis.Evidence;

/// <summary>
/// Requests whose outcome about a latency bound became known in one stratum: fast ones when they end, slow ones as soon as they are older than the bound. Counted by their end alone, slow
/// requests of a canary would be missing exactly when they matter.
/// </summary>
public static class KnownOutcomes
{
    /// <summary>
    /// Over any cutting of time into strata each request counts once: what ended above the bound was open and older than it at the end of an earlier stratum, or of none.
    /// </summary>
    /// <param name="ended">Ended requests per bucket of their duration.</param>
    /// <param name="aging">Change of the number of open requests per bucket of their age; empty when not known, and then requests count when they end.</param>
    /// <param name="bound">Index of the bound.</param>
    /// <returns>Requests above the bound, and all; never more above than all. A negative count of ended requests makes both −1, so that the stratum is dropped.</returns>
    public static (long Above, long All) Count(ReadOnlySpan<long> ended, ReadOnlySpan<long> aging, int bound)
    {
        Int128 above = 0, below = 0;
        for (var i = 0; i < ended.Length; i++)
        {
            if (ended[i] < 0)
            {
                return (-1, -1);
            }

            (above, below) = i > bound ? (above + ended[i], below) : (above, below + ended[i]);
        }

        for (var i = Math.Max(0, bound + 1); i < aging.Length; i++)
        {
            above += aging[i];
        }

        // The two readings are not taken in one instant: a request that ends in between may be missing for a moment.
        above = Int128.Max(above, 0);
        return (Limit(above), Limit(above + below));
    }

    private static long Limit(Int128 count) => (long)Int128.Min(count, long.MaxValue);
}
