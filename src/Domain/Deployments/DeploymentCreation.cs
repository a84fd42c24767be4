using System.Globalization;
using Sluice.Domain.Analysis;
using Sluice.Domain.Hooks;
using Sluice.Domain.Rollbacks;
using Sluice.Domain.Rolling;
using Sluice.Domain.Services;
using Sluice.Domain.Strategies;
using Sluice.Domain.Validation;
using static Sluice.Domain.Deployments.DeploymentEvent;
using static Sluice.Domain.Services.ServiceEvent;

namespace Sluice.Domain.Deployments;

/// <summary>How a deployment comes to be: asked for, repeated, or going back. Pure.</summary>
public static class DeploymentCreation
{
    /// <summary>The id is the next number of the service; it exists only if the decision is accepted and stored.</summary>
    public static (DeploymentId Id, Decision Decision) Create(Service service, DeploymentRequest request)
    {
        var id = NextId(service);
        var errors = new List<FieldError>();
        var place = FindPlace(service, request.Environment, errors);
        var own = (place is null ? service.Environments : [place]).SelectMany(one => one.Spec.Metrics ?? []).ToValueList();
        errors.InsertRange(0, DeploymentRequestRules.Check(request, own));
        var wanted = request.NewRelease ?? (request.Release is { } named ? service.Release(named)?.Spec : null);
        var live = place?.Live is { } serving ? service.Release(serving)?.Spec : null;
        var (plan, planErrors) = PlanBuilder.Build(InPlace.Complete(request.Plan, wanted, live));
        errors.AddRange(planErrors);
        errors.AddRange(ReleaseErrors(service, place, request.Release, request.NewRelease));
        if (place is not null && (InPlace.Mismatch(request.Strategy, place.Spec) ?? CustomStrategyRules.Mismatch(request, place.Spec) ?? HookRules.Mismatch(request.Plan, place.Spec)) is { } foreign)
        {
            errors.Add(foreign);
        }

        if (errors.Count > 0 || place is null || plan is null)
        {
            return (id, Decision.Refuse(new Refusal.Invalid(errors.ToValueList())));
        }

        // Nothing serves yet and nobody is about to: there is nothing to shift from, hence one phase.
        if (place is { Live: null, Holder: null, Queue.Count: 0 } && request.StartAt is null)
        {
            plan = PlanBuilder.Instant(plan.Phases[plan.Last].Hold) with { Standby = plan.Standby, PreviewCheck = plan.PreviewCheck };
        }

        // What is live cannot be started beside itself: to replace its instances takes a release of its own that says the same.
        var fresh = request.NewRelease ?? (request is { ForceRecreate: true, DryRun: false } && request.Release is { } again && again == place.Live ? service.Release(again)!.Spec : null);
        var release = fresh is null ? request.Release!.Value : service.Releases.Count + 1;
        var spec = new DeploymentSpec(
            id, service.LastDeployment + 1, service.Name, place.Spec.Name, DeploymentKind.Deployment, place.Live, release,
            plan, request.Thresholds, request.Analysis, request.Rollback, request.DryRun)
        {
            Strategy = request.Strategy,
            Custom = request.Custom,
            ForceRecreate = request.ForceRecreate,
            SkipHealth = request.SkipHealth,
            StartAt = request.StartAt,
            Findings = request is { DryRun: true, Findings.Count: > 0 } ? request.Findings : null,
            Metrics = OwnMetricRules.Named(request, own),
            Template = request.Template is { } begun && service.Profile.Team is { } team ? new(team, begun.Name, begun.Version) : null,
        };
        ServiceEvent[] added = fresh is null ? [] : [new ReleaseAdded(release, fresh)];
        return (id, Begin(place, spec, added, request.AutoStart, request.Queue));
    }

    /// <summary>The same again, as a new deployment.</summary>
    public static (DeploymentId Id, Decision Decision) Retry(Service service, Deployment old, bool queue)
    {
        var place = service.Environment(old.Spec.Environment)!;
        var id = NextId(service);
        if (Legality.Of(old, Free(place), DeploymentAction.Retry) is { ReasonIfNot: { } reason })
        {
            return (id, Decision.Illegal(reason));
        }

        var spec = old.Spec with { Id = id, Number = service.LastDeployment + 1, FromRelease = place.Live, RetryOf = old.Id, StartAt = null, Findings = null };
        return (id, Begin(place, spec, [], autoStart: true, queue));
    }

    /// <summary>Back to what this deployment replaced: an instant switch without gates, which takes the old one's place in history.</summary>
    public static (DeploymentId Id, Decision Decision) GoBack(Service service, Deployment old)
    {
        var place = service.Environment(old.Spec.Environment)!;
        var id = NextId(service);
        if (!old.Status.IsTerminal)
        {
            return (id, Decision.Illegal("It has not ended yet."));
        }

        if (Legality.Of(old, Free(place), DeploymentAction.RollBack) is { ReasonIfNot: { } reason })
        {
            return (id, Decision.Illegal(reason));
        }

        var spec = new DeploymentSpec(
            id, service.LastDeployment + 1, service.Name, place.Spec.Name, DeploymentKind.Rollback, place.Live, old.Stable!.Release,
            InPlace.Back(old.Spec.Plan, service.Release(old.Stable.Release)!.Spec) ?? PlanBuilder.Instant(TimeSpan.Zero), new Thresholds(), new AnalysisSettings { Enabled = false }, new RollbackPolicy(), Supersedes: old.Id)
        {
            SkipHealth = place.HealthSkipped.Contains(old.Stable.Release),
        };
        return (id, Begin(place, spec, [], autoStart: true, queue: false));
    }

    private static Decision Begin(ServiceEnvironment place, DeploymentSpec spec, ServiceEvent[] before, bool autoStart, bool queue)
    {
        var created = new DeploymentCreated(spec);
        ValueList<ServiceEvent> numbered = [.. before, new DeploymentNumbered(spec.Number, spec.Id, place.Spec.Name)];
        ValueList<ServiceEvent> queued = [.. numbered, new PlaceQueued(place.Spec.Name, spec.Id)];
        var freeze = Legality.Freeze(spec, place)?.Sentence;
        if (spec.StartAt is { } at)
        {
            return new Decision.Accepted([created], [.. numbered, new PlaceScheduled(place.Spec.Name, spec.Id, at)]);
        }

        return (autoStart, place.InTheWayOf(spec.Kind)) switch
        {
            (false, _) => new Decision.Accepted([created], numbered),
            (true, null) when freeze is not null => new Decision.Accepted([created, new DeploymentQueued(Behind: null) { Freeze = freeze }], queued),
            (true, null) => new Decision.Accepted([created, new DeploymentStarted()], [.. numbered, new PlaceTaken(place.Spec.Name, spec.Id)]),
            (true, { } holder) when queue => new Decision.Accepted([created, new DeploymentQueued(holder) { Freeze = freeze }], queued),
            (true, { } holder) => Decision.Refuse(new Refusal.Busy(holder)),
        };
    }

    /// <summary>Who holds the place is asked last, so that "not at all" is not taken for "not yet".</summary>
    private static ServiceEnvironment Free(ServiceEnvironment place) => place with { Holder = null, Queue = [] };

    private static DeploymentId NextId(Service service) => DeploymentId.Of(service.Name, service.LastDeployment + 1);

    internal static ServiceEnvironment? FindPlace(Service service, EnvironmentName? name, List<FieldError> errors)
    {
        var names = string.Join(", ", service.Environments.Select(e => e.Spec.Name));
        if (name is null && service.Environments.Count == 1)
        {
            return service.Environments[0];
        }

        var place = name is { } given ? service.Environment(given) : null;
        if (place is null)
        {
            errors.Add(new("environment", name?.Value ?? "nothing", $"one of {service.Name}'s environments: {names}"));
        }

        return place;
    }

    /// <param name="release">A release that is there, or <paramref name="fresh"/>: one that comes with the order.</param>
    internal static IEnumerable<FieldError> ReleaseErrors(Service service, ServiceEnvironment? place, int? release, ReleaseSpec? fresh)
    {
        if ((release is null) == (fresh is null))
        {
            yield return new("release", release is null ? "nothing" : "both", "the number of a release, or a new release inline");
            yield break;
        }

        if (release is { } number && service.Release(number) is null)
        {
            var known = service.Releases.Count == 0 ? "there is none yet" : $"1 to {service.Releases.Count}";
            yield return new("release", number.ToString(CultureInfo.InvariantCulture), $"a release of {service.Name}: {known}");
            yield break;
        }

        var spec = fresh ?? service.Release(release!.Value)!.Spec;
        if (fresh is not null)
        {
            foreach (var error in ServiceRules.Check(spec, "release."))
            {
                yield return error;
            }
        }

        if (place is not null && ServiceRules.Mismatch(spec, place.Spec) is { } mismatch)
        {
            yield return mismatch;
        }
    }
}
