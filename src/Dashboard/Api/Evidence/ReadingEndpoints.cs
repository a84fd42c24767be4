using Sluice.Dashboard.Access;
using Sluice.Dashboard.Api.Deployments;
using Sluice.Dashboard.Api.Input;
using Sluice.Dashboard.Api.Shapes;
using Sluice.Domain;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Engine.Live;
using Sluice.Engine.Metrics;

namespace Sluice.Dashboard.Api.Evidence;

/// <summary>What instances told of their own metrics, from the stored intervals.</summary>
internal static class ReadingEndpoints
{
    public static void MapReadings(this IEndpointRouteBuilder api) =>
        api.MapGet("/deployments/{id}/readings", ReadAsync)
            .Describe("get_readings", "Values of both versions after each interval, of one metric that instances tell themselves and that a rule or a limit of the deployment names")
            .RequireAuthorization(Policies.View).Produces<ReadingsView>().MayRefuse(404, 409, 422);

    private static async Task<IResult> ReadAsync(HttpContext http, CurrentActor current, string id, ILiveStates live, IStratumStore strata, string? metric, CancellationToken ct)
    {
        var query = new QueryInput(http.Request.Query);
        var wanted = query.Text(nameof(metric));
        var deployment = (await live.GetAsync(current.Tenant, id, ct)).State;
        var known = OwnReadings.Of(deployment.Spec.LedgerTerms);
        if (known.FirstOrDefault(measure => measure.Metric == wanted) is not { } measure)
        {
            query.Errors.Add(nameof(metric), wanted is null ? "nothing" : InputErrors.Short(wanted), known.Count == 0 ? "none: this deployment is judged by no metric of its own" : "one of " + string.Join(", ", known.Select(one => one.Metric)));
            query.Done();
            return Results.Empty;
        }

        query.Done();
        var points = HistoryGap.Thinned(OwnReadings.History(measure, Intervals.From(await strata.ReadAsync(current.Tenant, deployment.Id, ct))));
        return Results.Ok(new ReadingsView(
            deployment.Id.Value,
            measure.Metric,
            Words.Of(measure.Unit),
            points.Select(p => p.At.ToUnixTimeMilliseconds()).ToList(),
            points.Select(p => p.Stable).ToList(),
            points.Select(p => p.Canary).ToList(),
            points.Select(p => p.StableCount).ToList(),
            points.Select(p => p.CanaryCount).ToList()));
    }
}
