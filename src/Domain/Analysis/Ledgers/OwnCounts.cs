using Sluice.Domain.Analysis.CustomMetrics;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Domain.Analysis.Ledgers;

/// <summary>Counts of a place's own metrics. Nothing, for an arm without data.</summary>
internal static class OwnCounts
{
    /// <summary>Of a counter pair.</summary>
    /// <param name="others">Take those that are not bad for the bad ones.</param>
    public static Count Of(ArmWindow? arm, string metric, bool others) =>
        arm?.Detail.Metric(metric) is { } pair ? new(pair.Total, others ? pair.Total - pair.Bad : pair.Bad) : default;

    /// <summary>Of a histogram: what is above a limit, at the fewest. Right for convicting.</summary>
    /// <param name="limit">In the unit of the bounds.</param>
    public static Count Breaking(ArmWindow? arm, string metric, double limit) => Above(arm, metric, bounds => SloBounds.For(bounds, limit).Breach ?? bounds.Length);

    /// <summary>Of a histogram: what is above a limit, at the most. Right for clearing.</summary>
    /// <inheritdoc cref="Breaking" path="/param"/>
    public static Count Complying(ArmWindow? arm, string metric, double limit) => Above(arm, metric, bounds => SloBounds.For(bounds, limit).Comply ?? -1);

    private static Count Above(ArmWindow? arm, string metric, Func<double[], int> choose)
    {
        if (arm?.Detail.Metric(metric) is not { Bounds: { } bounds, Buckets: { } buckets } || buckets.Count != bounds.Count + 1)
        {
            return default;
        }

        var (above, all) = KnownOutcomes.Count([.. buckets], [], choose([.. bounds]));
        return new(all, above);
    }
}
