using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Engine.Workloads;

namespace Sluice.Engine.Control;

/// <summary>The state of a place at the beginning of a look, and the world it wants.</summary>
internal sealed record PlaceView(Service Service, ServiceEnvironment Environment, Deployment? Active, Wanted Wanted)
{
    /// <summary>Those that are to run, and those of which something is still there.</summary>
    public IReadOnlyDictionary<int, ReleaseSpec> ReleasesThatMatter(IEnumerable<Instance> seen)
    {
        var numbers = Wanted.Running.Concat(seen.Select(i => i.Release)).ToHashSet();
        return Service.Releases.Where(r => numbers.Contains(r.Number)).ToDictionary(r => r.Number, r => IsUnasked(r.Number) ? r.Spec with { Readiness = r.Spec.Readiness.Unasked } : r.Spec);
    }

    private bool IsUnasked(int release) => release == Active?.Spec.ToRelease ? Active.Spec.SkipHealth : Environment.HealthSkipped.Contains(release);

    /// <summary>A failed start of an earlier attempt at the same release: it is in the way of this one, and says nothing about it.</summary>
    public bool IsLeftOver(Instance instance) =>
        instance.State == InstanceState.Failed
        && Active is { Stage: RunStage.Apply, StartedAt: { } startedAt }
        && instance.Release == Active.Spec.ToRelease
        && instance.StartedAt < startedAt;
}
