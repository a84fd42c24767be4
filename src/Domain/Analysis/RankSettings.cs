using Sluice.Domain.Analysis.Evidence;
using Sluice.Domain.Analysis.Kayenta;

namespace Sluice.Domain.Analysis;

/// <summary>How canaries are scored by rank tests, for people who come from Kayenta. No error control.</summary>
public sealed record RankSettings
{
    /// <summary>Names are those of <see cref="MetricNames"/>.</summary>
    public ValueList<RankMetric> Metrics { get; init; } =
    [
        new(MetricNames.ErrorRate) { Direction = GaugeDirection.Increase, IsCritical = true, Groups = ["errors"] },
        new(MetricNames.LatencyP50) { Direction = GaugeDirection.Increase, Groups = ["latency"] },
        new(MetricNames.LatencyP95) { Direction = GaugeDirection.Increase, Groups = ["latency"] },
        new(MetricNames.LatencyP99) { Direction = GaugeDirection.Increase, Groups = ["latency"] },
    ];

    /// <summary>Groups that are not named share what is left of 100 equally.</summary>
    public ValueList<GroupWeight> Weights { get; init; } = [];

    /// <summary>Passes from this score on, 0 to 100.</summary>
    public double Pass { get; init; } = 95;

    /// <summary>Holds from this score on, 0 to <see cref="Pass"/>; what is below fails.</summary>
    public double Marginal { get; init; } = 75;
}

/// <param name="Percent">0 to 100.</param>
public sealed record GroupWeight(string Group, double Percent);
