using Sluice.Dashboard.Access;
using Sluice.Dashboard.Api.Deployments;
using Sluice.Dashboard.Api.Input;
using Sluice.Dashboard.Api.Shapes;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Deployments;
using Sluice.Engine.Live;
using Sluice.Engine.Metrics;

namespace Sluice.Dashboard.Api.Evidence;

/// <summary>The ratio of slow requests with bounds that hold at every look, worked out for a reader from the stored intervals.</summary>
internal static class RatioEndpoints
{
    public static void MapRatios(this IEndpointRouteBuilder api) =>
        api.MapGet("/deployments/{id}/latency-ratios", ReadAsync)
            .Describe("get_latency_ratios", "Share of slow canary requests ÷ that of stable ones after each judged interval, with bounds that hold at every look; metric is a latency, latency_p99 unless told")
            .RequireAuthorization(Policies.View).Produces<RatiosView>().MayRefuse(404, 409, 422);

    private static async Task<IResult> ReadAsync(HttpContext http, CurrentActor current, string id, ILiveStates live, IStratumStore strata, TimeProvider time, string? metric, CancellationToken ct)
    {
        var query = new QueryInput(http.Request.Query);
        var wanted = query.Text(nameof(metric)) ?? MetricNames.LatencyP99;
        if (!LatencyRatios.Has(wanted))
        {
            query.Errors.Add(nameof(metric), InputErrors.Short(wanted), "one of " + string.Join(", ", MetricNames.All.Where(LatencyRatios.Has)));
        }

        query.Done();
        var deployment = (await live.GetAsync(current.Tenant, id, ct)).State;
        var intervals = Intervals.From(await strata.ReadAsync(current.Tenant, deployment.Id, ct));
        return Results.Ok(Of(deployment, wanted, LatencyRatios.History(deployment.Spec.LedgerTerms, wanted, intervals), time.GetUtcNow()));
    }

    internal static RatiosView Of(Deployment deployment, string metric, IReadOnlyList<LatencyRatio> history, DateTimeOffset now)
    {
        var confidence = deployment.Spec.Analysis.ConfidenceLevel;
        var (state, sentence) = history.Count > 0
            ? (history[^1].Observed is null ? "one_arm_silent" : "known", RatioSentence.For(metric, history[^1], confidence))
            : HistoryGap.Of(deployment, now);
        var points = HistoryGap.Thinned(history);
        return new(
            deployment.Id.Value,
            metric,
            Math.Round(LatencyRatios.Tolerated(deployment.Spec.LedgerTerms, metric), 4),
            confidence,
            state,
            sentence,
            points.Select(p => p.At.ToUnixTimeMilliseconds()).ToList(),
            points.Select(p => p.Observed).ToList(),
            points.Select(p => p.Bounds.Lower).ToList(),
            points.Select(p => p.Bounds.Upper).ToList(),
            points.Select(_ => 1.0).ToList(),
            points.Select(p => p.StableBound).ToList(),
            points.Select(p => p.CanaryBound).ToList(),
            points.Select(p => p.Counts.CanaryRequests).ToList(),
            points.Select(p => p.Counts.StableRequests).ToList());
    }
}
