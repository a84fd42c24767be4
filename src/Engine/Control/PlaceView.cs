using Sluice.Domain.Deployments;
using Sluice.Domain.Services;

namespace Sluice.Engine.Control;

/// <summary>The state of a place at the beginning of a look, and the world it wants.</summary>
internal sealed record PlaceView(Service Service, ServiceEnvironment Environment, Deployment? Active, Wanted Wanted)
{
    /// <summary>The releases that matter here now: what is wanted, and what a deployment goes from and to.</summary>
    public IReadOnlyDictionary<int, ReleaseSpec> Releases { get; } =
        new[] { Environment.Live, Environment.Standby?.Release, Active?.Stable?.Release, Active?.Spec.ToRelease }
            .OfType<int>().Concat(Wanted.Running).Distinct().ToDictionary(number => number, number => Service.Release(number)!.Spec);
}
