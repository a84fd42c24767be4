using Sluice.Dashboard.Access;
using Sluice.Dashboard.Api.Input;
using Sluice.Dashboard.Api.Problems;
using Sluice.Dashboard.Api.Shapes;
using Sluice.Domain;
using Sluice.Domain.Freezes;
using Sluice.Engine.Commands;
using Sluice.Engine.Live;

namespace Sluice.Dashboard.Api.Freezes;

/// <summary>Declare, list and lift freezes.</summary>
internal static class FreezeEndpoints
{
    private const int LongestId = 12;
    private static readonly string[] s_states = [.. Enum.GetValues<FreezeStage>().Select(Words.Of)];

    public static void MapFreezes(this IEndpointRouteBuilder api)
    {
        api.MapGet("/freezes", ListAsync).Describe("list_freezes", "List freezes, newest first; those that are over as far as they are kept")
            .RequireAuthorization(Policies.View).Produces<ListView<FreezeView>>().MayRefuse(422);
        api.MapPost("/freezes", DeclareAsync).Describe("declare_freeze", "Declare a freeze: no new deployment starts and no new phase is entered")
            .RequireAuthorization(Policies.Administer).Reads<FreezeBody>().Answers(StatusCodes.Status201Created);
        api.MapPost("/freezes/{freeze}/lift", LiftAsync).Describe("lift_freeze", "End a freeze before its time")
            .RequireAuthorization(Policies.Administer).Reads<LiftBody>().Answers(StatusCodes.Status202Accepted).MayRefuse(404);
    }

    private static RouteHandlerBuilder Answers(this RouteHandlerBuilder endpoint, int success) =>
        endpoint.Produces<FreezeOutcomeView>(success).Produces<FreezeOutcomeView>(StatusCodes.Status200OK).MayRefuse(400, 409, 413, 415, 422);

    private static async Task<IResult> ListAsync(HttpContext http, CurrentActor current, ILiveStates live, TimeProvider time, string? state, CancellationToken ct)
    {
        var query = new QueryInput(http.Request.Query);
        var states = query.Texts(nameof(state));
        foreach (var unknown in states.Except(s_states, StringComparer.Ordinal))
        {
            query.Errors.Add(nameof(state), InputErrors.Short(unknown), "one of " + string.Join(", ", s_states));
        }

        query.Done();
        var (book, now) = ((await live.FindFreezesAsync(current.Tenant, ct)).State, time.GetUtcNow());
        var items = book.Freezes.Reverse().Select(freeze => FreezeViews.Of(freeze, now)).Where(view => states.Count == 0 || states.Contains(view.State, StringComparer.Ordinal)).ToList();
        return Results.Ok(new ListView<FreezeView>(items, NextCursor: null, items.Count));
    }

    private static async Task<IResult> DeclareAsync(
        HttpContext http, CurrentActor current, GuardedCommands bus, ILiveStates live, Answers answers, TimeProvider time, CancellationToken ct)
    {
        var input = await RequestBody.ReadAsync(http, ct);
        var context = CommandInput.Read(input, current.Actor);
        var request = FreezeInput.Read(input, context.Reason);
        input.Done();
        if (input.Errors.Any)
        {
            input.Errors.AddRules(FreezeRules.Check(request, [.. live.Services(current.Tenant).Select(service => service.State)], time.GetUtcNow()));
            Problem.ThrowIfAny(input.Errors);
        }

        return await OfAsync(await bus.DeclareFreezeAsync(current.Tenant, request, context, ct), StatusCodes.Status201Created, current, live, answers, time, ct);
    }

    private static async Task<IResult> LiftAsync(
        HttpContext http, string freeze, CurrentActor current, GuardedCommands bus, ILiveStates live, Answers answers, TimeProvider time, CancellationToken ct)
    {
        if (freeze.Length > LongestId || !freeze.All(char.IsAsciiLetterOrDigit))
        {
            return Problem.NotFound($"freeze {InputErrors.Short(freeze)}").ToResult();
        }

        var input = await RequestBody.ReadAsync(http, ct);
        var context = CommandInput.Read(input, current.Actor);
        input.Done();
        Problem.ThrowIfAny(input.Errors);
        return await OfAsync(await bus.LiftFreezeAsync(current.Tenant, FreezeId.From(freeze), context, ct), StatusCodes.Status202Accepted, current, live, answers, time, ct, FreezeId.From(freeze));
    }

    private static async Task<IResult> OfAsync(
        CommandAnswer answer, int success, CurrentActor current, ILiveStates live, Answers answers, TimeProvider time, CancellationToken ct, FreezeId? about = null)
    {
        if (answer is CommandAnswer.Refused refused)
        {
            return await answers.RefuseAsync(current.Tenant, refused, ct);
        }

        var applied = answer as CommandAnswer.Applied;
        var id = applied?.Freeze ?? about;
        var found = id is { } known ? (await live.FindFreezesAsync(current.Tenant, ct)).State.Find(known) : null;
        var view = found is null ? null : FreezeViews.Of(found, time.GetUtcNow());
        return applied is { Repeated: false }
            ? Results.Json(new FreezeOutcomeView("applied", Why: null, view), statusCode: success)
            : Results.Ok(new FreezeOutcomeView(applied is null ? "none" : "repeated", (answer as CommandAnswer.Ignored)?.Why, view));
    }
}
