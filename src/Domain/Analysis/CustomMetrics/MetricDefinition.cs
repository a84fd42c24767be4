using System.Text.Json.Serialization;

namespace Sluice.Domain.Analysis.CustomMetrics;

public enum MetricKind
{
    /// <summary>Two counters: how many there were, and how many of them were bad. Judged as a rate.</summary>
    CounterPair,

    /// <summary>Counts per bound, such as durations. Judged by a quantile.</summary>
    Histogram,

    /// <summary>A value that goes up and down. Judged by pairs of values, slowly.</summary>
    Gauge,
}

/// <summary>What the bounds of a histogram are measured in.</summary>
public enum TimeUnit
{
    S,
    Ms,
}

/// <summary>A metric that the instances of a place tell about themselves, in Prometheus text. Series are selectors: a name, with label matchers if wanted.</summary>
/// <param name="Name">As people and rules call it; unique within the place.</param>
public sealed record MetricDefinition(string Name, MetricKind Kind)
{
    public const string DefaultPath = "/metrics";

    /// <summary>Where every instance answers.</summary>
    public string Path { get; init; } = DefaultPath;

    /// <summary>Of a counter pair: the counter of all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Total { get; init; }

    /// <summary>Of a counter pair: the counter of the bad ones among them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Bad { get; init; }

    /// <summary>Of a histogram: its name, without <c>_bucket</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Histogram { get; init; }

    /// <summary>Of a histogram.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeUnit? Unit { get; init; }

    /// <summary>Of a gauge.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Value { get; init; }
}
