using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Options;
using Sluice.Domain.Services;
using Sluice.Engine.Workloads.Processes;

namespace Sluice.Engine.Workloads.Containers;

/// <summary>
/// Sees to it that the engine has a release's image, by its pull policy. Fetching takes its time and goes on beside the looks; meanwhile
/// the release shows one instance that waits.
/// </summary>
internal sealed class ImageSupply(EngineApi api, IOptions<ContainerOptions> options, FetchedImages fetchedImages, TimeProvider time) : IDisposable
{
    private readonly RegistryLogins _logins = new(options);
    private readonly ConcurrentDictionary<(PlaceKey Place, int Release), ImagePull> _pulls = new();
    private readonly ConcurrentDictionary<(string Id, string? Reference), string> _digests = new();

    /// <returns>The image's id; null while it is being fetched.</returns>
    /// <exception cref="RuntimeException">It is not there and may not or cannot be fetched. The next call tries anew.</exception>
    public async Task<string?> GetAsync(PlaceKey place, Release release, CancellationToken ct)
    {
        var policy = (release.Spec.Container ?? ContainerSpec.Default).Pull;
        var key = (place, release.Number);
        var fetched = false;
        if (_pulls.TryGetValue(key, out var pull))
        {
            if (!pull.Done.IsCompleted)
            {
                return null;
            }

            _pulls.TryRemove(key, out _);
            using (pull)
            {
                await pull.Done;
            }

            fetched = true;
        }

        var there = policy == PullPolicy.Always && !fetched && release.Resolved is null ? null : await FindAsync(place, release, ct);
        if (there is not null)
        {
            return there.Id;
        }

        if (policy == PullPolicy.Never || fetched || ToFetch(release) is not { } reference)
        {
            throw new RuntimeException(WhyMissing(place, release, fetched), isTransient: false);
        }

        _pulls[key] = ImagePull.Begin(reference, options.Value.PullTimeout, api, _logins, late => NoteAsync(place, release, late), time);
        return null;
    }

    /// <summary>By what its name stood for when its first instance was made: the name may stand for another one since, or for none. Null when that is known to the engine alone.</summary>
    private static string? ToFetch(Release release) => release.Resolved switch
    {
        null => release.Spec.Image!,
        { Digest: { } digest } => $"{ImageReference.NameOf(release.Spec.Image!)}@{digest}",
        _ => null,
    };

    private static string WhyMissing(PlaceKey place, Release release, bool fetched) => release.Resolved is { } known
        ? $"Release {release.Number} of {place} runs the image {known.Digest ?? known.Id}, for which {release.Spec.Image} stood when it was first started. The engine does not have it{WhyNotFetched(known, fetched)}. Another image is another release: add one."
        : $"Release {release.Number} of {place} needs the image {release.Spec.Image}, which the engine does not have{(fetched ? " although it fetched it" : " and may not fetch: its pull policy is never")}.";

    private static string WhyNotFetched(ResolvedImage known, bool fetched) => (known.Digest, fetched) switch
    {
        (_, true) => " although it fetched it",
        (null, _) => " any more, and no registry that it could be fetched from was known to have it",
        _ => " any more and may not fetch it: its pull policy is never",
    };

    /// <summary>Instances that wait for their image.</summary>
    public IEnumerable<Instance> Waiting(PlaceKey place) =>
        from pull in _pulls
        where pull.Key.Place == place && !pull.Value.Done.IsCompleted
        orderby pull.Key.Release
        select new Instance(IdOf(pull.Key.Place, pull.Key.Release), pull.Key.Release, Slot: 0, Address: "", InstanceState.Starting, pull.Value.StartedAt) { Problem = pull.Value.Progress, IsFetching = true };

    /// <summary>False when no such instance waits.</summary>
    public bool Cancel(PlaceKey place, string instance)
    {
        foreach (var (key, _) in _pulls.Where(pull => pull.Key.Place == place && IdOf(place, pull.Key.Release) == instance))
        {
            if (_pulls.TryRemove(key, out var pull))
            {
                pull.Dispose();
                return true;
            }
        }

        return false;
    }

    /// <summary>What identifies the image for good: its digest in a registry, or where it never was in one, its id.</summary>
    public async Task<string> DigestAsync(string imageId, string? reference, CancellationToken ct)
    {
        if (_digests.TryGetValue((imageId, reference), out var known))
        {
            return known;
        }

        if (await api.FindImageAsync(imageId, ct) is not { } there)
        {
            return imageId;
        }

        var name = reference is null ? "" : ImageReference.NameOf(reference);
        var digests = there.RepoDigests ?? [];

        // One image may be known by several digests, that of a list for several platforms among them: the one that was asked for is it, if it is there.
        var asked = reference?.IndexOf('@', StringComparison.Ordinal) is > 0 and var at ? reference[at..] : null;
        var digest = (asked is null ? null : digests.FirstOrDefault(d => d.EndsWith(asked, StringComparison.Ordinal)))
            ?? digests.FirstOrDefault(d => d.Split('@')[0].EndsWith(name, StringComparison.Ordinal)) ?? (digests is [var first, ..] ? first : null);
        return _digests[(imageId, reference)] = digest is null ? imageId : digest[(digest.IndexOf('@', StringComparison.Ordinal) + 1)..];
    }

    /// <summary>What a tag stood for; null while the engine does not have the image, only what was made of it.</summary>
    public async Task<ResolvedImage?> ResolveAsync(string imageId, string reference, CancellationToken ct)
    {
        if (await api.FindImageAsync(imageId, ct) is null)
        {
            return null;
        }

        var digest = await DigestAsync(imageId, reference, ct);
        return new(ImageIds.Bare(imageId), digest == imageId ? null : digest);
    }

    public void Dispose()
    {
        foreach (var pull in _pulls.Values)
        {
            pull.Dispose();
        }
    }

    /// <summary>A name that was built here has another id than what its registry gives.</summary>
    private async Task NoteAsync(PlaceKey place, Release release, CancellationToken ct)
    {
        if (await api.FindImageAsync(ImageIds.NameOf(release), ct) is { } there)
        {
            fetchedImages.Add(place, release.Number, new(release.Spec.ImageIdentity!, ImageIds.Bare(there.Id)));
        }
    }

    private async Task<ImageDetail?> FindAsync(PlaceKey place, Release release, CancellationToken ct)
    {
        try
        {
            return await api.FindImageAsync(ImageIds.NameOf(release), ct);
        }
        catch (EngineException ex)
        {
            throw new RuntimeException($"The image {release.Spec.Image} of release {release.Number} of {place} was refused by the engine: {ex.Message.TrimEnd('.')}.", isTransient: !ex.IsForGood, ex);
        }
    }

    private static string IdOf(PlaceKey place, int release) => string.Create(
        CultureInfo.InvariantCulture, $"{PathName.Of(place.Service.Value)}-{PathName.Of(place.Environment.Value)}-r{release}-image");
}
