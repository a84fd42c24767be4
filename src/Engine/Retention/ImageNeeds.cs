using Sluice.Domain;
using Sluice.Domain.Freezes;
using Sluice.Domain.Services;
using Sluice.Engine.Live;

namespace Sluice.Engine.Retention;

/// <summary>What may go of a service's images, and what must stay for it and for all others.</summary>
internal sealed class ImageNeeds(StateCache states, int kept)
{
    public static bool HasContainers(Service service) => service.Environments.Any(place => place.Spec.Runtime.Kind == RuntimeKind.Container);

    /// <summary>Without asking what others need, which takes longer: as a rule there is nothing to take away.</summary>
    public async Task<bool> MayHaveRemovableAsync(TenantId tenant, Service service, CancellationToken ct) =>
        ImageRetention.Removable(service, kept, await BeforeAsync(tenant, service, ct), new HashSet<string>(), []).Count > 0;

    /// <returns>Nothing while the tenant's engine is paused.</returns>
    public async Task<(ValueList<RemovableImage> Removable, NeededImages Needed)> OfAsync(TenantId tenant, ServiceName name, CancellationToken ct)
    {
        var (elsewhere, fetched, own) = (new HashSet<string>(StringComparer.Ordinal), new List<FetchedImage>(), (Service?)null);
        foreach (var (owner, service) in WithContainers())
        {
            fetched.AddRange(service.FetchedImages);
            if (owner == tenant && service.Name == name)
            {
                own = service;
            }
            else
            {
                elsewhere.UnionWith(ImageRetention.Needed(service, kept, await BeforeAsync(owner, service, ct)));
            }
        }

        if (own is null || (await states.FindFreezesAsync(tenant, ct)).State.EnginePause is not null)
        {
            return ([], new([]));
        }

        var before = await BeforeAsync(tenant, own, ct);
        return (ImageRetention.Removable(own, kept, before, elsewhere, fetched), new(elsewhere.Concat(ImageRetention.Needed(own, kept, before))));
    }

    /// <summary>As it is stored at this moment: an image is taken away seldom, and what was asked for a moment ago may have changed.</summary>
    /// <returns>What must stay; null when the image must, too.</returns>
    public async Task<NeededImages?> StillMayAsync(TenantId tenant, ServiceName name, RemovableImage image, CancellationToken ct)
    {
        await states.RefreshAsync(tenant, FreezeBook.Stream, ct);
        foreach (var (owner, service) in WithContainers())
        {
            await states.RefreshAsync(owner, service.Name.Stream, ct);
        }

        var (removable, needed) = await OfAsync(tenant, name, ct);
        return removable.Contains(image) ? needed : null;
    }

    private List<(TenantId Tenant, Service Service)> WithContainers() => [.. states.Services().Select(one => (one.Tenant, one.Service.State)).Where(one => HasContainers(one.State))];

    /// <summary>What was live before what is live: the way back leads there.</summary>
    private async Task<IReadOnlyList<int>> BeforeAsync(TenantId tenant, Service service, CancellationToken ct)
    {
        var before = new List<int>();
        foreach (var place in service.Environments)
        {
            if (place.LiveBy is { } id && await states.FindDeploymentAsync(tenant, id, ct) is { State: var deployment } && (deployment.Stable?.Release ?? deployment.Spec.FromRelease) is { } release)
            {
                before.Add(release);
            }
        }

        return before;
    }
}
