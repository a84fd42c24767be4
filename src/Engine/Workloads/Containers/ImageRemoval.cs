using Sluice.Domain.Services;

namespace Sluice.Engine.Workloads.Containers;

/// <summary>What came of an image that may go.</summary>
internal enum ImageFate
{
    Stays,
    WasNotThere,
    TakenAway,
}

/// <summary>Takes an image away that nothing needs: never one that a container uses, whoever made it, and only what Sluice fetched itself, so that it can be fetched again.</summary>
internal sealed class ImageRemoval(EngineApi api, ImagesInUse inUse)
{
    /// <param name="stillMay">Asked last: what must stay now, also when it is the same image under another name; null when this one must.</param>
    /// <exception cref="RuntimeException">The engine does not answer.</exception>
    public async Task<ImageFate> RunAsync(RemovableImage image, Func<CancellationToken, Task<NeededImages?>> stillMay, CancellationToken ct)
    {
        if (await api.FindImageAsync(image.Image, ct) is not { } there)
        {
            return ImageFate.WasNotThere;
        }

        if (!image.Ids.Contains(ImageIds.Bare(there.Id)))
        {
            return ImageFate.Stays;
        }

        using var alone = inUse.TakeAway(there.Id);
        return alone is not null && await stillMay(ct) is { } needed && !await IsNeededAsync(there, needed, ct) && await TryAsync(image.Image, ct) ? ImageFate.TakenAway : ImageFate.Stays;
    }

    private async Task<bool> IsNeededAsync(ImageDetail there, NeededImages needed, CancellationToken ct)
    {
        var id = ImageIds.Bare(there.Id);
        return (await api.ListAllAsync(ct)).Any(container => ImageIds.Bare(container.ImageId) == id)
            || (await api.ListImagesAsync(ct)).Any(image => ImageIds.Bare(image.Id) == id && (image.RepoTags ?? []).Concat(image.RepoDigests ?? []).Any(needed.Has));
    }

    private async Task<bool> TryAsync(string image, CancellationToken ct)
    {
        try
        {
            await api.RemoveImageAsync(image, ct);
            return true;
        }
        catch (EngineException)
        {
            // Somebody has begun to use it. It is asked again.
            return false;
        }
    }
}
