using static Sluice.Domain.Services.ServiceEvent;

namespace Sluice.Domain.Services;

/// <summary>How services and releases come to be. Pure.</summary>
public static class ServiceDecider
{
    /// <summary>Declaring what is declared already, in the same words, changes nothing; new environments are added, and their metrics changed where they are given; other changes are refused.</summary>
    /// <param name="others">The tenant's other services, which keep their hosts and path prefixes.</param>
    /// <param name="foreign">Services of other tenants behind the same gateway: they keep theirs too, and no answer names them.</param>
    public static Decision Declare(Service? state, ServiceName name, ValueList<EnvironmentSpec> environments, IEnumerable<Service> others, IEnumerable<Service>? foreign = null)
    {
        if (ServiceRules.Check(name, environments) is { Count: > 0 } errors)
        {
            return Decision.Refuse(new Refusal.Invalid(errors));
        }

        if (ServiceRules.CheckPlaces(environments, state, others, foreign ?? []) is { Count: > 0 } taken)
        {
            return Decision.Refuse(new Refusal.Invalid(taken));
        }

        if (state is null)
        {
            return new Decision.Accepted([], [new ServiceDeclared(name, environments)]);
        }

        if (environments.FirstOrDefault(e => state.Environment(e.Name) is { } known && !known.Spec.IsSamePlace(e)) is { } other)
        {
            return Decision.Refuse(new Refusal.Conflict($"Environment {other.Name} of {name} is declared already, with another runtime or router."));
        }

        var changed = environments.Where(e => e.Metrics is not null && state.Environment(e.Name) is { } known && !e.Metrics.Equals(known.Spec.Metrics ?? [])).ToList();
        if (changed.Find(e => state.Environment(e.Name)!.Holder is not null) is { } busy)
        {
            return Decision.Refuse(new Refusal.Conflict($"{state.Environment(busy.Name)!.Holder} is under way in {busy.Name} of {name} and is judged by its metrics: change them when it has ended."));
        }

        var agreed = environments.Where(e => e.OverrideApproval is { } rule && state.Environment(e.Name) is { } known && rule != (known.Spec.OverrideApproval ?? ServiceEnvironment.NobodyElse)).ToList();
        if (agreed.Find(e => state.Environment(e.Name)!.Holder is not null) is { } held)
        {
            return Decision.Refuse(new Refusal.Conflict($"{state.Environment(held.Name)!.Holder} is under way in {held.Name} of {name}: change who must agree to orders against the verdict when it has ended."));
        }

        var rest = state.Environments.Select(e => e.Spec).Where(known => environments.All(e => e.Name != known.Name)).ToList();
        if (environments.FirstOrDefault(e => rest.Any(known => known.Router.Takes(e.Router))) is { } same)
        {
            return Decision.Refuse(new Refusal.Conflict($"Environment {same.Name} of {name} needs a host and path prefix that no other environment has."));
        }

        ValueList<ServiceEvent> added =
        [
            .. environments.Where(e => state.Environment(e.Name) is null).Select(e => new EnvironmentDeclared(e)),
            .. agreed.Select(e => new OverrideApprovalDeclared(e.Name, e.OverrideApproval!)),
            .. changed.Select(e => new MetricsDeclared(e.Name, e.Metrics!)),
        ];
        return added.Count > 0 ? new Decision.Accepted([], added) : Decision.Ignore("it is declared already");
    }

    /// <summary>The profile as a whole takes the place of what was said before.</summary>
    public static Decision Describe(Service state, ServiceProfile profile) => ServiceProfileRules.Check(profile) switch
    {
        { Count: > 0 } errors => Decision.Refuse(new Refusal.Invalid(errors)),
        _ when profile == state.Profile => Decision.Ignore("it says so already"),
        _ => new Decision.Accepted([], [new ProfileChanged(profile)]),
    };

    /// <summary>The new release gets the next number.</summary>
    public static Decision AddRelease(Service state, ReleaseSpec release)
    {
        var errors = ServiceRules.Check(release, string.Empty).ToList();
        if (errors.Count == 0 && !state.Environments.Any(e => ServiceRules.Mismatch(release, e.Spec) is null))
        {
            errors.Add(ServiceRules.Mismatch(release, state.Environments[0].Spec)!);
        }

        return errors.Count > 0
            ? Decision.Refuse(new Refusal.Invalid(errors.ToValueList()))
            : new Decision.Accepted([], [new ReleaseAdded(state.Releases.Count + 1, release)]);
    }

    /// <summary>An image was fetched for a release.</summary>
    public static Decision FetchImage(Service state, int release, FetchedImage image) =>
        state.FetchedImages.Contains(image) && !state.GoneImages.Any(gone => state.Release(gone.Release)?.Spec.ImageIdentity == image.Image)
            ? Decision.Ignore("it is known already")
            : new Decision.Accepted([], [new ImageFetched(release, image.Image, image.Id)]);

    /// <summary>What a tag stood for when the first instance of a release was made. It never changes: two places that began at once agree on the first.</summary>
    public static Decision ResolveImage(Service state, int release, ResolvedImage image) => state.Release(release) switch
    {
        { Resolved: null, Spec.Image: { } name } when !ImageReference.IsPinned(name) => new Decision.Accepted([], [new ImageResolved(release, image.Id, image.Digest)]),
        _ => Decision.Ignore("it is known already"),
    };

    /// <summary>An image of old releases is not there any more. What has come to need it since fetches it again.</summary>
    public static Decision LoseImage(Service state, RemovableImage image) =>
        IsKnownGone(state, image) ? Decision.Ignore("it is known already")
        : state.Releases.Any(release => release.Spec.ImageIdentity == image.Image && !image.Releases.Contains(release.Number)) || ImageRetention.IsUnderWay(state) || state.Environments.Any(place => image.Releases.Any(place.Uses))
            ? Decision.Ignore("something needs it by now")
            : new Decision.Accepted([], [new ImageGone(image.Image, image.Releases)]);

    public static bool IsKnownGone(Service state, RemovableImage image) => image.Releases.All(release => state.GoneImages.Any(known => known.Release == release));
}
