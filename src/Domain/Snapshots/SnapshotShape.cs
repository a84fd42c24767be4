using System.Text.Json.Serialization;

namespace Sluice.Domain.Snapshots;

/// <summary>How instances of a release were made, as their runtime tells. What a runtime does not have, or does not tell, is left out.</summary>
public sealed record SnapshotShape(int Release)
{
    /// <summary>The image as it was named.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Image { get; init; }

    /// <summary>The image's id in its engine.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ImageId { get; init; }

    /// <summary>The image's digest in its registry, or its id when it never was in one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Digest { get; init; }

    /// <summary>Of a process: the file that runs.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Program { get; init; }

    /// <summary>Program and arguments; what looks like a credential, and values of variables, are taken out.</summary>
    public ValueList<string> Command { get; init; } = [];

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Directory { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? User { get; init; }

    /// <summary>Bytes; null for no limit.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Memory { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? MemoryReservation { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Cpus { get; init; }

    /// <summary>By name. Sluice's own are left out: they differ from instance to instance.</summary>
    public ValueList<SnapshotVariable> Variables { get; init; } = [];

    /// <summary>By name, without Sluice's own.</summary>
    public ValueList<SnapshotLabel> Labels { get; init; } = [];

    /// <summary>By target.</summary>
    public ValueList<SnapshotMount> Mounts { get; init; } = [];

    /// <summary>Variables, labels, mounts and words that are not listed, because there were too many.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int LeftOut { get; init; }
}

/// <param name="Mark">Tells values apart without telling what they are; made with a key that is not stored with it.</param>
public sealed record SnapshotVariable(string Name, string Mark);

public sealed record SnapshotLabel(string Name, string Value);

/// <param name="Type"><c>volume</c>, <c>bind</c> or <c>tmpfs</c>.</param>
public sealed record SnapshotMount(string Target, string Type, string? Source, bool ReadOnly);
