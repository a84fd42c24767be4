using System.Globalization;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Api.Input;
using Sluice.Dashboard.Api.Problems;
using Sluice.Dashboard.Api.Shapes;
using Sluice.Dashboard.Compose;
using Sluice.Domain;
using Sluice.Domain.Applications;
using Sluice.Domain.Validation;
using Sluice.Engine.Applications;
using Sluice.Engine.Commands;
using Sluice.Engine.Compose;
using Sluice.Engine.Live;

namespace Sluice.Dashboard.Api.Compose;

/// <summary>Look through a Compose file, take it live, and follow what becomes of it.</summary>
internal static class ComposeEndpoints
{
    public static void MapCompose(this IEndpointRouteBuilder api)
    {
        api.MapPost("/compose/preview", PreviewAsync).Describe("preview_compose", "Say of every key of a Compose file what becomes of it, and what taking it live would do; nothing is touched")
            .RequireAuthorization(Policies.Operate).Reads<ComposePreviewBody>().Produces<ComposePreviewView>().MayRefuse(400, 413, 415, 422);
        api.MapPost("/compose", StartAsync).Describe("take_compose_live", "Take a Compose file live: declare what is new, and deploy what differs in the order in which services wait for each other")
            .RequireAuthorization(Policies.Operate).Reads<ComposeBody>().Produces<ApplicationOutcomeView>(StatusCodes.Status201Created).Produces<ApplicationOutcomeView>().MayRefuse(400, 409, 413, 415, 422);
        api.MapPost("/compose/drafts", KeepAsync).Describe("keep_compose_draft", "Keep a Compose file in memory for some hours, to be looked through in the console by whoever sent it")
            .RequireAuthorization(Policies.Operate).Reads<ComposePreviewBody>().Produces<ComposeDraftView>(StatusCodes.Status201Created).MayRefuse(400, 413, 415, 422);
        api.MapGet("/applications", ListAsync).Describe("list_applications", "List applications, each with its newest rollout, by name")
            .RequireAuthorization(Policies.View).Produces<ListView<ApplicationView>>();
        api.MapGet("/applications/{application}", GetAsync).Describe("get_application", "One application with its newest rollout")
            .RequireAuthorization(Policies.View).Produces<ApplicationView>().MayRefuse(404);
        api.MapPost("/applications/{application}/cancel", CancelAsync).Describe("cancel_rollout", "Start nothing more of an application's rollout; deployments that are under way go on")
            .RequireAuthorization(Policies.Operate).Reads<IncidentEndBody>().Produces<ApplicationOutcomeView>(StatusCodes.Status202Accepted).Produces<ApplicationOutcomeView>().MayRefuse(400, 404, 409, 413, 415, 422);
    }

    private static async Task<IResult> PreviewAsync(HttpContext http, CurrentActor current, ComposeDesk desk, CancellationToken ct)
    {
        var input = await RequestBody.ReadAsync(http, ct);
        var request = ComposeInput.Read(input);
        input.Done();
        Problem.ThrowIfAny(input.Errors);
        return Results.Ok(ComposeViews.Of(desk.Preview(current.Tenant, request)));
    }

    private static async Task<IResult> KeepAsync(HttpContext http, CurrentActor current, ComposeShelf shelf, CancellationToken ct)
    {
        var input = await RequestBody.ReadAsync(http, ct);
        var request = ComposeInput.Read(input);
        input.Done();
        Problem.ThrowIfAny(input.Errors);
        var key = shelf.Add(current.Tenant, current.Actor.Name, request);
        return Results.Created($"/compose/{key}", new ComposeDraftView(key));
    }

    private static async Task<IResult> StartAsync(HttpContext http, CurrentActor current, ComposeDesk desk, ApplicationAnswers answers, CancellationToken ct)
    {
        var input = await RequestBody.ReadAsync(http, ct);
        var request = ComposeInput.Read(input);
        var context = CommandInput.Read(input, current.Actor);
        input.Done();
        Problem.ThrowIfAny(input.Errors);
        var preview = desk.Preview(current.Tenant, request);
        return preview.Start is { } start
            ? await answers.GiveAsync(http, current, start, context, StatusCodes.Status201Created, [.. preview.Warnings.Select(one => $"{one.Path}: {one.Sentence}")], ct)
            : throw new ProblemException(Problem.Invalid([.. preview.Refused.Select(one => new FieldError(one.Path, string.Create(CultureInfo.InvariantCulture, $"line {one.At.Line}, column {one.At.Column}"), one.Sentence))]));
    }

    private static async Task<IResult> ListAsync(CurrentActor current, ILiveStates live, RolloutSights sights, CancellationToken ct)
    {
        var items = new List<ApplicationView>();
        foreach (var rollout in (await live.FindApplicationsAsync(current.Tenant, ct)).State.Newest.OrderBy(rollout => rollout.Application.Value, StringComparer.Ordinal))
        {
            items.Add(ComposeViews.Of(rollout, await sights.LookAsync(current.Tenant, rollout, ct)));
        }

        return Results.Ok(new ListView<ApplicationView>(items, NextCursor: null, items.Count));
    }

    private static async Task<IResult> GetAsync(CurrentActor current, ApplicationAnswers answers, string application, CancellationToken ct) =>
        await answers.FindAsync(current.Tenant, Parse(application), ct) is { } found ? Results.Ok(found) : throw NotFound(application);

    private static async Task<IResult> CancelAsync(HttpContext http, CurrentActor current, ApplicationAnswers answers, string application, CancellationToken ct)
    {
        var input = await RequestBody.ReadAsync(http, ct);
        var context = CommandInput.Read(input, current.Actor);
        input.Done();
        Problem.ThrowIfAny(input.Errors);
        return await answers.GiveAsync(http, current, new ApplicationCommand.Cancel(Parse(application)), context, StatusCodes.Status202Accepted, [], ct);
    }

    private static ApplicationName Parse(string name) => Slug.IsValid(name) ? ApplicationName.From(name) : throw NotFound(name);

    private static ProblemException NotFound(string name) => new(Problem.NotFound($"application {InputErrors.Short(name)}"));
}
