using Sluice.Dashboard.Access;
using Sluice.Dashboard.Api.Deployments;
using Sluice.Dashboard.Api.Input;
using Sluice.Dashboard.Replay;

namespace Sluice.Dashboard.Api.Evidence;

/// <summary>Takes an incident away: everything that was recorded of a deployment, without secrets.</summary>
internal static class ReviewEndpoints
{
    private static readonly string[] s_formats = [ReviewExports.Json, ReviewExports.Markdown];

    public static void MapReview(this IEndpointRouteBuilder api)
    {
        api.MapGet("/deployments/{id}/review/series", ReadSeriesAsync)
            .Describe("get_review_series", "What was measured of a deployment by interval, with the instants at which it was stored, and the steps of its split")
            .RequireAuthorization(Policies.View).Produces<ReviewSeriesView>().MayRefuse(404);
        api.MapGet("/deployments/{id}/review", ExportAsync)
            .Describe("export_review", "Everything recorded of a deployment as a JSON bundle with hashes, or as a report in Markdown; the export enters itself into the audit log")
            .RequireAuthorization(Policies.View).Produces<string>(StatusCodes.Status200OK, "application/json", "text/markdown").MayRefuse(404, 422);
    }

    private static async Task<IResult> ReadSeriesAsync(CurrentActor current, ReplayReader reader, string id, CancellationToken ct) =>
        await reader.ReadAllAsync(current.Tenant, DeploymentLookup.Parse(id), ct) is { } record ? Results.Ok(ReviewSeries.Of(record)) : throw DeploymentLookup.NotFound(id);

    private static async Task<IResult> ExportAsync(HttpContext http, CurrentActor current, ReviewExports exports, string id, string? format, CancellationToken ct)
    {
        var query = new QueryInput(http.Request.Query);
        var chosen = query.Text(nameof(format)) ?? ReviewExports.Json;
        if (!s_formats.Contains(chosen, StringComparer.Ordinal))
        {
            query.Errors.Add(nameof(format), InputErrors.Short(chosen), "json or md");
        }

        query.Done();
        return await exports.MakeAsync(http, current, DeploymentLookup.Parse(id), chosen, ct) ?? throw DeploymentLookup.NotFound(id);
    }
}
