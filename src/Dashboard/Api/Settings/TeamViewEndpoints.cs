using Sluice.Dashboard.Access;
using Sluice.Dashboard.Api.Input;
using Sluice.Dashboard.Api.Problems;
using Sluice.Dashboard.Api.Shapes;
using Sluice.Domain.Settings;
using Sluice.Domain.Validation;
using Sluice.Engine.Live;

namespace Sluice.Dashboard.Api.Settings;

/// <summary>List, share and withdraw the views of a team. A team is a group of accounts, which may have none.</summary>
internal static class TeamViewEndpoints
{
    public static void MapTeamViews(this IEndpointRouteBuilder api)
    {
        api.MapGet("/teams/{team}/views", ListAsync).Describe("list_team_views", "List the views of the fleet that a team shares, by name")
            .RequireAuthorization(Policies.View).Produces<ListView<TeamViewView>>().MayRefuse(404);
        api.MapPost("/teams/{team}/views", ShareAsync).Describe("share_team_view", "Share a view of the fleet with a team, in place of the one of that name; it takes a member who may write notes, or an administrator")
            .RequireAuthorization(Policies.Note).Reads<TeamViewBody>().Answers();
        api.MapPost("/teams/{team}/views/{view}/remove", WithdrawAsync).Describe("withdraw_team_view", "Withdraw a view of a team")
            .RequireAuthorization(Policies.Note).Reads<UnsetBody>().Answers();
    }

    private static RouteHandlerBuilder Answers(this RouteHandlerBuilder endpoint) =>
        endpoint.Produces<TeamViewOutcomeView>(StatusCodes.Status202Accepted).Produces<TeamViewOutcomeView>().MayRefuse(400, 404, 409, 413, 415, 422);

    private static async Task<IResult> ListAsync(string team, CurrentActor current, ILiveStates live, CancellationToken ct)
    {
        Require(team);
        var book = (await live.FindSettingsAsync(current.Tenant, ct)).State;
        var items = book.Views.Where(one => string.Equals(one.View.Team, team, StringComparison.Ordinal)).Select(SettingsViews.Of).ToList();
        return Results.Ok(new ListView<TeamViewView>(items, NextCursor: null, items.Count));
    }

    private static Task<IResult> ShareAsync(HttpContext http, string team, CurrentActor current, SettingsOrders orders, CancellationToken ct)
    {
        Require(team);
        return orders.GiveAsync(http, current, input => SettingsInput.View(input, team), Show, ct);
    }

    private static Task<IResult> WithdrawAsync(HttpContext http, string team, string view, CurrentActor current, SettingsOrders orders, CancellationToken ct)
    {
        Require(team);
        return orders.GiveAsync(http, current, input => SettingsInput.NoView(input, team, view), Show, ct);
    }

    private static TeamViewOutcomeView Show(string effect, string? why, SettingsBook book, SettingsCommand command)
    {
        var key = command switch
        {
            SettingsCommand.ShareView share => share.View.Key,
            SettingsCommand.WithdrawView withdraw => withdraw.Key,
            _ => null,
        };
        return new(effect, why, book.Find(key) is { } found ? SettingsViews.Of(found) : null);
    }

    private static void Require(string team)
    {
        if (!Slug.IsValid(team))
        {
            throw new ProblemException(Problem.NotFound($"team {InputErrors.Short(team)}"));
        }
    }
}
