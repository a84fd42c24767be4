using Sluice.Domain.Deployments;
using Sluice.Domain.Planning;
using Sluice.Domain.Services;

namespace Sluice.Domain.Rolling;

/// <summary>What a deployment that was asked for would do, before it exists.</summary>
public static class DeploymentPreview
{
    /// <returns>Null while something in the request is wrong.</returns>
    public static PhasePlan? Plan(Service service, DeploymentRequest request) =>
        (DeploymentCreation.Create(service, request with { AutoStart = false, StartAt = null }).Decision as Decision.Accepted)?.Events.OfType<DeploymentEvent.DeploymentCreated>().FirstOrDefault()?.Spec.Plan;

    /// <returns>Nothing while something in the request is wrong, and where what is live runs the same.</returns>
    public static ValueList<Operation> Operations(Service service, DeploymentRequest request)
    {
        var plan = Plan(service, request);
        var place = request.Environment is { } name ? service.Environment(name) : service.Environments is [var only, ..] ? only : null;
        var release = request.NewRelease ?? (request.Release is { } number ? service.Release(number)?.Spec : null);
        if (plan is null || place is null || release is null)
        {
            return [];
        }

        var live = place.Live is { } serving ? service.Release(serving) : null;
        if (live is not null && !request.ForceRecreate && Compare(service, live, request) is { ChangesNothing: true })
        {
            return [];
        }

        return OperationPlan.For(plan, live is null ? null : (live.Number, Count(live.Spec)), request.Release ?? service.Releases.Count + 1, Count(release), release.PreDeploy is not null);
    }

    /// <returns>Null where nobody said which release is to run.</returns>
    public static SpecComparison? Compare(Service service, Release live, DeploymentRequest request) =>
        request.NewRelease is { } fresh ? SpecComparison.Compare(live.Spec, fresh)
        : request.Release is { } number && service.Release(number) is { } known ? SpecComparison.Compare(live, known)
        : null;

    private static int Count(ReleaseSpec release) => release.Endpoints?.Count ?? release.Replicas;
}
