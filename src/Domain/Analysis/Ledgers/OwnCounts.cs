namespace Sluice.Domain.Analysis.Ledgers;

/// <summary>Counts of a place's own counter pair.</summary>
internal static class OwnCounts
{
    /// <param name="others">Take those that are not bad for the bad ones.</param>
    /// <returns>Nothing, for an arm without data.</returns>
    public static Count Of(ArmWindow? arm, string metric, bool others) =>
        arm?.Detail.Metric(metric) is { } pair ? new(pair.Total, others ? pair.Total - pair.Bad : pair.Bad) : default;
}
