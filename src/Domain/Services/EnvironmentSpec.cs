using System.Text.Json.Serialization;
using Sluice.Domain.Analysis.CustomMetrics;
using Sluice.Domain.Gates;

namespace Sluice.Domain.Services;

public enum RuntimeKind
{
    /// <summary>Instances are processes that Sluice starts from the release's command.</summary>
    Process,

    /// <summary>Someone else runs the instances; the release names their endpoints.</summary>
    External,

    /// <summary>Instances are containers that Sluice makes from the release's image.</summary>
    Container,
}

public enum RouterKind
{
    /// <summary>The built-in gateway.</summary>
    Gateway,
}

/// <summary>Where a service is delivered: how instances run and how traffic reaches them.</summary>
public sealed record EnvironmentSpec(EnvironmentName Name, RuntimeSpec Runtime, RouterSpec Router)
{
    /// <summary>What its instances tell about themselves, beside what the router counts. Null says nothing about it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ValueList<MetricDefinition>? Metrics { get; init; }

    /// <summary>Who else must agree to an order against the verdict, or without one. Null says nothing about it; a quorum of 0 asks nobody, as long as it was never said.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ApprovalRule? OverrideApproval { get; init; }

    /// <summary>The same place in all that never changes.</summary>
    public bool IsSamePlace(EnvironmentSpec other) => this with { Metrics = null, OverrideApproval = null } == other with { Metrics = null, OverrideApproval = null };
}

/// <param name="WorkingDirectory">For processes; null is the control plane's data directory.</param>
/// <param name="DrainTimeout">How long open requests are waited for before an instance is stopped.</param>
public sealed record RuntimeSpec(RuntimeKind Kind, string? WorkingDirectory = null, TimeSpan? DrainTimeout = null)
{
    /// <summary>For containers: an image must name its content, not only a tag.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool RequireDigest { get; init; }

    public static TimeSpan DefaultDrainTimeout { get; } = TimeSpan.FromSeconds(30);
}

/// <param name="Host">Null takes every host.</param>
/// <param name="PathPrefix">Begins with a slash; a lone slash takes every path.</param>
public sealed record RouterSpec(RouterKind Kind, string? Host, string PathPrefix)
{
    /// <summary>Whether both take the very same requests; a longer prefix inside a shorter one is another place.</summary>
    public bool Takes(RouterSpec other) =>
        Kind == other.Kind && string.Equals(Host, other.Host, StringComparison.OrdinalIgnoreCase) && string.Equals(PathPrefix, other.PathPrefix, StringComparison.Ordinal);
}
