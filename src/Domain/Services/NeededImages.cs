namespace Sluice.Domain.Services;

/// <summary>Images that must stay, recognised under whatever name an engine has them.</summary>
public sealed class NeededImages(IEnumerable<string> references)
{
    private const string DockerHub = "docker.io/";
    private const string DockersOwn = "library/";

    private readonly HashSet<string> _names = references.Select(ImageReference.Identity).SelectMany(Written).ToHashSet(StringComparer.Ordinal);

    /// <param name="name">With tag or digest, as the engine has it.</param>
    public bool Has(string name) => Endings(name).Concat(Digest(name)).Any(_names.Contains);

    /// <summary>Docker leaves its own registry out, and a digest is the same content under any name.</summary>
    private static IEnumerable<string> Written(string image)
    {
        var name = image.StartsWith(DockerHub, StringComparison.Ordinal) ? image[DockerHub.Length..] : image;
        return [image, name, name.StartsWith(DockersOwn, StringComparison.Ordinal) ? name[DockersOwn.Length..] : name, .. Digest(image)];
    }

    private static IEnumerable<string> Digest(string name) => name.IndexOf('@', StringComparison.Ordinal) is >= 0 and var at ? [name[at..]] : [];

    /// <summary>A release may leave the registry and the folder out, which engines fill in. One that happens to end alike stays too, which does no harm.</summary>
    private static IEnumerable<string> Endings(string name)
    {
        yield return name;
        for (var slash = name.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = name.IndexOf('/', slash + 1))
        {
            yield return name[(slash + 1)..];
        }
    }
}
