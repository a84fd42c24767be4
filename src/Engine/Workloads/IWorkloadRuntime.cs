using Sluice.Domain.Services;

namespace Sluice.Engine.Workloads;

/// <summary>
/// Runs instances of releases. Level-triggered: callers inspect, compare and ask again, so every call may be repeated.
/// Failures of the world are <see cref="RuntimeException"/>; an instance that fails is not an exception but a state.
/// </summary>
public interface IWorkloadRuntime
{
    RuntimeKind Kind { get; }

    /// <summary>
    /// Every instance of the place that exists, ready or not, exited ones included while they are kept for a look.
    /// Instances that an earlier control plane started are found again, not doubled. Probes readiness.
    /// </summary>
    /// <param name="releases">The specs of the place's releases by number, for probing.</param>
    Task<IReadOnlyList<Instance>> InspectAsync(PlaceKey place, IReadOnlyDictionary<int, ReleaseSpec> releases, CancellationToken ct);

    /// <summary>Sees to it that the release has its instances, one per slot (0 … replicas − 1). Starting what runs changes nothing. Does not wait for readiness.</summary>
    /// <exception cref="RuntimeException">It cannot be started at all: no such program, no free port.</exception>
    Task StartAsync(PlaceKey place, EnvironmentSpec environment, Release release, CancellationToken ct);

    /// <summary>Ends one instance: asks (SIGTERM), waits up to the grace, then kills. Stopping what is gone changes nothing. The caller has drained it.</summary>
    Task StopAsync(PlaceKey place, string instance, TimeSpan grace, CancellationToken ct);

    /// <summary>The last lines that an instance wrote, oldest first; empty when none are kept.</summary>
    Task<IReadOnlyList<string>> ReadLastLinesAsync(PlaceKey place, string instance, int lines, CancellationToken ct);
}

public enum InstanceState
{
    /// <summary>Runs, not ready yet; within its readiness timeout.</summary>
    Starting,
    Ready,

    /// <summary>Was ready and does not answer its probe now.</summary>
    Unready,

    /// <summary>Never got ready in time, or exited. Kept for a look.</summary>
    Failed,
}

/// <param name="Id">Unique within the place.</param>
/// <param name="Slot">0 … replicas − 1 within its release.</param>
/// <param name="Address">Where it serves, an absolute http or https address.</param>

public sealed record Instance(string Id, int Release, int Slot, string Address, InstanceState State, DateTimeOffset StartedAt)
{
    public int? Pid { get; init; }

    public int? ExitCode { get; init; }

    /// <summary>Why it is not ready, in a sentence, with the last line it wrote where that helps.</summary>
    public string? Problem { get; init; }
}

/// <summary>The world refused. Transient when trying again can help.</summary>
public sealed class RuntimeException(string message, bool isTransient, Exception? inner = null) : Exception(message, inner)
{
    public bool IsTransient { get; } = isTransient;
}
