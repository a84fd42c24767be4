using System.Globalization;
using System.Text;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Api;
using Sluice.Dashboard.Api.Problems;
using Sluice.Dashboard.Replay;
using Sluice.Domain;
using Sluice.Engine.Audit;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Vitals;

/// <summary>The support bundle as a file.</summary>
internal static class SupportEndpoints
{
    public const string Address = "/api/support";

    public static void MapSupport(this IEndpointRouteBuilder api) =>
        api.MapGet("/support", MakeAsync).Describe("get_support_bundle", "Versions, health, readers and settings of the installation for somebody who helps, without secrets; the export enters itself into the audit log as far as it can be reached")
            .RequireAuthorization(Policies.Audit).Produces<string>(StatusCodes.Status200OK, "application/json").MayRefuse(404);

    /// <summary>What holds for the whole installation is no business of one of its tenants.</summary>
    public static bool IsFor(CurrentActor current) => current.Tenant == TenantId.Default;

    private static async Task<IResult> MakeAsync(HttpContext http, CurrentActor current, SupportBundle bundle, IAuditTrail trail, TimeProvider time, CancellationToken ct)
    {
        if (!IsFor(current))
        {
            return Problem.NotFound("support bundle of a tenant: the settings are those of the whole installation").ToResult();
        }

        var (text, now) = (await bundle.MakeAsync(ct), time.GetUtcNow());
        try
        {
            await trail.RecordAsync(
                new(current.Tenant, now, current.Actor.Name, AuditActions.ExportSupport, "support", AuditOutcome.Applied, Reason: null, ReviewExports.SourceOf(http), http.Connection.RemoteIpAddress?.ToString(), Diff: null),
                ct);
        }
        catch (StoreUnavailableException)
        {
            // Without the database there is no log to write to, and that is when the bundle is needed most.
        }

        http.Response.Headers.CacheControl = "no-store";
        return Results.File(Encoding.UTF8.GetBytes(text), "application/json", string.Create(CultureInfo.InvariantCulture, $"sluice-support-{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}.json"));
    }
}
