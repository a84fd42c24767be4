using Sluice.Dashboard.Access;
using Sluice.Dashboard.Api.Input;
using Sluice.Dashboard.Api.Problems;
using Sluice.Dashboard.Api.Shapes;
using Sluice.Dashboard.NewDeployment;

namespace Sluice.Dashboard.Api.Deployments;

/// <summary>Texts on their way into the form of a new deployment.</summary>
internal static class DraftEndpoints
{
    public static void MapDrafts(this IEndpointRouteBuilder api) =>
        api.MapPost("/deployments/drafts", KeepAsync).Describe("keep_deployment_draft", "Keep a text in memory for some minutes, to be taken into the console's form of a new deployment by whoever sent it; it is not judged here")
            .RequireAuthorization(Policies.Operate).Reads<DeploymentDraftBody>().Produces<DeploymentDraftView>(StatusCodes.Status201Created).MayRefuse(400, 413, 415, 422);

    private static async Task<IResult> KeepAsync(HttpContext http, CurrentActor current, ImportShelf shelf, CancellationToken ct)
    {
        var input = await RequestBody.ReadAsync(http, ct);
        input.Require("text", "a deployment as YAML or JSON");
        var text = input.Text("text", longest: DeploymentImport.Longest);
        input.Done();
        Problem.ThrowIfAny(input.Errors);
        return Results.Json(new DeploymentDraftView(shelf.Add(current.Tenant, current.Actor.Name, text!)), statusCode: StatusCodes.Status201Created);
    }
}
