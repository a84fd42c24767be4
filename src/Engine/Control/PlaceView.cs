using Sluice.Domain.Deployments;
using Sluice.Domain.Services;

namespace Sluice.Engine.Control;

/// <summary>The state of a place at the beginning of a look, and the world it wants.</summary>
internal sealed record PlaceView(Service Service, ServiceEnvironment Environment, Deployment? Active, Wanted Wanted)
{
    public IReadOnlyDictionary<int, ReleaseSpec> Releases { get; } = Service.Releases.ToDictionary(r => r.Number, r => r.Spec);
}
