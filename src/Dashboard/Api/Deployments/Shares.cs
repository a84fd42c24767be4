using Sluice.Dashboard.Api.Shapes;
using Sluice.Domain.Traffic;

namespace Sluice.Dashboard.Api.Deployments;

/// <summary>Shares as the wire shows them.</summary>
internal static class Shares
{
    public static SharesView Of(TrafficSplit split) => new(split.Stable.Percent, split.Canary.Percent);

    /// <param name="canary">Percent.</param>
    public static SharesView Of(decimal canary) => new(100 - canary, canary);
}
