using Sluice.Domain;
using Sluice.Domain.Services;
using Sluice.Engine.Live;

namespace Sluice.Dashboard.Deployments;

/// <summary>The instances of the two releases, as last seen.</summary>
public sealed record InstancesView(PlaceKey Place, RuntimeKind Runtime, int Canary, ValueList<InstanceStatus> Instances)
{
    public static InstancesView Of(TenantId tenant, DeploymentSnapshot view)
    {
        var (stable, canary) = (view.StableRelease, view.State.Spec.ToRelease);
        var seen = view.Status?.Instances.Where(i => i.Instance.Release == canary || i.Instance.Release == stable)
            .OrderByDescending(i => i.Instance.Release).ThenBy(i => i.Instance.Slot) ?? Enumerable.Empty<InstanceStatus>();
        return new(
            new(tenant, view.State.Spec.Service, view.State.Spec.Environment),
            view.Place.Spec.Runtime.Kind,
            canary,
            seen.ToValueList());
    }
}
