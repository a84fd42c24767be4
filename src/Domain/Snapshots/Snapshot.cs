using System.Text.Json.Serialization;

namespace Sluice.Domain.Snapshots;

/// <summary>What the runtime said was there of one service in one environment, at one instant. Bounded, and without a value of any variable.</summary>
/// <param name="Shapes">How instances were made. Those made alike share one.</param>
public sealed record Snapshot(ValueList<SnapshotShape> Shapes, ValueList<SnapshotInstance> Instances)
{
    /// <summary>The release that was live then; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Live { get; init; }

    /// <summary>Names the key that the marks were made with: marks of different keys cannot be compared.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Key { get; init; }

    /// <summary>Instances that were there and are not listed, because there were too many.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int LeftOut { get; init; }

    /// <summary>Why nothing but that they are there is known of the instances; null when more is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Problem { get; init; }

    public int CountOf(int release) => Instances.Count(instance => Shapes[instance.Shape].Release == release);
}

/// <param name="Shape">Index into <see cref="Snapshot.Shapes"/>.</param>
/// <param name="Health"><c>starting</c>, <c>ready</c>, <c>degraded</c>, <c>unready</c> or <c>failed</c>.</param>
/// <param name="Since">When it was started.</param>
public sealed record SnapshotInstance(string Id, int Shape, string Health, DateTimeOffset Since)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Address { get; init; }

    /// <summary>Of a container: the beginning of its id.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Container { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Pid { get; init; }

    /// <summary>Which ports of the host lead to which of its own, as in <c>127.0.0.1:40123 → 8080/tcp</c>.</summary>
    public ValueList<string> Ports { get; init; } = [];

    /// <summary>It was asked to end.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsLeaving { get; init; }
}

/// <summary>When a snapshot was taken.</summary>
public enum SnapshotMoment
{
    /// <summary>Before anything was touched.</summary>
    Before,

    /// <summary>When the deployment had ended, and what was to leave had left.</summary>
    After,
}
