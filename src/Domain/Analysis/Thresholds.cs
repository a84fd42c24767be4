namespace Sluice.Domain.Analysis;

/// <summary>Limits on the canary. What is unset judges nothing; what is equal to a limit passes.</summary>
public sealed record Thresholds
{
    /// <summary>Most errors per request, a fraction 0 to 1.</summary>
    public double? ErrorRate { get; init; }

    public TimeSpan? LatencyP50 { get; init; }

    public TimeSpan? LatencyP95 { get; init; }

    public TimeSpan? LatencyP99 { get; init; }

    /// <summary>Fewest requests per second. Falling short holds as a matter of data, unless the rollback policy names it.</summary>
    public double? ThroughputMin { get; init; }

    public ValueList<CustomThreshold> Custom { get; init; } = [];
}

/// <summary>Limits on a metric by name; one of <see cref="MetricNames"/>.</summary>
public sealed record CustomThreshold(string Metric, double? Min, double? Max);
