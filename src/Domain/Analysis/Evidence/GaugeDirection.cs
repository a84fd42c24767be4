namespace Sluice.Domain.Analysis.Evidence;

/// <summary>Which way a gauge gets worse.</summary>
public enum GaugeDirection
{
    Increase,
    Decrease,

    /// <summary>Both ways, each with half of the capital.</summary>
    Either,
}
