using Sluice.Domain.Analysis;
using Sluice.Domain.Rollbacks;
using Sluice.Domain.Services;
using Sluice.Domain.Validation;
using static Sluice.Domain.Deployments.DeploymentEvent;
using static Sluice.Domain.Services.ServiceEvent;

namespace Sluice.Domain.Deployments;

/// <summary>
/// What runs already where nothing was ever deployed: its release, and a deployment that has succeeded. Nothing is started and nobody is asked, so only
/// what somebody else runs can be recorded: of processes and containers Sluice would start its own beside those that it does not know. Pure.
/// </summary>
public static class InitialRecord
{
    /// <param name="release">A release that is there; null where <paramref name="fresh"/> comes with the order.</param>
    /// <returns>The deployment that stands for it: the next number, or the one that was recorded before by the same order.</returns>
    public static (DeploymentId Id, Decision Decision) Record(Service service, EnvironmentName environment, int? release, ReleaseSpec? fresh)
    {
        var id = DeploymentId.Of(service.Name, service.LastDeployment + 1);
        var errors = new List<FieldError>();
        var place = DeploymentCreation.FindPlace(service, environment, errors);
        errors.AddRange(DeploymentCreation.ReleaseErrors(service, place, release, fresh));
        if (errors.Count > 0 || place is null)
        {
            return (id, Decision.Refuse(new Refusal.Invalid(errors.ToValueList())));
        }

        if (place is { LiveIsRecorded: true, Live: { } known, LiveBy: { } earlier } && (fresh ?? service.Release(release!.Value)!.Spec) == service.Release(known)!.Spec)
        {
            return (earlier, Decision.Ignore("it is recorded already"));
        }

        return (id, Against(service, place) ?? Accept(service, place, id, release, fresh));
    }

    /// <summary>Why nothing can be recorded there, whatever runs; null when it can.</summary>
    public static Decision? Against(Service service, ServiceEnvironment place) => place switch
    {
        { Spec.Runtime.Kind: not RuntimeKind.External } =>
            Decision.Illegal($"Sluice starts what runs in {place.Spec.Name} itself, and takes nothing over that somebody else started. Deploy the release; only of the runtime external can be recorded what runs already."),
        { LiveIsRecorded: true } => Decision.Illegal($"Release {place.Live} is recorded for {place.Spec.Name} of {service.Name} already, by {place.LiveBy}. What has changed since is a deployment."),
        { Live: { } live } => Decision.Illegal($"Release {live} is live in {place.Spec.Name} of {service.Name}, deployed by {place.LiveBy}. Only where nothing was ever deployed can be recorded what runs already."),
        { Holder: { } holder } => Decision.Refuse(new Refusal.Busy(holder)),
        { Queue: [var next, ..] } => Decision.Refuse(new Refusal.Busy(next)),
        { Scheduled: [var next, ..] } => Decision.Refuse(new Refusal.Busy(next.Deployment)),
        { Frozen: { } freeze } => Decision.Illegal(freeze.Sentence),
        _ => null,
    };

    private static Decision.Accepted Accept(Service service, ServiceEnvironment place, DeploymentId id, int? release, ReleaseSpec? fresh)
    {
        var number = release ?? service.Releases.Count + 1;
        var spec = new DeploymentSpec(
            id, service.LastDeployment + 1, service.Name, place.Spec.Name, DeploymentKind.Initial, FromRelease: null, number,
            PlanBuilder.Instant(TimeSpan.Zero), new Thresholds(), new AnalysisSettings { Enabled = false }, new RollbackPolicy());
        ValueList<ServiceEvent> added = fresh is null ? [] : [new ReleaseAdded(number, fresh)];
        return new(
            [new DeploymentCreated(spec), new DeploymentSucceeded(NoOp: true)],
            [
                .. added,
                new DeploymentNumbered(spec.Number, id, place.Spec.Name),
                new ReleaseWentLive(place.Spec.Name, number, id, Standby: null, StandbyUntil: null) { Recorded = true },
            ]);
    }
}
