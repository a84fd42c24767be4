using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;

namespace Sluice.Dashboard.Presence;

/// <summary>What people look at: a deployment, or the form of a new one.</summary>
/// <param name="Name">How nodes name it to each other.</param>
internal readonly record struct Sight(TenantId Tenant, string Name)
{
    public static Sight Of(TenantId tenant, DeploymentId deployment) => new(tenant, deployment.Value);

    // No deployment has such an id.
    public static Sight OfForm(TenantId tenant, ServiceName service) => new(tenant, $"{service.Value}/new");
}
