using Sluice.Domain.Services;

namespace Sluice.Engine.Workloads.Containers;

/// <summary>Takes images away that nothing needs: never one that a container uses, whoever made it, and never one that could not be fetched again.</summary>
internal sealed class ImageRemoval(EngineApi api)
{
    /// <param name="removable">By what releases call them.</param>
    /// <param name="needed">What must stay, also when it is the same image under another name.</param>
    /// <returns>Those that are not there, and whether they were until now.</returns>
    /// <exception cref="RuntimeException">The engine does not answer.</exception>
    public async Task<IReadOnlyList<(RemovableImage Image, bool WasThere)>> RunAsync(IReadOnlyList<RemovableImage> removable, IReadOnlySet<string> needed, CancellationToken ct)
    {
        var gone = new List<(RemovableImage, bool)>();
        HashSet<string>? inUse = null;
        foreach (var image in removable)
        {
            if (await api.FindImageAsync(image.Image, ct) is not { } there)
            {
                gone.Add((image, false));
                continue;
            }

            inUse ??= await InUseAsync(needed, ct);
            if (CanBeFetched(there) && !inUse.Contains(Bare(there.Id)) && await TryAsync(image.Image, ct))
            {
                gone.Add((image, true));
            }
        }

        return gone;
    }

    private async Task<HashSet<string>> InUseAsync(IReadOnlySet<string> needed, CancellationToken ct)
    {
        var ids = (await api.ListAllAsync(ct)).Select(container => Bare(container.ImageId)).ToHashSet(StringComparer.Ordinal);
        ids.UnionWith((await api.ListImagesAsync(ct)).Where(image => NamesOf(image).Any(name => Endings(name).Any(needed.Contains))).Select(image => Bare(image.Id)));
        return ids;
    }

    private static IEnumerable<string> NamesOf(ImageItem image) => (image.RepoTags ?? []).Concat(image.RepoDigests ?? []);

    /// <summary>A release may leave the registry and the folder out, which engines fill in. One that happens to end alike stays too, which does no harm.</summary>
    private static IEnumerable<string> Endings(string name)
    {
        yield return name;
        for (var slash = name.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = name.IndexOf('/', slash + 1))
        {
            yield return name[(slash + 1)..];
        }
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

    /// <summary>What was never in a registry nobody would bring back.</summary>
    private static bool CanBeFetched(ImageDetail there) => there.RepoDigests is { Count: > 0 };

    /// <summary>Engines write ids with and without it.</summary>
    private static string Bare(string id) => id.StartsWith("sha256:", StringComparison.Ordinal) ? id["sha256:".Length..] : id;
}
