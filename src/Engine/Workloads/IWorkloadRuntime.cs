using System.Collections.ObjectModel;
using Sluice.Domain.Services;
using Sluice.Domain.Snapshots;

namespace Sluice.Engine.Workloads;

/// <summary>
/// Runs instances of releases. Level-triggered: callers inspect, compare and ask again, so every call may be repeated.
/// Failures of the world are <see cref="RuntimeException"/>; an instance that fails is not an exception but a state.
/// </summary>
public interface IWorkloadRuntime
{
    RuntimeKind Kind { get; }

    /// <summary>Why this installation can run nothing of this kind, in a sentence; null when it can. A deployment that needs it is refused with it.</summary>
    string? WhyNot => null;

    /// <summary>Why this installation does not run such a release, although it runs others, in sentences; null when it does.</summary>
    string? WhyNotRun(ReleaseSpec release) => null;

    /// <summary>Runs what is run once for a deployment; null where nobody here could.</summary>
    IHookRunner? Hooks => null;

    /// <summary>
    /// Every instance of the place that exists, ready or not, exited ones included while they are kept for a look.
    /// Instances that an earlier control plane started are found again, not doubled. Probes readiness; takes about a second at most.
    /// </summary>
    /// <param name="releases">
    /// The specs of the place's releases by number, for probing. Endpoints that someone else runs are listed for each of these releases until they
    /// are stopped, so give only releases that matter.
    /// </param>
    /// <exception cref="RuntimeException">The instances' state cannot be read.</exception>
    Task<IReadOnlyList<Instance>> InspectAsync(PlaceKey place, IReadOnlyDictionary<int, ReleaseSpec> releases, CancellationToken ct);

    /// <summary>
    /// Sees to it that each of these slots of the release has an instance. Others are left alone. Starting what runs changes nothing. Does not wait for readiness.
    /// A failed instance that had been ready is started again after a pause of 1, 2, 4 … 30 s, with the same id and another address;
    /// one that never was ready stays failed until it is stopped, so trying again means to stop it first.
    /// </summary>
    /// <param name="slots">At most 100, numbered from 0; for endpoints they say nothing.</param>
    /// <exception cref="RuntimeException">It cannot be started at all: no such program or working directory, no free port, no command or endpoints in the release.</exception>
    Task StartAsync(PlaceKey place, EnvironmentSpec environment, Release release, IReadOnlyCollection<int> slots, CancellationToken ct);

    /// <summary>
    /// Ends one instance: asks (SIGTERM), waits up to the grace, then kills. Afterwards it is not listed any more.
    /// Stopping what is gone changes nothing. The caller has drained it. Cancelled, it is still being stopped: call again to finish.
    /// </summary>
    /// <exception cref="RuntimeException">It does not end, even when killed.</exception>
    Task StopAsync(PlaceKey place, string instance, TimeSpan grace, CancellationToken ct);

    /// <summary>Whether an instance of the release could be started without fetching its image first. True where there are no images.</summary>
    /// <exception cref="RuntimeException">It cannot be found out.</exception>
    Task<bool> HasImageAsync(Release release, CancellationToken ct) => Task.FromResult(true);

    /// <summary>How instances of the place were made, as the runtime itself says, by their ids. Values of variables are among it. Those of which nothing more is known are left out.</summary>
    /// <exception cref="RuntimeException">It cannot be found out.</exception>
    Task<IReadOnlyDictionary<string, InstanceDetail>> DescribeAsync(PlaceKey place, CancellationToken ct) =>
        Task.FromResult<IReadOnlyDictionary<string, InstanceDetail>>(ReadOnlyDictionary<string, InstanceDetail>.Empty);

    /// <summary>The last lines that an instance wrote, oldest first; empty when none are kept. The lines of the last few stopped ones are.</summary>
    Task<IReadOnlyList<string>> ReadLastLinesAsync(PlaceKey place, string instance, int lines, CancellationToken ct);
}

/// <summary>How an instance is.</summary>
public enum InstanceState
{
    /// <summary>Runs, not ready yet; within its readiness timeout.</summary>
    Starting,
    Ready,

    /// <summary>Was ready and does not answer its probe now.</summary>
    Unready,

    /// <summary>Never got ready in time (it may still run), or exited. Kept for a look.</summary>
    Failed,
}

/// <summary>One running copy of a release, as last seen.</summary>
/// <param name="Id">Unique within the place.</param>
/// <param name="Slot">0 … replicas − 1 within its release.</param>
/// <param name="Address">Where it serves, an absolute http or https address. Another one after a restart. Empty while it has none: it was not started yet.</param>
/// <param name="StartedAt">For endpoints that someone else runs: when they were first heard of.</param>
public sealed record Instance(string Id, int Release, int Slot, string Address, InstanceState State, DateTimeOffset StartedAt)
{
    /// <summary>Of a living process.</summary>
    public int? Pid { get; init; }

    /// <summary>Null also when nobody saw it. 128 and the signal's number after a signal.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Of a container: the beginning of its id.</summary>
    public string? Container { get; init; }

    /// <summary>Of a container: the image as the release names it.</summary>
    public string? Image { get; init; }

    /// <summary>Of a container: what that name stood for when it was made. The digest in its registry; the image's id when it never was in one.</summary>
    public string? Digest { get; init; }

    /// <summary>Started again so often in a row, without a quiet time in between.</summary>
    public int Restarts { get; init; }

    /// <summary>Its image is being fetched: nothing runs yet.</summary>
    public bool IsFetching { get; init; }

    /// <summary>It is ready, and says that it could do better: why. It serves like any other.</summary>
    public string? Degraded { get; init; }

    /// <summary>It was asked to end, by this control plane or an earlier one, which cannot be taken back.</summary>
    public bool IsStopping { get; init; }

    /// <summary>It was ready once, before a restart perhaps: when it fails now, that is a crash and not a failed start.</summary>
    public bool WasReady { get; init; }

    /// <summary>Why it is not ready, to be read after its name, with the last line it wrote where that helps.</summary>
    public string? Problem { get; init; }
}

/// <summary>The world refused. Transient when trying again can help.</summary>
public sealed class RuntimeException(string message, bool isTransient, Exception? inner = null) : Exception(message, inner)
{
    public bool IsTransient { get; } = isTransient;

    /// <summary>It was not even begun, because the engine is at work for others: no sign against what was to be started.</summary>
    public bool IsPutOff { get; init; }
}
