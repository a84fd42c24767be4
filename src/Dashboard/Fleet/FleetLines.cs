using Sluice.Dashboard.Deployments;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Engine.Live;

namespace Sluice.Dashboard.Fleet;

/// <summary>Makes lines from what is known of a place. Pure.</summary>
internal static class FleetLines
{
    /// <param name="deployment">The one that holds the place, or a failed one that nothing has replaced.</param>
    public static FleetLine Of(Service service, ServiceEnvironment place, Deployment? deployment, PlaceStatus? status, bool sourceIsDown)
    {
        var verdict = deployment switch
        {
            null => null,
            { CanaryHasTraffic: true } => status?.Verdict ?? deployment.Verdict,
            _ => deployment.Verdict,
        };
        var attention = deployment is null ? Attention.Calm : Attentions.Of(deployment, verdict, sourceIsDown);
        return Line(service, place, $"{service.Name}/{place.Spec.Name}", attention, deployment) with
        {
            Verdict = verdict,
            Measured = deployment is null ? null : Measured.OfVerdict(deployment, status),
            Served = deployment is { CanaryHasTraffic: true } ? status?.ServedCanary?.Percent : null,
        };
    }

    public static FleetLine Queued(Service service, ServiceEnvironment place, DeploymentId id, Deployment? deployment) =>
        Line(service, place, $"{service.Name}/{place.Spec.Name}#{id}", Attention.Waiting, deployment) with { Behind = place.Holder };

    private static FleetLine Line(Service service, ServiceEnvironment place, string key, Attention attention, Deployment? deployment) =>
        new(key, service.Name, place.Spec.Name, attention, deployment)
        {
            Place = place,
            Team = service.Profile.Team,
            Live = place.Live,
            LiveTitle = Title(service, place.Live),
            LiveSince = place.LiveSince,
            Release = deployment is null ? null : service.Release(deployment.Spec.ToRelease),
        };

    private static string? Title(Service service, int? release) => release is { } number ? service.Release(number)?.Spec.Title : null;
}
