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

    /// <summary>The most memory, in bytes; null is no limit.</summary>
    public long? Memory { get; init; }

    /// <summary>The most processor time, in processors; null is no limit.</summary>
    public decimal? Cpus { get; init; }

    public PullPolicy Pull { get; init; } = PullPolicy.Missing;

    /// <summary>Published besides, and never routed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ValueList<PublishedPort>? Ports { get; init; }
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
