using Sluice.Dashboard.Access;
using Sluice.Dashboard.Api.Input;
using Sluice.Dashboard.Api.Problems;
using Sluice.Dashboard.Api.Shapes;
using Sluice.Dashboard.Api.Strategies;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Rolling;
using Sluice.Domain.Services;
using Sluice.Domain.Strategies;
using Sluice.Domain.Validation;
using Sluice.Engine.Live;

namespace Sluice.Dashboard.Api.Deployments;

/// <summary>What a deployment would do, before there is one.</summary>
internal static class PreviewEndpoints
{
    public static void MapPreviews(this IEndpointRouteBuilder api) =>
        api.MapPost("/deployments/preview", PreviewAsync).Describe("preview_deployment", "Work out what a deployment would do; nothing is created and nothing touched")
            .RequireAuthorization(Policies.Operate).Reads<DeploymentBody>(orYaml: true).Produces<PreviewView>().MayRefuse(422);

    private static async Task<IResult> PreviewAsync(HttpContext http, CurrentActor current, ILiveStates live, StrategyBook book, CancellationToken ct)
    {
        var input = await RequestBody.ReadJsonOrYamlAsync(http, ct);
        var name = DeploymentInput.ReadService(input);
        var service = Slug.IsValid(name.Value) ? await live.FindServiceAsync(current.Tenant, name, ct) : null;
        var request = DeploymentInput.Read(input, book, service?.State);
        input.Done();
        if (service is null)
        {
            input.Errors.Add("service", InputErrors.Short(request.Service.Value), "the name of a declared service");
        }

        var decision = service is null ? null : DeploymentCreation.Create(service.State, request).Decision;
        input.Errors.AddRules(decision is Decision.Refused { Refusal: Refusal.Invalid invalid } ? invalid.Errors : []);
        Problem.ThrowIfAny(input.Errors);
        return Results.Ok(Show(service!.State, request, (decision as Decision.Refused)?.Refusal.Sentence));
    }

    private static PreviewView Show(Service service, DeploymentRequest request, string? wouldWait)
    {
        var plan = DeploymentPreview.Plan(service, request)!;
        return new(
            Words.Of(request.Strategy),
            Words.Of(plan.Kind),
            [.. plan.Phases.Select(phase => new PlannedPhaseView(phase.Share.Percent, Durations.Format(phase.Hold), phase.Instances, phase.NeedsApproval))],
            [.. DeploymentPreview.Operations(service, request).Select(o => new OperationView(Words.Of(o.Kind), o.Phase, o.Release, o.Instances, o.Share?.Percent))],
            wouldWait,
            [.. DeploymentWarnings.For(request)],
            StrategyViews.Of(request.Custom));
    }
}
