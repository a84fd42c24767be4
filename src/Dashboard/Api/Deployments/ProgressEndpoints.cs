using Sluice.Dashboard.Access;
using Sluice.Dashboard.Api.Shapes;
using Sluice.Dashboard.Deployments;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Rolling;
using Sluice.Engine.Live;

namespace Sluice.Dashboard.Api.Deployments;

/// <summary>How far a deployment is, operation by operation.</summary>
internal static class ProgressEndpoints
{
    public static void MapProgress(this IEndpointRouteBuilder api) =>
        api.MapGet("/deployments/{id}/operations", ReadAsync).Describe("list_operations", "What a deployment does, operation by operation, and how each instance is")
            .RequireAuthorization(Policies.View).Produces<ProgressView>().MayRefuse(404, 409);

    private static async Task<IResult> ReadAsync(CurrentActor current, string id, ILiveStates live, IPlaceStatuses places, CancellationToken ct)
    {
        var d = (await live.GetAsync(current.Tenant, id, ct)).State;
        return await live.FindServiceAsync(current.Tenant, d.Spec.Service, ct) is { State: var service } && service.Environment(d.Spec.Environment) is { } place
            ? Results.Ok(Show(OperationsView.Of(service, d, Seen()), Notices()))
            : throw DeploymentLookup.NotFound(id);

        PlaceStatus? Seen() => places.Find(new(current.Tenant, d.Spec.Service, d.Spec.Environment));

        ValueList<PlaceNotice> Notices() => Seen() is { } status && NoticesView.Concerns(d, place)
            ? PlaceNotices.Of(service, d, InstanceSteps.Observed(status), status.MissingImages, status.LookedAt)
            : [];
    }

    private static ProgressView Show(OperationsView view, ValueList<PlaceNotice> notices) => new(
        [.. view.Operations.Select(one => new OperationStatusView(
            Words.Of(one.Operation.Kind), one.Operation.Phase, one.Operation.Release, one.Operation.Instances, one.Operation.Share?.Percent, Words.Of(one.State), one.Since, one.Reason))],
        [.. view.Instances.Select(one => new InstanceStepView(one.Instance.Id, one.Instance.Release, Words.Of(InstanceSteps.Of(one)), one.Instance.Problem, one.Open, one.Instance.Restarts))],
        [.. notices.Select(notice => new NoticeView(Words.Of(notice.Kind), notice.Sentence))]);
}
