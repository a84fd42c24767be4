using Sluice.Dashboard.Access;
using Sluice.Dashboard.Api.Input;
using Sluice.Dashboard.Api.Problems;
using Sluice.Dashboard.Api.Shapes;
using Sluice.Domain;
using Sluice.Domain.Freezes;
using Sluice.Engine.Commands;
using Sluice.Engine.Live;

namespace Sluice.Dashboard.Api.Freezes;

/// <summary>Pause and resume the engine.</summary>
internal static class EngineEndpoints
{
    public static void MapEngine(this IEndpointRouteBuilder api)
    {
        api.MapGet("/engine", GetAsync).Describe("get_engine", "Whether the engine works or somebody has paused it")
            .RequireAuthorization(Policies.View).Produces<EngineView>();
        api.MapPost("/engine/pause", PauseAsync).Describe("pause_engine", "Stop the engine for all services: traffic stays as it is, no guard watches it, and orders are carried out when it is resumed")
            .RequireAuthorization(Policies.Administer).Reads<EnginePauseBody>().Answers();
        api.MapPost("/engine/resume", ResumeAsync).Describe("resume_engine", "Let the engine go on")
            .RequireAuthorization(Policies.Administer).Reads<LiftBody>().Answers();
    }

    private static RouteHandlerBuilder Answers(this RouteHandlerBuilder endpoint) =>
        endpoint.Produces<EngineOutcomeView>(StatusCodes.Status202Accepted).Produces<EngineOutcomeView>().MayRefuse(400, 409, 413, 415, 422);

    private static async Task<IResult> GetAsync(CurrentActor current, ILiveStates live, CancellationToken ct) => Results.Ok(await ViewAsync(current.Tenant, live, ct));

    private static async Task<IResult> PauseAsync(HttpContext http, CurrentActor current, GuardedCommands bus, ILiveStates live, Answers answers, CancellationToken ct)
    {
        var input = await RequestBody.ReadAsync(http, ct);
        var context = CommandInput.Read(input, current.Actor);
        input.Done();
        input.Errors.AddRules(FreezeRules.CheckReason(context.Reason ?? string.Empty));
        Problem.ThrowIfAny(input.Errors);
        return await OfAsync(await bus.PauseEngineAsync(current.Tenant, context, ct), current.Tenant, live, answers, ct);
    }

    private static async Task<IResult> ResumeAsync(HttpContext http, CurrentActor current, GuardedCommands bus, ILiveStates live, Answers answers, CancellationToken ct)
    {
        var input = await RequestBody.ReadAsync(http, ct);
        var context = CommandInput.Read(input, current.Actor);
        input.Done();
        Problem.ThrowIfAny(input.Errors);
        return await OfAsync(await bus.ResumeEngineAsync(current.Tenant, context, ct), current.Tenant, live, answers, ct);
    }

    private static async Task<IResult> OfAsync(CommandAnswer answer, TenantId tenant, ILiveStates live, Answers answers, CancellationToken ct)
    {
        if (answer is CommandAnswer.Refused refused)
        {
            return await answers.RefuseAsync(tenant, refused, ct);
        }

        var view = await ViewAsync(tenant, live, ct);
        return answer is CommandAnswer.Applied { Repeated: var repeated }
            ? Results.Json(new EngineOutcomeView(repeated ? "repeated" : "applied", Why: null, view), statusCode: repeated ? StatusCodes.Status200OK : StatusCodes.Status202Accepted)
            : Results.Ok(new EngineOutcomeView("none", (answer as CommandAnswer.Ignored)?.Why, view));
    }

    private static async Task<EngineView> ViewAsync(TenantId tenant, ILiveStates live, CancellationToken ct) =>
        (await live.FindFreezesAsync(tenant, ct)).State.EnginePause is { } pause ? new("paused", pause.By.Name, pause.At, pause.Reason, pause.Sentence) : new("working", By: null, Since: null, Reason: null, Sentence: null);
}
