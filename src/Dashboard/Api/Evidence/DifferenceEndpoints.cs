using Sluice.Dashboard.Access;
using Sluice.Dashboard.Api.Deployments;
using Sluice.Dashboard.Api.Input;
using Sluice.Dashboard.Api.Shapes;
using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Deployments;
using Sluice.Engine.Live;
using Sluice.Engine.Metrics;

namespace Sluice.Dashboard.Api.Evidence;

/// <summary>The difference of error rates with bounds that hold at every look, worked out for a reader from the stored intervals.</summary>
internal static class DifferenceEndpoints
{
    public static void MapDifferences(this IEndpointRouteBuilder api) =>
        api.MapGet("/deployments/{id}/differences", ReadAsync).Describe("get_differences", "Canary minus stable errors after each judged interval, with bounds that hold at every look, and the margins")
            .RequireAuthorization(Policies.View).Produces<DifferencesView>().MayRefuse(404, 409, 422);

    private static async Task<IResult> ReadAsync(HttpContext http, CurrentActor current, string id, ILiveStates live, IStratumStore strata, TimeProvider time, CancellationToken ct)
    {
        new QueryInput(http.Request.Query).Done();
        var tenant = current.Tenant;
        var deployment = (await live.GetAsync(tenant, id, ct)).State;
        var intervals = Intervals.From(await strata.ReadAsync(tenant, deployment.Id, ct));
        var history = ErrorBounds.History(deployment.Spec.LedgerTerms, intervals);
        return Results.Ok(Of(deployment, history, time.GetUtcNow()));
    }

    internal static DifferencesView Of(Deployment deployment, IReadOnlyList<ErrorDifference> history, DateTimeOffset now)
    {
        var settings = deployment.Spec.Analysis;
        var judged = settings.Mode == AnalysisMode.Evidence;
        var (state, sentence) = history.Count > 0
            ? (history[^1].Observed is null ? "one_arm_silent" : "known", DifferenceSentence.For(history[^1], settings.ConfidenceLevel, judged))
            : HistoryGap.Of(deployment, now);
        var points = HistoryGap.Thinned(history);
        return new(
            deployment.Id.Value,
            settings.ConfidenceLevel,
            state,
            sentence,
            points.Select(p => p.At.ToUnixTimeMilliseconds()).ToList(),
            points.Select(p => p.Observed).ToList(),
            points.Select(p => p.Bounds.Lower).ToList(),
            points.Select(p => p.Bounds.Upper).ToList(),
            points.Select(p => judged ? p.Tolerated : (double?)null).ToList(),
            points.Select(p => judged ? p.RuleOut : null).ToList(),
            points.Select(p => p.Counts.CanaryRequests).ToList(),
            points.Select(p => p.Counts.StableRequests).ToList());
    }
}
