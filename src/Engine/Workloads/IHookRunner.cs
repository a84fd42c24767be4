using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Hooks;
using Sluice.Domain.Services;

namespace Sluice.Engine.Workloads;

/// <summary>One run of a command of one deployment.</summary>
public sealed record HookRunId(DeploymentId Deployment, int Attempt)
{
    /// <summary>Which of its commands.</summary>
    public HookStage Stage { get; init; }
}

/// <summary>What a run runs.</summary>
public sealed record HookOrder(HookRunId Run, HookCommand Command)
{
    /// <summary>Of a check on the preview: the instances that it is about, by slot, all of which have an address.</summary>
    public ValueList<Instance> Preview { get; init; } = [];
}

/// <summary>How a run is.</summary>
public abstract record HookSighting
{
    private HookSighting()
    {
    }

    /// <summary>It is about to be started.</summary>
    /// <param name="Why">What it waits for, in words, such as how far an image is fetched.</param>
    public sealed record Waiting(string Why) : HookSighting;

    public sealed record Running(DateTimeOffset StartedAt) : HookSighting;

    public sealed record Ended(HookEnd How) : HookSighting;
}

/// <summary>
/// Runs commands of deployments, each run once: what was started is found again after a crash and never started a second time, and a run that is gone without a trace of its end is
/// told as lost. Level-triggered, as <see cref="IWorkloadRuntime"/>, and with the same exceptions.
/// </summary>
public interface IHookRunner
{
    /// <summary>How the run is; null when it was never started here.</summary>
    /// <exception cref="RuntimeException">It cannot be found out.</exception>
    Task<HookSighting?> LookAsync(PlaceKey place, HookRunId run, CancellationToken ct);

    /// <summary>Starts a run that was never started; may take several calls, while an image is fetched. Starting what was started changes nothing.</summary>
    /// <exception cref="RuntimeException">It cannot be started: no such program, image or user.</exception>
    Task StartAsync(PlaceKey place, EnvironmentSpec environment, Release release, HookOrder order, CancellationToken ct);

    /// <summary>Asks it to end, waits up to the grace, kills. Afterwards it is seen as ended from outside. Cancelled, it is still being ended: call again to finish.</summary>
    /// <exception cref="RuntimeException">It does not end, even when killed.</exception>
    Task EndAsync(PlaceKey place, HookRunId run, TimeSpan grace, CancellationToken ct);

    /// <summary>The last lines that it wrote, oldest first; empty when none are kept.</summary>
    Task<IReadOnlyList<string>> ReadLastLinesAsync(PlaceKey place, HookRunId run, int lines, CancellationToken ct);

    /// <summary>Forgets every other run of the place, and kills what is left of it. The last lines of the last few are kept.</summary>
    Task TidyAsync(PlaceKey place, HookRunId? but, CancellationToken ct);
}
