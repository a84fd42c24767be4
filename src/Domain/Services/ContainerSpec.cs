using System.Globalization;
using System.Text.Json.Serialization;

namespace Sluice.Domain.Services;

/// <summary>How the image of a release is run.</summary>
public sealed record ContainerSpec
{
    public const int DefaultPort = 8080;

    public static ContainerSpec Default { get; } = new();

    /// <summary>Where the program in the container listens. The engine publishes it on a free port of the host, which gets the traffic.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>Name or number, with a group after a colon if need be; null is what the image says.</summary>
    public string? User { get; init; }

    /// <summary>In the place of the image's own, whose command is then left out too; null is what the image says.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ValueList<string>? Entrypoint { get; init; }

    /// <summary>The most memory, in bytes; null is no limit.</summary>
    public long? Memory { get; init; }

    /// <summary>The most processor time, in processors; null is no limit.</summary>
    public decimal? Cpus { get; init; }

    public PullPolicy Pull { get; init; } = PullPolicy.Missing;

    /// <summary>Published besides, and never routed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ValueList<PublishedPort>? Ports { get; init; }

    /// <summary>The memory that an engine short of it leaves the container, in bytes; null promises nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? MemoryReservation { get; init; }

    /// <summary>Besides Sluice's own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ValueList<ContainerSetting>? Labels { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ValueList<ContainerMount>? Volumes { get; init; }

    /// <summary>Networks of the engine that it is joined to, in the place of the usual one. They exist already.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ValueList<string>? Networks { get; init; }

    /// <summary>Kernel capabilities beyond the engine's usual ones, such as <c>NET_ADMIN</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ValueList<string>? CapAdd { get; init; }

    /// <summary>Kernel capabilities that it does without; <c>ALL</c> for all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ValueList<string>? CapDrop { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ValueList<ContainerLimit>? Ulimits { get; init; }

    /// <summary>Kernel parameters of its own namespaces.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ValueList<ContainerSetting>? Sysctls { get; init; }

    /// <summary>Asks it to end, such as <c>SIGQUIT</c>; null is what the image says.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? StopSignal { get; init; }

    /// <summary>How long it is waited for after that, when longer than usual.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeSpan? StopGrace { get; init; }

    /// <summary>A capability without the prefix that some write and others do not.</summary>
    public static string Bare(string capability) => capability.StartsWith("CAP_", StringComparison.Ordinal) ? capability[4..] : capability;
}

/// <summary>When an image is fetched before a container is made from it.</summary>
public enum PullPolicy
{
    /// <summary>When the engine does not have it.</summary>
    Missing,

    /// <summary>Whenever the first instance of a release is made; the others take the same image.</summary>
    Always,

    /// <summary>Not at all.</summary>
    Never,
}

/// <summary>One more port of a container.</summary>
/// <param name="Host">The port of the host; null takes a free one. A fixed one allows one instance at a time.</param>
public sealed record PublishedPort(int Container, int? Host)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(Host is { } host ? $"{host}:" : "")}{Container}");
}
