using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Api.Deployments;
using Sluice.Dashboard.Api.Input;
using Sluice.Dashboard.Replay;

namespace Sluice.Dashboard.Api.Evidence;

/// <summary>Takes an incident away: everything that was recorded of a deployment, without secrets.</summary>
internal static class ReviewEndpoints
{
    public static void MapReview(this IEndpointRouteBuilder api)
    {
        api.MapGet("/deployments/{id}/review/series", ReadSeriesAsync)
            .Describe("get_review_series", "What was measured of a deployment by interval, with the instants at which it was stored, and the steps of its split")
            .RequireAuthorization(Policies.View).Produces<ReviewSeriesView>().MayRefuse(404);
        api.MapGet("/deployments/{id}/review", ExportAsync)
            .Describe("export_review", "Everything recorded of a deployment as a JSON bundle with hashes, as a report in HTML or Markdown, or its samples as CSV; with people=hidden without names, with addresses=hidden without hosts; the export enters itself into the audit log")
            .RequireAuthorization(Policies.View).Produces<string>(StatusCodes.Status200OK, "application/json", "text/html", "text/markdown", "text/csv").MayRefuse(404, 422);
    }

    /// <summary>Made once for each record: whoever opens the replay asks for them.</summary>
    private static async Task<IResult> ReadSeriesAsync(CurrentActor current, ReplayLibrary library, IOptions<JsonOptions> json, string id, CancellationToken ct) =>
        await library.ReadAsync(current.Tenant, DeploymentLookup.Parse(id), ct) is { } record
            ? Results.Bytes(record.Findings.Series(json.Value.SerializerOptions), "application/json; charset=utf-8")
            : throw DeploymentLookup.NotFound(id);

    private static async Task<IResult> ExportAsync(HttpContext http, CurrentActor current, ReviewExports exports, string id, string? format, string? people, string? addresses, CancellationToken ct)
    {
        var query = new QueryInput(http.Request.Query);
        var chosen = query.Text(nameof(format)) ?? ReviewExports.Json;
        if (!ReviewExports.Formats.Contains(chosen, StringComparer.Ordinal))
        {
            query.Errors.Add(nameof(format), InputErrors.Short(chosen), "json, html, md or csv");
        }

        var hiding = query.Hiding();
        query.Done();
        return await exports.MakeAsync(http, current, DeploymentLookup.Parse(id), chosen, hiding, ct) ?? throw DeploymentLookup.NotFound(id);
    }
}
