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
    /// <summary>Requests of one stratum above both arms' bounds, where the buckets say all there is to say.</summary>
    public ArmCounts Count(ReadOnlySpan<long> canary, ReadOnlySpan<long> stable) => Count(canary, default, stable, default);

    /// <summary>The same with requests that are still open: <see cref="KnownOutcomes"/>.</summary>
    public ArmCounts Count(ReadOnlySpan<long> canary, ReadOnlySpan<long> canaryAging, ReadOnlySpan<long> stable, ReadOnlySpan<long> stableAging)
    {
        var (canaryAbove, canaryAll) = KnownOutcomes.Count(canary, canaryAging, Canary);
        var (stableAbove, stableAll) = KnownOutcomes.Count(stable, stableAging, Stable);
        return new(canaryAll, canaryAbove, stableAll, stableAbove);
    }
}
