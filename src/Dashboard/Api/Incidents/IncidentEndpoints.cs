using System.Globalization;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Api.Input;
using Sluice.Dashboard.Api.Problems;
using Sluice.Dashboard.Api.Shapes;
using Sluice.Dashboard.Replay.Incidents;
using Sluice.Domain;
using Sluice.Domain.Incidents;
using Sluice.Engine.Commands;
using Sluice.Engine.Live;

namespace Sluice.Dashboard.Api.Incidents;

/// <summary>Open, list, write on, close and export incidents.</summary>
internal static class IncidentEndpoints
{
    private const int LongestId = 12;
    private static readonly string[] s_statuses = [.. Enum.GetValues<IncidentStatus>().Select(Words.Of)];

    public static void MapIncidents(this IEndpointRouteBuilder api)
    {
        api.MapGet("/incidents", ListAsync).Describe("list_incidents", "List incidents, newest first")
            .RequireAuthorization(Policies.View).Produces<ListView<IncidentView>>().MayRefuse(422);
        api.MapPost("/incidents", OpenAsync).Describe("open_incident", "Open an incident about deployments")
            .RequireAuthorization(Policies.Note).Reads<IncidentBody>().Answers(StatusCodes.Status201Created);
        api.MapGet("/incidents/{incident}", GetAsync).Describe("get_incident", "One incident with its action items")
            .RequireAuthorization(Policies.View).Produces<IncidentView>().MayRefuse(404);
        api.MapPost("/incidents/{incident}/change", ChangeAsync).Describe("change_incident", "Change title, severity, summary, participants or deployments of an incident")
            .RequireAuthorization(Policies.Note).Reads<IncidentChangeBody>().Answers(StatusCodes.Status202Accepted).MayRefuse(404);
        api.MapPost("/incidents/{incident}/items", AddItemAsync).Describe("add_action_item", "Add an action item to an incident")
            .RequireAuthorization(Policies.Note).Reads<ActionItemBody>().Answers(StatusCodes.Status202Accepted).MayRefuse(404);
        api.MapPut("/incidents/{incident}/items/{item}", SetItemAsync).Describe("set_action_item", "Replace an action item of an incident, or mark it as done")
            .RequireAuthorization(Policies.Note).Reads<ActionItemBody>().Answers(StatusCodes.Status202Accepted).MayRefuse(404);
        api.MapPost("/incidents/{incident}/close", CloseAsync).Describe("close_incident", "Close an incident")
            .RequireAuthorization(Policies.Note).Reads<IncidentEndBody>().Answers(StatusCodes.Status202Accepted).MayRefuse(404);
        api.MapPost("/incidents/{incident}/reopen", ReopenAsync).Describe("reopen_incident", "Open a closed incident again")
            .RequireAuthorization(Policies.Note).Reads<IncidentEndBody>().Answers(StatusCodes.Status202Accepted).MayRefuse(404);
        api.MapGet("/incidents/{incident}/export", ExportAsync)
            .Describe("export_incident", "An incident with all that was recorded of its deployments, as Markdown or as one HTML file, or as JSON without the records; with people=hidden without names, with addresses=hidden without hosts; the export enters itself into the audit log")
            .RequireAuthorization(Policies.View).Produces<string>(StatusCodes.Status200OK, "text/markdown", "text/html", "application/json").MayRefuse(404, 422);
    }

    private static RouteHandlerBuilder Answers(this RouteHandlerBuilder endpoint, int success) =>
        endpoint.Produces<IncidentOutcomeView>(success).Produces<IncidentOutcomeView>(StatusCodes.Status200OK).MayRefuse(400, 409, 413, 415, 422);

    private static async Task<IResult> ListAsync(HttpContext http, CurrentActor current, ILiveStates live, string? status, CancellationToken ct)
    {
        var query = new QueryInput(http.Request.Query);
        var statuses = query.Texts(nameof(status));
        foreach (var unknown in statuses.Except(s_statuses, StringComparer.Ordinal))
        {
            query.Errors.Add(nameof(status), InputErrors.Short(unknown), "one of " + string.Join(", ", s_statuses));
        }

        query.Done();
        var book = (await live.FindIncidentsAsync(current.Tenant, ct)).State;
        var items = book.Incidents.Reverse().Select(IncidentViews.Of).Where(view => statuses.Count == 0 || statuses.Contains(view.Status, StringComparer.Ordinal)).ToList();
        return Results.Ok(new ListView<IncidentView>(items, NextCursor: null, items.Count));
    }

    private static async Task<IResult> GetAsync(CurrentActor current, ILiveStates live, string incident, CancellationToken ct) =>
        (await live.FindIncidentsAsync(current.Tenant, ct)).State.Find(Parse(incident)) is { } found ? Results.Ok(IncidentViews.Of(found)) : throw NotFound(incident);

    private static Task<IResult> OpenAsync(HttpContext http, CurrentActor current, IncidentOrders orders, CancellationToken ct) =>
        orders.GiveAsync(http, current, IncidentInput.Open, StatusCodes.Status201Created, ct);

    private static Task<IResult> ChangeAsync(HttpContext http, string incident, CurrentActor current, IncidentOrders orders, CancellationToken ct) =>
        orders.GiveAsync(http, current, input => IncidentInput.Change(input, Parse(incident)), StatusCodes.Status202Accepted, ct);

    private static Task<IResult> AddItemAsync(HttpContext http, string incident, CurrentActor current, IncidentOrders orders, CancellationToken ct) =>
        orders.GiveAsync(http, current, input => IncidentInput.Item(input, Parse(incident), number: null), StatusCodes.Status202Accepted, ct);

    private static Task<IResult> SetItemAsync(HttpContext http, string incident, string item, CurrentActor current, IncidentOrders orders, CancellationToken ct)
    {
        var id = Parse(incident);
        return int.TryParse(item, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? orders.GiveAsync(http, current, input => IncidentInput.Item(input, id, number), StatusCodes.Status202Accepted, ct)
            : throw new ProblemException(Problem.NotFound($"action item {InputErrors.Short(item)}"));
    }

    private static Task<IResult> CloseAsync(HttpContext http, string incident, CurrentActor current, IncidentOrders orders, CancellationToken ct) =>
        orders.GiveAsync(http, current, _ => new IncidentCommand.Close(Parse(incident)), StatusCodes.Status202Accepted, ct);

    private static Task<IResult> ReopenAsync(HttpContext http, string incident, CurrentActor current, IncidentOrders orders, CancellationToken ct) =>
        orders.GiveAsync(http, current, _ => new IncidentCommand.Reopen(Parse(incident)), StatusCodes.Status202Accepted, ct);

    private static async Task<IResult> ExportAsync(HttpContext http, CurrentActor current, IncidentExports exports, string incident, string? format, string? people, string? addresses, CancellationToken ct)
    {
        var query = new QueryInput(http.Request.Query);
        var chosen = query.Text(nameof(format)) ?? IncidentExports.Markdown;
        if (!IncidentExports.Formats.Contains(chosen, StringComparer.Ordinal))
        {
            query.Errors.Add(nameof(format), InputErrors.Short(chosen), "one of " + string.Join(", ", IncidentExports.Formats));
        }

        var hiding = query.Hiding();
        query.Done();
        return await exports.MakeAsync(http, current, Parse(incident), chosen, hiding, ct) ?? throw NotFound(incident);
    }

    private static IncidentId Parse(string id) => id.Length <= LongestId && id.All(char.IsAsciiLetterOrDigit) ? IncidentId.From(id) : throw NotFound(id);

    private static ProblemException NotFound(string id) => new(Problem.NotFound($"incident {InputErrors.Short(id)}"));
}
