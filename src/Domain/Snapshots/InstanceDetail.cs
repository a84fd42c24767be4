using Sluice.Domain.Services;

namespace Sluice.Domain.Snapshots;

/// <summary>What a runtime says about how one instance was made, values of variables included: it is never stored or shown as it is.</summary>
public sealed record InstanceDetail
{
    public static InstanceDetail Unknown { get; } = new();

    public string? Image { get; init; }

    public string? ImageId { get; init; }

    public string? Program { get; init; }

    public ValueList<string> Command { get; init; } = [];

    public string? Directory { get; init; }

    public string? User { get; init; }

    public long? Memory { get; init; }

    public long? MemoryReservation { get; init; }

    public decimal? Cpus { get; init; }

    public ValueList<EnvironmentVariable> Variables { get; init; } = [];

    public ValueList<SnapshotLabel> Labels { get; init; } = [];

    public ValueList<SnapshotMount> Mounts { get; init; } = [];

    public ValueList<string> Ports { get; init; } = [];

    /// <summary>The port that was given to this one instance: where it stands in words and values, it says nothing about how they differ.</summary>
    public int? OwnPort { get; init; }

    /// <summary>What else only this instance is called, such as its host name.</summary>
    public ValueList<string> OwnNames { get; init; } = [];
}

/// <summary>One instance as it was seen, with what its runtime says about it.</summary>
public sealed record SeenInstance(string Id, int Release, string Health, DateTimeOffset Since, InstanceDetail Detail)
{
    public string? Address { get; init; }

    public string? Container { get; init; }

    public int? Pid { get; init; }

    /// <summary>The digest of its image.</summary>
    public string? Digest { get; init; }

    public bool IsLeaving { get; init; }

    /// <summary>What its release says to run; other words came from elsewhere.</summary>
    public ValueList<string> Command { get; init; } = [];
}
