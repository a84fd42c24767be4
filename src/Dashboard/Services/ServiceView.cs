using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Engine.Live;

namespace Sluice.Dashboard.Services;

/// <summary>What one place does now.</summary>
/// <param name="Active">The deployment that holds the place.</param>
/// <param name="LiveBy">The deployment that brought what serves: going back starts from it.</param>
public sealed record PlaceNow(ServiceEnvironment Place, Deployment? Active, Deployment? LiveBy, PlaceStatus? Status)
{
    /// <summary>Null when going back is legal.</summary>
    public string? ReasonAgainstGoingBack => LiveBy is { } deployment ? Legality.Of(deployment, Place, DeploymentAction.RollBack).ReasonIfNot : null;
}

/// <summary>A service as its page draws it.</summary>
public sealed record ServiceView(Service Service, ValueList<PlaceNow> Places)
{
    /// <exception cref="Engine.Store.StoreUnavailableException">A deployment that is not in memory cannot be read.</exception>
    internal static async Task<ServiceView?> ReadAsync(ILiveStates live, IPlaceStatuses statuses, TenantId tenant, ServiceName name, CancellationToken ct)
    {
        if (await live.FindServiceAsync(tenant, name, ct) is not { State: var service })
        {
            return null;
        }

        var places = new List<PlaceNow>();
        foreach (var place in service.Environments)
        {
            places.Add(new(place, await FindAsync(place.Holder), await FindAsync(place.LiveBy), statuses.Find(new PlaceKey(tenant, name, place.Spec.Name))));
        }

        return new(service, places.ToValueList());

        async ValueTask<Deployment?> FindAsync(DeploymentId? id) => id is { } known ? (await live.FindDeploymentAsync(tenant, known, ct))?.State : null;
    }
}
