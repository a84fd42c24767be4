using Sluice.Domain;
using Sluice.Domain.Services;

namespace Sluice.Engine.Commands;

internal sealed partial class CommandBus
{
    /// <summary>Writes down that an image was fetched.</summary>
    public Task<CommandAnswer> FetchImageAsync(TenantId tenant, ServiceName service, int release, FetchedImage image, CancellationToken ct) => WithServiceAsync(
        tenant,
        service,
        CommandContext.Engine,
        known => ValueTask.FromResult<Attempt>(new(ServiceDecider.FetchImage(known.State, release, image), service, known.Version, Deployment: null, Found: null, Release: null)),
        ct);

    /// <summary>Writes down what the tag of a release's image stood for.</summary>
    public Task<CommandAnswer> ResolveImageAsync(TenantId tenant, ServiceName service, int release, ResolvedImage image, CancellationToken ct) => WithServiceAsync(
        tenant,
        service,
        CommandContext.Engine,
        known => ValueTask.FromResult<Attempt>(new(ServiceDecider.ResolveImage(known.State, release, image), service, known.Version, Deployment: null, Found: null, Release: null)),
        ct);

    /// <summary>Writes down that the image of old releases is not there any more.</summary>
    public Task<CommandAnswer> LoseImageAsync(TenantId tenant, ServiceName service, RemovableImage image, CancellationToken ct) => WithServiceAsync(
        tenant,
        service,
        CommandContext.Engine,
        known => ValueTask.FromResult<Attempt>(new(ServiceDecider.LoseImage(known.State, image), service, known.Version, Deployment: null, Found: null, Release: null)),
        ct);
}
