using System.Text.Json.Serialization;
using Sluice.Domain.Services;

namespace Sluice.Engine.Workloads.Containers;

/// <summary>What <c>GET /version</c> says.</summary>
internal sealed record EngineVersion(string ApiVersion, string? MinAPIVersion, string? Version);

/// <summary>One line of <c>GET /containers/json</c>.</summary>
/// <param name="State"><c>created</c>, <c>running</c>, <c>paused</c>, <c>restarting</c>, <c>stopping</c> (Podman), <c>exited</c>, <c>dead</c> …</param>
/// <param name="Created">Unix seconds.</param>
internal sealed record ContainerItem(
    string Id, IReadOnlyList<string>? Names, [property: JsonPropertyName("ImageID")] string ImageId, string State, long Created, IReadOnlyDictionary<string, string>? Labels, IReadOnlyList<PortItem>? Ports)
{
    /// <summary>Without the slash that the API puts before it.</summary>
    public string Name => Names is [var first, ..] ? first.TrimStart('/') : "";

    public bool IsAlive => State is "running" or "paused" or "restarting" or "stopping" or "removing";

    /// <summary>Made and never started.</summary>
    public bool IsNew => State is "created" or "configured" or "initialized";

    public int? HostPortOf(int port) => Ports?.FirstOrDefault(p => p.PrivatePort == port && p.PublicPort is > 0)?.PublicPort;
}

internal sealed record PortItem(int PrivatePort, int? PublicPort);

/// <summary>The part of <c>GET /containers/{id}/json</c> that is looked at.</summary>
internal sealed record ContainerDetail(string Id, string Name, ContainerState State, ContainerConfig? Config)
{
    /// <summary>The image's id.</summary>
    public string? Image { get; init; }

    public ContainerLimits? HostConfig { get; init; }

    public IReadOnlyList<MountItem>? Mounts { get; init; }

    public NetworkSettings? NetworkSettings { get; init; }
}

internal sealed record ContainerConfig(IReadOnlyDictionary<string, string>? Labels)
{
    /// <summary>As it was named when the container was made.</summary>
    public string? Image { get; init; }

    public IReadOnlyList<string>? Env { get; init; }

    public IReadOnlyList<string>? Entrypoint { get; init; }

    public IReadOnlyList<string>? Cmd { get; init; }

    public string? User { get; init; }

    public string? WorkingDir { get; init; }
}

/// <summary>The part of a container's <c>HostConfig</c> that is looked at; zero for no limit.</summary>
internal sealed record ContainerLimits(long? Memory, long? MemoryReservation, long? NanoCpus, long? CpuQuota, long? CpuPeriod)
{
    /// <summary>By target. Not every engine has them among the mounts.</summary>
    public IReadOnlyDictionary<string, string>? Tmpfs { get; init; }
}

/// <param name="Name">Of a volume.</param>
internal sealed record MountItem(string? Type, string? Name, string? Source, string Destination, [property: JsonPropertyName("RW")] bool Writable);

/// <param name="Ports">By the container's own port, as in <c>8080/tcp</c>; null for one that leads nowhere.</param>
internal sealed record NetworkSettings(IReadOnlyDictionary<string, IReadOnlyList<PortBinding>?>? Ports)
{
    public IReadOnlyDictionary<string, NetworkEnd?>? Networks { get; init; }

    /// <summary>In one of its networks; null when the engine tells none.</summary>
    public string? Address => Networks?.OrderBy(network => network.Key, StringComparer.Ordinal).Select(network => network.Value?.IPAddress).FirstOrDefault(address => !string.IsNullOrEmpty(address));
}

/// <summary>Of one container in one network.</summary>
internal sealed record NetworkEnd(string? IPAddress);

internal sealed record ContainerState(int Pid, int ExitCode, DateTimeOffset StartedAt, DateTimeOffset FinishedAt, [property: JsonPropertyName("OOMKilled")] bool OutOfMemory, string? Error)
{
    private const int UnseenByDocker = 255;

    /// <summary>Podman notes the start of a short run a little after its end.</summary>
    private static readonly TimeSpan s_startIsNotedWithin = TimeSpan.FromMinutes(1);

    /// <summary>Whether its process lives.</summary>
    public bool IsAlive => Pid > 0;

    /// <summary>Engines write the first year for never.</summary>
    public bool WasNeverStarted => Pid == 0 && StartedAt.Year < 2000;

    /// <summary>Why the code of one that was started and runs no more says nothing; null when it does. After a crash of the machine Podman has 0 there, and no time or an earlier one.</summary>
    public string? WhyEndIsUnknown => (FinishedAt + s_startIsNotedWithin < StartedAt, ExitCode) switch
    {
        (true, _) => "its engine did not see it end; the machine may have gone down",
        (_, UnseenByDocker) => "it has exit code 255, as a container whose machine went down has",
        _ => null,
    };
}

/// <summary>The part of <c>GET /images/{name}/json</c> that is looked at.</summary>
internal sealed record ImageDetail(string Id, IReadOnlyList<string>? RepoDigests);

/// <summary>One line of <c>GET /images/json</c>.</summary>
internal sealed record ImageItem(string Id, IReadOnlyList<string>? RepoTags, IReadOnlyList<string>? RepoDigests);

internal sealed record CreatedContainer(string Id);

internal sealed record EngineMessage(string? Message);

/// <summary>One line of the stream that <c>POST /images/create</c> answers.</summary>
internal sealed record PullLine(string? Status, string? Id, string? Error, PullProgress? ProgressDetail);

internal sealed record PullProgress(long? Current, long? Total);

/// <summary>The body of <c>POST /containers/{id}/exec</c>.</summary>
internal sealed record ExecBody(IReadOnlyList<string> Cmd, bool AttachStdout, bool AttachStderr);

internal sealed record ExecStart(bool Detach, bool Tty);

internal sealed record ExecDetail(bool Running, int? ExitCode);

/// <summary>The body of <c>POST /containers/create</c>.</summary>
internal sealed record CreateBody(
    string Image, IReadOnlyList<string>? Cmd, IReadOnlyList<string> Env, string? User, IReadOnlyDictionary<string, string> Labels, IReadOnlyDictionary<string, object> ExposedPorts, HostConfig HostConfig)
{
    public IReadOnlyList<string>? Entrypoint { get; init; }

    public string? StopSignal { get; init; }

    public NetworkingConfig? NetworkingConfig { get; init; }
}

internal sealed record HostConfig(IReadOnlyDictionary<string, IReadOnlyList<PortBinding>> PortBindings, long Memory, long NanoCpus, RestartPolicy RestartPolicy)
{
    public long? MemoryReservation { get; init; }

    public IReadOnlyList<MountPoint>? Mounts { get; init; }

    public IReadOnlyList<string>? CapAdd { get; init; }

    public IReadOnlyList<string>? CapDrop { get; init; }

    public IReadOnlyList<ContainerLimit>? Ulimits { get; init; }

    public IReadOnlyDictionary<string, string>? Sysctls { get; init; }

    public string? NetworkMode { get; init; }

    public bool? Privileged { get; init; }
}

/// <param name="Type"><c>volume</c>, <c>bind</c> or <c>tmpfs</c>.</param>
internal sealed record MountPoint(string Type, string? Source, string Target, bool ReadOnly);

/// <param name="EndpointsConfig">By network.</param>
internal sealed record NetworkingConfig(IReadOnlyDictionary<string, object> EndpointsConfig);

internal sealed record PortBinding(string HostIp, string HostPort);

internal sealed record RestartPolicy(string Name);
