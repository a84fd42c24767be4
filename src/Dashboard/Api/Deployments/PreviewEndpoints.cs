using Microsoft.AspNetCore.Mvc;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Api.Input;
using Sluice.Dashboard.Api.Problems;
using Sluice.Dashboard.Api.Shapes;
using Sluice.Dashboard.Api.Strategies;
using Sluice.Dashboard.NewDeployment;
using Sluice.Domain;
using Sluice.Domain.Analysis.Ledgers;
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
    /// <summary>Of the parameter; true asks how good canaries would have fared.</summary>
    private const string TriesName = "back_test";

    public static void MapPreviews(this IEndpointRouteBuilder api) =>
        api.MapPost("/deployments/preview", PreviewAsync).Describe("preview_deployment", "Work out what a deployment would do; nothing is created and nothing touched")
            .RequireAuthorization(Policies.Operate).Reads<DeploymentBody>(orYaml: true).Produces<PreviewView>().MayRefuse(422);

    private static async Task<IResult> PreviewAsync(
        HttpContext http, CurrentActor current, ILiveStates live, StrategyBook book, BackTestDesk backTests, [FromQuery(Name = TriesName)] string? backTest, CancellationToken ct)
    {
        var input = await RequestBody.ReadJsonOrYamlAsync(http, ct);
        var name = DeploymentInput.ReadService(input);
        var service = Slug.IsValid(name.Value) ? await live.FindServiceAsync(current.Tenant, name, ct) : null;
        var request = DeploymentInput.Read(input, book, service?.State);
        var query = new QueryInput(http.Request.Query);
        var tries = query.Flag(TriesName) ?? false;
        input.Done();
        input.Errors.AddRules(query.Errors.All);
        if (service is null)
        {
            input.Errors.Add("service", InputErrors.Short(request.Service.Value), "the name of a declared service");
        }

        var decision = service is null ? null : DeploymentCreation.Create(service.State, request).Decision;
        input.Errors.AddRules(decision is Decision.Refused { Refusal: Refusal.Invalid invalid } ? invalid.Errors : []);
        Problem.ThrowIfAny(input.Errors);
        var view = Show(service!.State, request, (decision as Decision.Refused)?.Refusal.Sentence);
        return Results.Ok(tries ? view with { BackTest = await TryAsync(http, current.Tenant, service.State, request, backTests, ct) } : view);
    }

    /// <returns>Null where nothing serves that a good canary could be made of.</returns>
    private static async Task<BackTestView?> TryAsync(HttpContext http, TenantId tenant, Service service, DeploymentRequest request, BackTestDesk backTests, CancellationToken ct)
    {
        var place = request.Environment is { } name ? service.Environment(name) : service.Environments[0];
        if (place is not { Live: { } live })
        {
            return null;
        }

        var plan = DeploymentPreview.Plan(service, request)!;
        var terms = LedgerTerms.For(plan, request.Thresholds, request.Rollback, request.Analysis);
        if (await backTests.TryAsync(new PlaceKey(tenant, service.Name, place.Spec.Name), live, terms, plan, ct) is { } answer)
        {
            return BackTestView.Of(answer);
        }

        http.Response.Headers.RetryAfter = "5";
        throw new ProblemException(Problem.Crowded($"{BackTestDesk.Most} back-tests are under way or wait already. Ask again shortly, or without {TriesName}."));
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
