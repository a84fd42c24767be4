using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Domain.Traffic;
using Sluice.Domain.Validation;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Domain.Rolling;

public enum NoticeKind
{
    /// <summary>Two releases serve, and nothing moves on.</summary>
    MixedVersions,

    /// <summary>What runs is not the image of its release.</summary>
    WrongImage,

    /// <summary>Nothing has moved for longer than it may take.</summary>
    Stalled,

    /// <summary>The engine does not have the image that a return would start.</summary>
    PreviousImageMissing,
}

/// <summary>Something that goes wrong quietly.</summary>
public sealed record PlaceNotice(NoticeKind Kind, string Sentence);

/// <summary>Tells what goes wrong quietly, from the state and what is seen. Pure.</summary>
public static class PlaceNotices
{
    /// <param name="missingImages">Releases whose image the engine does not have.</param>
    public static ValueList<PlaceNotice> Of(Service service, Deployment d, IReadOnlyCollection<ObservedInstance> seen, IReadOnlyCollection<int> missingImages, DateTimeOffset now) =>
    [
        .. Mixed(d, seen),
        .. WrongImages(service, d, seen),
        .. Stalled(service, d, seen, now),
        .. Missing(service, d, missingImages),
    ];

    /// <summary>While a plan or a return is carried out two releases serve by intent.</summary>
    private static IEnumerable<PlaceNotice> Mixed(Deployment d, IReadOnlyCollection<ObservedInstance> seen)
    {
        var serving = seen.Where(instance => instance.IsServing && Concerns(d, instance)).GroupBy(instance => instance.Release).OrderBy(own => own.Key).ToList();
        if (serving.Count > 1 && d.Status is Ended or Paused { Reason: PauseReason.Failure })
        {
            var each = serving.Select(own => FormattableString.Invariant($"release {own.Key} with {own.Count()} {(own.Count() == 1 ? "instance" : "instances")}"));
            yield return new(NoticeKind.MixedVersions, $"Two versions serve side by side{(d.Status is Ended ? " after its end" : ", and nothing moves on by itself")}: {string.Join(" and ", each)}.");
        }
    }

    private static IEnumerable<PlaceNotice> WrongImages(Service service, Deployment d, IReadOnlyCollection<ObservedInstance> seen)
    {
        foreach (var own in seen.Where(instance => instance.Image is not null && !instance.IsLeaving && Concerns(d, instance)).GroupBy(instance => instance.Release).OrderBy(own => own.Key))
        {
            var image = service.Release(own.Key)?.Spec.Image;
            if (own.FirstOrDefault(instance => instance.Image != image || !Fits(image, instance.Digest)) is { } other)
            {
                yield return new(NoticeKind.WrongImage, FormattableString.Invariant($"{other.Id} runs {other.Image} ({other.Digest ?? "no digest"}), which is not the image of release {own.Key}, {image ?? "which has none"}."));
            }
            else if (own.Select(instance => instance.Digest).Distinct().Count() > 1)
            {
                yield return new(NoticeKind.WrongImage, FormattableString.Invariant($"The instances of release {own.Key} run different images under one name: {string.Join(", ", own.Select(instance => instance.Digest).Distinct())}."));
            }
        }
    }

    /// <summary>A name with a digest stands for one image for good.</summary>
    private static bool Fits(string? image, string? digest) => image is null || digest is null || image.IndexOf('@', StringComparison.Ordinal) is var at && (at < 0 || image[(at + 1)..] == digest);

    private static IEnumerable<PlaceNotice> Stalled(Service service, Deployment d, IReadOnlyCollection<ObservedInstance> seen, DateTimeOffset now)
    {
        // A check that runs has a time of its own; one that cannot begin has not.
        if (d is not { Status: Running { Stage: RunStage.Apply or RunStage.Shift }, HookIsInTheWay: false } || (d.PreviewIsInTheWay && !IsShort(service, d, seen)))
        {
            yield break;
        }

        var since = new[] { (d.PreviewIsInTheWay ? d.PreviewRun!.StartedAt : d.Phase >= 0 ? d.Phases[d.Phase].StartedAt : d.StartedAt) ?? now, d.CarriedOnAt ?? DateTimeOffset.MinValue, d.Phase < 0 ? (d.PreviewRun ?? d.Hook)?.EndedAt ?? DateTimeOffset.MinValue : DateTimeOffset.MinValue }.Max();
        var budget = d.Spec.Plan.Phases[Math.Max(d.Phase, 0)].EffectiveBudget;
        if (now - since >= budget)
        {
            yield return new(NoticeKind.Stalled, d.Stage == RunStage.Apply
                ? $"No progress since {since.UtcDateTime:HH:mm:ss} UTC, longer than {Durations.Format(budget)}: {(d.PreviewIsInTheWay ? "not all instances that are to be checked are ready" : "the instances of the release do not get ready")}."
                : $"No progress since {since.UtcDateTime:HH:mm:ss} UTC, longer than {Durations.Format(budget)}: the share that was asked for is not in force.");
        }
    }

    private static bool IsShort(Service service, Deployment d, IReadOnlyCollection<ObservedInstance> seen) =>
        d.PreviewRun is { IsUnderWay: true } && seen.Count(instance => instance.Release == d.Spec.ToRelease && instance is { IsReady: true, IsLeaving: false }) < service.Release(d.Spec.ToRelease)?.Spec.Replicas;

    /// <summary>As long as going back is what would start it.</summary>
    private static IEnumerable<PlaceNotice> Missing(Service service, Deployment d, IReadOnlyCollection<int> missingImages)
    {
        if (d.Stable is { Release: var stable } && d.Status is not Ended { Outcome: not Outcome.Succeeded } && missingImages.Contains(stable) && service.Release(stable)?.Spec is { Image: { } image } spec)
        {
            yield return new(NoticeKind.PreviousImageMissing, (spec.Container ?? ContainerSpec.Default).Pull == PullPolicy.Never
                ? FormattableString.Invariant($"Going back could not start release {stable}: the engine does not have {image} any more, and may not fetch it.")
                : FormattableString.Invariant($"Going back would have to fetch {image} of release {stable} first: the engine does not have it any more."));
        }
    }

    private static bool Concerns(Deployment d, ObservedInstance instance) => instance.Release == d.Spec.ToRelease || instance.Release == (d.StableIsKnown ? d.Stable?.Release : d.Spec.FromRelease);
}
