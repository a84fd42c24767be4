using Sluice.Dashboard.Access;
using Sluice.Dashboard.Api.Input;
using Sluice.Dashboard.Api.Problems;
using Sluice.Dashboard.Api.Shapes;
using Sluice.Dashboard.Audit;
using Sluice.Engine.Audit;
using Sluice.Engine.Commands;

namespace Sluice.Dashboard.Api.Audit;

/// <summary>List, export and check the audit log.</summary>
internal static class AuditEndpoints
{
    private static readonly string[] s_formats = [AuditExport.Csv, AuditExport.Json];

    public static void MapAudit(this IEndpointRouteBuilder api)
    {
        api.MapGet("/audit", ListAsync).Describe("list_audit", "List who did what, newest first")
            .RequireAuthorization(Policies.Audit).Produces<AuditListView>().MayRefuse(422);
        api.MapGet("/audit/export", ExportAsync).Describe("export_audit", "Everything that matches, as CSV or JSON; the export enters itself into the log")
            .RequireAuthorization(Policies.Audit).Produces<IReadOnlyList<AuditItem>>(StatusCodes.Status200OK, "application/json", "text/csv").MayRefuse(422);
        api.MapGet("/audit/verify", VerifyAsync).Describe("verify_audit", "Recompute the chain from what is stored now, and name the first broken link")
            .RequireAuthorization(Policies.Audit).Produces<AuditCheckView>().MayRefuse(422);
    }

    private static async Task<IResult> ListAsync(
        HttpContext http, CurrentActor current, IAuditLog log,
        string? actor, string? action, string? outcome, string? service, string? from, string? to, string? view, string? cursor, string? limit, CancellationToken ct)
    {
        var query = new QueryInput(http.Request.Query);
        var filter = AuditInput.Read(query, current.Actor.Name);
        var before = query.Cursor() is { } given ? ReadCursor(query, given) : null;
        var most = query.Limit(otherwise: QueryInput.LargestLimit);
        query.Done();
        var page = await log.ListAsync(current.Tenant, filter, before, most, ct);
        return Results.Ok(new AuditListView(
            [.. page.Lines.Select(AuditItems.Of)],
            page.Before is { } next ? AuditCursor.Write(next) : null,
            before is null && page.Before is null ? page.Lines.Count : null));
    }

    private static async Task<IResult> ExportAsync(
        HttpContext http, CurrentActor current, AuditExports exports,
        string? actor, string? action, string? outcome, string? service, string? from, string? to, string? view, string? format, CancellationToken ct)
    {
        var query = new QueryInput(http.Request.Query);
        var filter = AuditInput.Read(query, current.Actor.Name);
        var chosen = query.Text(nameof(format)) ?? AuditExport.Json;
        if (!s_formats.Contains(chosen, StringComparer.Ordinal))
        {
            query.Errors.Add(nameof(format), InputErrors.Short(chosen), "csv or json");
        }

        query.Done();
        return await exports.BeginAsync(http, current, filter, chosen, ct);
    }

    private static async Task<IResult> VerifyAsync(HttpContext http, CurrentActor current, AuditCheck check, string? link, string? hash, CancellationToken ct)
    {
        var query = new QueryInput(http.Request.Query);
        var known = AuditInput.ReadKnown(query);
        query.Done();
        var report = await check.RunAsync(current.Tenant, known, current.Actor.Name, CommandSource.Api, http.Connection.RemoteIpAddress?.ToString(), ct);
        return Results.Ok(AuditItems.Of(report));
    }

    private static long? ReadCursor(QueryInput query, string given)
    {
        var link = AuditCursor.Read(given);
        if (link is null)
        {
            query.Errors.Add("cursor", InputErrors.Short(given), "the next_cursor of an earlier page");
        }

        return link;
    }
}
