using Sluice.Domain.Services;

namespace Sluice.Engine.Workloads;

/// <summary>The runtimes of this installation, by kind.</summary>
public sealed class WorkloadRuntimes(IEnumerable<IWorkloadRuntime> runtimes)
{
    private readonly Dictionary<RuntimeKind, IWorkloadRuntime> _runtimes = runtimes.ToDictionary(r => r.Kind);

    /// <summary>Why nothing of this kind can be run here; null when it can.</summary>
    public string? WhyNot(RuntimeKind kind) => _runtimes.TryGetValue(kind, out var runtime) ? runtime.WhyNot : $"There is no runtime of the kind {kind}.";

    /// <summary>The same for one release.</summary>
    public string? WhyNot(RuntimeKind kind, ReleaseSpec release) => WhyNot(kind) ?? _runtimes[kind].WhyNotRun(release);

    /// <exception cref="RuntimeException">This installation has no such runtime.</exception>
    public IWorkloadRuntime For(RuntimeKind kind) =>
        _runtimes.TryGetValue(kind, out var runtime) ? runtime : throw new RuntimeException($"There is no runtime of the kind {kind}.", isTransient: false);
}
