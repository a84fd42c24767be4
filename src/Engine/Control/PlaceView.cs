using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Rolling;
using Sluice.Domain.Services;
using Sluice.Engine.Workloads;

namespace Sluice.Engine.Control;

/// <summary>The state of a place at the beginning of a look, and the world it wants.</summary>
internal sealed record PlaceView(Service Service, ServiceEnvironment Environment, Deployment? Active, Wanted Wanted)
{
    private static readonly TimeSpan s_untilTriedAgain = TimeSpan.FromSeconds(30);

    /// <summary>Which instances of each release are to run now, while they take each other's place; null: all.</summary>
    public RollingSlots? Slots { get; init; }

    public bool Wants(Instance instance) => Wanted.Running.Contains(instance.Release) && SlotsOf(instance.Release)?.Contains(instance.Slot) != false;

    /// <summary>Null: as many as the release has.</summary>
    public ValueList<int>? SlotsOf(int release) => (Wanted.Rolling, Slots) switch
    {
        ({ } targets, { } slots) when release == targets.OldRelease => slots.Old,
        ({ } targets, { } slots) when release == targets.NewRelease => slots.New,
        _ => null,
    };

    /// <summary>Those that are to run, and those of which something is still there.</summary>
    public IReadOnlyDictionary<int, ReleaseSpec> ReleasesThatMatter(IEnumerable<Instance> seen)
    {
        var numbers = Wanted.Running.Concat(seen.Select(i => i.Release)).ToHashSet();
        return Service.Releases.Where(r => numbers.Contains(r.Number)).ToDictionary(r => r.Number, r => IsUnasked(r.Number) ? r.Spec with { Readiness = r.Spec.Readiness.Unasked() } : r.Spec);
    }

    private bool IsUnasked(int release) => release == Active?.Spec.ToRelease && release != Environment.Live ? Active.Spec.SkipHealth : Environment.HealthSkipped.Contains(release) || (Environment.Unfinished is { SkipHealth: true } left && left.Release == release);

    /// <summary>
    /// A failed start of an earlier attempt at the same release, or of before people went on after it: it is in the way of this one, and says nothing about it.
    /// Nor does one of what is live, where instances take each other's place.
    /// </summary>
    public bool IsLeftOver(Instance instance) =>
        instance.State == InstanceState.Failed
        && Active is { StartedAt: { } startedAt } active
        && (active.Stage == RunStage.Apply || (active.Stage == RunStage.Shift && active.Spec.Plan.Rolling is not null))
        && (instance.Release == active.Spec.ToRelease || (instance is { WasReady: false } && active.Spec.Plan.Rolling is not null && instance.Release == active.Stable?.Release))
        && instance.StartedAt < (active.CarriedOnAt ?? startedAt);

    /// <summary>One of what is live that should have come back and did not get ready. On a way back nobody else serves in its place.</summary>
    public bool IsToBeTriedAgain(Instance instance, DateTimeOffset now) =>
        Wanted.Rolling is { New: 0 } targets
        && instance is { State: InstanceState.Failed, WasReady: false }
        && instance.Release == targets.OldRelease
        && now - instance.StartedAt >= s_untilTriedAgain;
}
