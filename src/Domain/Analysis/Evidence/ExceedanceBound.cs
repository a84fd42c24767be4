using System.Runtime.InteropServices;

namespace Sluice.Domain.Analysis.Evidence;

/// <summary>Which bounds requests are counted above, to compare one latency quantile.</summary>
/// <param name="Stable">Index of the bound for the stable arm.</param>
/// <param name="Canary">Index of the bound for the canary: the same, or higher by the growth that is tolerated.</param>
/// <param name="PastAbove">Past stable requests above <paramref name="Stable"/>.</param>
/// <param name="PastRequests">Past stable requests.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ExceedanceBound(int Stable, int Canary, double PastAbove, double PastRequests)
{
    /// <summary>Requests of one stratum above both arms' bounds. Requests still running after a bound have to be in the buckets already.</summary>
    public ArmCounts Count(ReadOnlySpan<long> canary, ReadOnlySpan<long> stable)
    {
        var (canaryAbove, canaryAll) = Above(canary, Canary);
        var (stableAbove, stableAll) = Above(stable, Stable);
        return new(canaryAll, canaryAbove, stableAll, stableAbove);
    }

    /// <summary>Counts above a bound, and all; a negative count makes both negative, so that the stratum is dropped.</summary>
    private static (long Above, long All) Above(ReadOnlySpan<long> buckets, int bound)
    {
        Int128 above = 0, all = 0;
        for (var i = 0; i < buckets.Length; i++)
        {
            if (buckets[i] < 0)
            {
                return (-1, -1);
            }

            all += buckets[i];
            above += i > bound ? buckets[i] : 0;
        }

        return ((long)Int128.Min(above, long.MaxValue), (long)Int128.Min(all, long.MaxValue));
    }
}
