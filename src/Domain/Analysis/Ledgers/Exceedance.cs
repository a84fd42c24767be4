using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Domain.Analysis.Ledgers;

/// <summary>Counts of requests slower than a limit, open ones included, by the bounds of <see cref="LatencyBounds"/>.</summary>
internal static class Exceedance
{
    /// <summary>At the fewest: right for convicting.</summary>
    public static Func<ArmWindow, Count> Breaking(double milliseconds) => Above(SloBounds.For(LatencyBounds.Milliseconds, milliseconds).Breach ?? LatencyBounds.BucketCount);

    /// <summary>At the most: right for clearing.</summary>
    public static Func<ArmWindow, Count> Complying(double milliseconds) => Above(SloBounds.For(LatencyBounds.Milliseconds, milliseconds).Comply ?? -1);

    private static Func<ArmWindow, Count> Above(int bound) => arm =>
    {
        var (above, all) = KnownOutcomes.Count(arm.Latency.Span, arm.Detail.Aging.Span, bound);
        return new(all, above);
    };
}
