using System.Text.Json.Serialization;

namespace Sluice.Domain.Analysis.CustomMetrics;

/// <summary>What a metric of the place's own did in one arm over a window.</summary>
/// <param name="Name">As defined.</param>
public sealed record ArmMetric(string Name, MetricKind Kind)
{
    /// <summary>Of a counter pair.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Total { get; init; }

    /// <summary>Of a counter pair; never more than the total.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Bad { get; init; }

    /// <summary>Of a histogram: upper bounds in milliseconds, ascending, without the open last one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ValueList<double>? Bounds { get; init; }

    /// <summary>Of a histogram: counts per bucket, the open one last.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ValueList<long>? Buckets { get; init; }

    /// <summary>Of a gauge: the median over the instances, averaged over the readings of the window.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Value { get; init; }

    /// <summary>How many things were counted.</summary>
    [JsonIgnore]
    public long Count => Kind == MetricKind.Histogram ? Buckets?.Sum() ?? 0 : Total;
}
