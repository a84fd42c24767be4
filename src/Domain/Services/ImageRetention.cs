namespace Sluice.Domain.Services;

/// <summary>An image that no release of a service needs any more, and the releases that name it.</summary>
public sealed record RemovableImage(string Image, ValueList<int> Releases)
{
    /// <summary>What Sluice fetched under that name. Anything else that bears it nobody would bring back.</summary>
    public ValueList<string> Ids { get; init; } = [];
}

/// <summary>Which images of a service stay. Pure: whether one is there, or is used by a container, only the engine knows.</summary>
public static class ImageRetention
{
    /// <summary>How many releases keep their images unless the installation says otherwise.</summary>
    public const int UsuallyKept = 10;

    /// <summary>
    /// Images that must stay: of the newest releases, of what serves or stands by, of what could be gone back to, and what may not be fetched. All of them while something is under way:
    /// what it may yet need nobody can say.
    /// </summary>
    /// <param name="kept">How many of the newest releases.</param>
    /// <param name="before">What was live before what is live, in any place.</param>
    public static IEnumerable<string> Needed(Service service, int kept, IEnumerable<int> before) => Keeping(service, kept, before).Select(ImageOf).Distinct(StringComparer.Ordinal);

    /// <param name="neededElsewhere">Images that other services need.</param>
    /// <param name="fetched">By Sluice, for any service.</param>
    public static ValueList<RemovableImage> Removable(Service service, int kept, IEnumerable<int> before, IReadOnlySet<string> neededElsewhere, IEnumerable<FetchedImage> fetched)
    {
        var needed = Needed(service, kept, before).Concat(neededElsewhere).ToHashSet(StringComparer.Ordinal);
        var ids = fetched.ToLookup(image => image.Image, image => image.Id, StringComparer.Ordinal);
        return WithImage(service).GroupBy(ImageOf, StringComparer.Ordinal).Where(image => !needed.Contains(image.Key))
            .Select(image => new RemovableImage(image.Key, image.Select(release => release.Number).ToValueList()) { Ids = ids[image.Key].Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToValueList() })
            .ToValueList();
    }

    public static bool IsUnderWay(Service service) => service.Environments.Any(place => place is not { Holder: null, Queue.Count: 0, Scheduled.Count: 0 });

    private static IEnumerable<Release> Keeping(Service service, int kept, IEnumerable<int> before)
    {
        var (isUnderWay, numbers) = (IsUnderWay(service), before.ToHashSet());
        return WithImage(service).Where((release, index) =>
            isUnderWay || index < kept || numbers.Contains(release.Number) || MayNotBeFetched(release) || service.Environments.Any(place => place.Uses(release.Number)));
    }

    /// <summary>Newest first.</summary>
    private static IEnumerable<Release> WithImage(Service service) => service.Releases.Reverse().Where(release => release.Spec.Image is not null);

    private static bool MayNotBeFetched(Release release) => release.Spec.Container?.Pull == PullPolicy.Never;

    private static string ImageOf(Release release) => release.Spec.ImageIdentity!;
}
