using Sluice.Dashboard.Access;
using Sluice.Dashboard.Api.Deployments;
using Sluice.Dashboard.Api.Input;
using Sluice.Dashboard.Api.Shapes;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Engine.Live;
using Sluice.Engine.Metrics;
using Sluice.Engine.Projections;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Api.Evidence;

/// <summary>What was measured of a deployment: the recorded numbers, and live samples for charts.</summary>
internal static class EvidenceEndpoints
{
    public static void MapEvidence(this IEndpointRouteBuilder api) =>
        api.MapGet("/deployments/{id}/metrics", ReadAsync).Describe("get_metrics", "Recorded numbers, phases, limits, steps of the split, and with since also live samples")
            .RequireAuthorization(Policies.View).Produces<EvidenceView>().MayRefuse(404, 409, 422);

    private static async Task<IResult> ReadAsync(
        HttpContext http, CurrentActor current, string id, ILiveStates live, IDeploymentQueries queries, IEventStore store, ISampleFeed feed, string? since, CancellationToken ct)
    {
        var query = new QueryInput(http.Request.Query);
        var from = query.Time(nameof(since));
        query.Done();

        var tenant = current.Tenant;
        var deployment = (await live.GetAsync(tenant, id, ct)).State;
        var recorded = await queries.MetricsAsync(tenant, deployment.Id, ct);
        var phases = await queries.PhasesAsync(tenant, deployment.Id, ct);
        var events = await store.ReadStreamAsync(tenant, deployment.Id.Stream, afterVersion: 0, toVersion: null, ct);
        return Results.Ok(new EvidenceView(
            deployment.Id.Value,
            deployment.Spec.FromRelease,
            deployment.Spec.ToRelease,
            recorded.Select(Of).ToList(),
            phases.Select(p => new PhaseRowView(p.Index, p.Share, p.Status, p.StartedAt, p.SetAt, p.EndedAt)).ToList(),
            deployment.Spec.Rules.Select(r => new LimitView(r.Name, r.Metric, Words.Of(r.Role), r.Limit, r.AtLeast)).ToList(),
            SplitSteps.Of(events.Select(e => (DeploymentEvent)e.Event)),
            from is { } start ? Samples(tenant, deployment, feed, start) : null));
    }

    private static RecordedView Of(MetricRow row) => new(
        row.Version,
        row.At,
        row.Phase,
        row.Verdict,
        row.Reason,
        new ArmView(row.StableRequests, row.StableErrors, row.StableP50, row.StableP95, row.StableP99),
        new ArmView(row.CanaryRequests, row.CanaryErrors, row.CanaryP50, row.CanaryP95, row.CanaryP99));

    /// <summary>Only of the deployment's own time: before and after it the place belongs to others.</summary>
    private static SamplesView Samples(TenantId tenant, Deployment deployment, ISampleFeed feed, DateTimeOffset since)
    {
        var after = deployment.StartedAt is { } started && started > since ? started : since;
        var end = (deployment.Status as DeploymentStatus.Ended)?.At ?? DateTimeOffset.MaxValue;
        var place = new PlaceKey(tenant, deployment.Spec.Service, deployment.Spec.Environment);
        var windowStart = after - DateTimeOffset.MinValue > ChartPoints.Window ? after - ChartPoints.Window : DateTimeOffset.MinValue;
        var ticks = deployment.StartedAt is null ? [] : feed.Since(place, windowStart).Where(tick => tick.At <= end).ToList();
        var (stable, canary) = ChartPoints.ArmsOf(deployment);
        var points = ChartPoints.Of(ticks, stable, canary, after);
        return new(
            points.Select(p => p.At.ToUnixTimeMilliseconds()).ToList(),
            Columns(points, p => p.Stable),
            Columns(points, p => p.Canary),
            points.Select(p => p.ServedCanary).ToList());
    }

    private static SampleColumns Columns(IReadOnlyList<ChartPoint> points, Func<ChartPoint, ChartArm?> arm) => new(
        points.Select(p => arm(p)?.Requests ?? 0).ToList(),
        points.Select(p => arm(p)?.Errors ?? 0).ToList(),
        points.Select(p => arm(p)?.P50).ToList(),
        points.Select(p => arm(p)?.P95).ToList(),
        points.Select(p => arm(p)?.P99).ToList());
}
