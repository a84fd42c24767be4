using System.Globalization;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Api.Input;
using Sluice.Dashboard.Api.Problems;
using Sluice.Dashboard.Api.Shapes;
using Sluice.Domain;
using Sluice.Domain.PlanTemplates;
using Sluice.Domain.Strategies;
using Sluice.Domain.Validation;
using Sluice.Engine.Commands;
using Sluice.Engine.Live;

namespace Sluice.Dashboard.Api.Plans;

/// <summary>List, propose, decide, choose and retire the plans that teams begin their deployments with.</summary>
internal static class TeamPlanEndpoints
{
    private const string One = "/teams/{team}/plans/{plan}";

    public static void MapPlans(this IEndpointRouteBuilder api)
    {
        api.MapGet("/teams/{team}/plans", ListAsync).Describe("list_team_plans", "List the plans of a team, by name")
            .RequireAuthorization(Policies.View).Produces<ListView<TeamPlanItem>>().MayRefuse(404);
        api.MapGet(One, ReadAsync).Describe("get_team_plan", "Read a plan of a team with its versions")
            .RequireAuthorization(Policies.View).Produces<TeamPlanView>().MayRefuse(404);
        api.MapPost(One, ProposeAsync).Describe("propose_team_plan", "Propose a version of a plan, or a new plan; it waits until somebody else approves it")
            .RequireAuthorization(Policies.Operate).Reads<TeamPlanProposalBody>(orYaml: true).Answers(StatusCodes.Status201Created);
        api.MapVersion("approve", "Bring a proposed version into force; not for whoever proposed it", Policies.Approve, (key, version) => new PlanCommand.Approve(key, version));
        api.MapVersion("reject", "Reject a proposed version, with a reason", Policies.Approve, (key, version) => new PlanCommand.Reject(key, version));
        api.MapVersion("withdraw", "Take back a proposed version; for whoever proposed it and may start deployments, and administrators", Policies.Operate, (key, version) => new PlanCommand.Withdraw(key, version));
        api.MapWhole("make_default", "Let deployments of the team's services begin with a plan", key => new PlanCommand.MakeDefault(key));
        api.MapWhole("drop_default", "Let deployments of the team's services begin with no plan", key => new PlanCommand.DropDefault(key));
        api.MapWhole("retire", "Retire a plan: nothing begins with it until a new version is approved", key => new PlanCommand.Retire(key));
    }

    private static void MapVersion(this IEndpointRouteBuilder api, string verb, string summary, string policy, Func<PlanKey, int, PlanCommand> order) =>
        api.MapPost($"{One}/versions/{{version}}/{verb}", (HttpContext http, string team, string plan, string version, CurrentActor current, GuardedCommands bus, ILiveStates live, Answers answers, CancellationToken ct) =>
                OrderAsync(http, order(KeyOf(team, plan), NumberOf(version, KeyOf(team, plan))), current, bus, live, answers, ct))
            .Describe($"{verb}_team_plan", summary).RequireAuthorization(policy).Reads<TeamPlanOrderBody>().Answers(StatusCodes.Status202Accepted);

    private static void MapWhole(this IEndpointRouteBuilder api, string verb, string summary, Func<PlanKey, PlanCommand> order) =>
        api.MapPost($"{One}/{verb}", (HttpContext http, string team, string plan, CurrentActor current, GuardedCommands bus, ILiveStates live, Answers answers, CancellationToken ct) =>
                OrderAsync(http, order(KeyOf(team, plan)), current, bus, live, answers, ct))
            .Describe($"{verb}_team_plan", summary).RequireAuthorization(Policies.Approve).Reads<TeamPlanOrderBody>().Answers(StatusCodes.Status202Accepted);

    private static RouteHandlerBuilder Answers(this RouteHandlerBuilder endpoint, int success) =>
        endpoint.Produces<TeamPlanOutcomeView>(success).Produces<TeamPlanOutcomeView>(StatusCodes.Status200OK).MayRefuse(400, 404, 409, 413, 415, 422);

    private static async Task<IResult> ListAsync(HttpContext http, string team, CurrentActor current, ILiveStates live, CancellationToken ct)
    {
        new QueryInput(http.Request.Query).Done();
        var book = (await live.FindPlansAsync(current.Tenant, ct)).State;
        var items = book.Templates.Where(template => template.Key.Team == team).Select(template => TeamPlanViews.Item(template, book)).ToList();
        return Results.Ok(new ListView<TeamPlanItem>(items, NextCursor: null, items.Count));
    }

    private static async Task<IResult> ReadAsync(HttpContext http, string team, string plan, CurrentActor current, ILiveStates live, CancellationToken ct)
    {
        new QueryInput(http.Request.Query).Done();
        var (book, key) = ((await live.FindPlansAsync(current.Tenant, ct)).State, KeyOf(team, plan));
        return book.Find(key) is { } found ? Results.Ok(TeamPlanViews.Of(found, book)) : Problem.NotFound($"plan {key}").ToResult();
    }

    private static async Task<IResult> ProposeAsync(
        HttpContext http, string team, string plan, CurrentActor current, GuardedCommands bus, ILiveStates live, Answers answers, StrategyBook strategies, CancellationToken ct)
    {
        var input = await RequestBody.ReadJsonOrYamlAsync(http, ct);
        var (context, seen, note) = (CommandInput.Read(input, current.Actor), input.Whole("seen"), input.Text("note"));
        input.Require("body", TeamPlanInput.Remedy);
        var shape = input.Object("body");
        if (shape is not null)
        {
            TeamPlanInput.Read(shape, strategies, live.Services(current.Tenant).Select(service => service.State).Where(service => service.Profile.Team == team));
        }

        input.Done();
        var command = new PlanCommand.Propose(new(team, plan), shape is null ? "{}" : TeamPlanInput.Canonical(shape.Element), note) { Seen = seen };
        if (input.Errors.Any)
        {
            input.Errors.AddRules(PlanRules.Check(command));
            Problem.ThrowIfAny(input.Errors);
        }

        return await OfAsync(await bus.SendAsync(current.Tenant, command, context, ct), StatusCodes.Status201Created, command.Plan, current, live, answers, ct);
    }

    private static async Task<IResult> OrderAsync(HttpContext http, PlanCommand command, CurrentActor current, GuardedCommands bus, ILiveStates live, Answers answers, CancellationToken ct)
    {
        var input = await RequestBody.ReadAsync(http, ct);
        var context = CommandInput.Read(input, current.Actor);
        command = command with { Seen = input.Whole("seen") };
        input.Done();
        Problem.ThrowIfAny(input.Errors);
        return await OfAsync(await bus.SendAsync(current.Tenant, command, context, ct), StatusCodes.Status202Accepted, command.Plan, current, live, answers, ct);
    }

    private static async Task<IResult> OfAsync(CommandAnswer answer, int success, PlanKey key, CurrentActor current, ILiveStates live, Answers answers, CancellationToken ct)
    {
        if (answer is CommandAnswer.Refused refused)
        {
            return await answers.RefuseAsync(current.Tenant, refused, ct);
        }

        var book = (await live.FindPlansAsync(current.Tenant, ct)).State;
        var view = book.Find(key) is { } found ? TeamPlanViews.Of(found, book) : null;
        return answer is CommandAnswer.Applied { Repeated: false }
            ? Results.Json(new TeamPlanOutcomeView("applied", Why: null, view), statusCode: success)
            : Results.Ok(new TeamPlanOutcomeView(answer is CommandAnswer.Applied ? "repeated" : "none", (answer as CommandAnswer.Ignored)?.Why, view));
    }

    /// <exception cref="ProblemException">There can be no such plan.</exception>
    private static PlanKey KeyOf(string team, string plan) =>
        Slug.IsValid(team) && Slug.IsValid(plan) ? new(team, plan) : throw new ProblemException(Problem.NotFound($"plan {InputErrors.Short(team)}/{InputErrors.Short(plan)}"));

    private static int NumberOf(string version, PlanKey key) =>
        int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new ProblemException(Problem.NotFound($"version {InputErrors.Short(version)} of plan {key}"));
}
