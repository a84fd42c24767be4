namespace Sluice.Domain.Services;

/// <summary>An image that no release of a service needs any more, and the releases that name it.</summary>
public sealed record RemovableImage(string Image, ValueList<int> Releases);

/// <summary>Which images of a service stay. Pure: whether one is there, or is used by a container, only the engine knows.</summary>
public static class ImageRetention
{
    /// <summary>How many releases keep their images unless the installation says otherwise.</summary>
    public const int UsuallyKept = 10;

    /// <summary>How engines name what no registry has.</summary>
    private const string MadeHere = "localhost/";

    /// <summary>Images that must stay: of the newest releases, of what serves or stands by, and of what could be gone back to.</summary>
    /// <param name="kept">How many of the newest releases.</param>
    /// <param name="before">What was live before what is live, in any place.</param>
    public static IEnumerable<string> Needed(Service service, int kept, IEnumerable<int> before) => Keeping(service, kept, before).Select(ImageOf).Distinct(StringComparer.Ordinal);

    /// <summary>None while something is under way: what it may yet need nobody can say.</summary>
    /// <param name="neededElsewhere">Images that other services need.</param>
    public static ValueList<RemovableImage> Removable(Service service, int kept, IEnumerable<int> before, IReadOnlySet<string> neededElsewhere)
    {
        if (service.Environments.Any(place => place is not { Holder: null, Queue.Count: 0, Scheduled.Count: 0 }))
        {
            return [];
        }

        var needed = Needed(service, kept, before).Concat(neededElsewhere).ToHashSet(StringComparer.Ordinal);
        return WithImage(service).GroupBy(ImageOf, StringComparer.Ordinal)
            .Where(image => !needed.Contains(image.Key) && image.All(MayBeFetchedAgain))
            .Select(image => new RemovableImage(image.Key, image.Select(release => release.Number).ToValueList())).ToValueList();
    }

    private static IEnumerable<Release> Keeping(Service service, int kept, IEnumerable<int> before)
    {
        var numbers = before.Concat(service.Environments.SelectMany(place => new[] { place.Live, place.Standby?.Release, place.Unfinished?.Release }).OfType<int>()).ToHashSet();
        return WithImage(service).Where((release, index) => numbers.Contains(release.Number) || index < kept);
    }

    /// <summary>Newest first.</summary>
    private static IEnumerable<Release> WithImage(Service service) => service.Releases.Reverse().Where(release => release.Spec.Image is not null);

    /// <summary>Where Sluice may not fetch, and what was made on the engine's machine, somebody else put there, and nobody would bring it back.</summary>
    private static bool MayBeFetchedAgain(Release release) =>
        (release.Spec.Container ?? ContainerSpec.Default).Pull != PullPolicy.Never && !release.Spec.Image!.StartsWith(MadeHere, StringComparison.Ordinal);

    private static string ImageOf(Release release) => ImageReference.WithTag(release.Spec.Image!);
}
