using System.Globalization;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Api.Problems;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Engine.Control;
using Sluice.Engine.Live;
using Sluice.Engine.Metrics;
using Sluice.Engine.Projections;

namespace Sluice.Dashboard.Api.Telemetry;

/// <summary>Sluice about itself, for Prometheus.</summary>
internal sealed class MetricsEndpoint(
    IDeploymentQueries queries,
    ILiveStates live,
    IPlaceStatuses places,
    IProjectionStatuses projections,
    TickLateness lateness,
    ISystemHealth health,
    DeploymentMeter meter,
    InstrumentBook instruments,
    CircuitCount circuits,
    ISampleFeed samples)
{
    public const string Path = "/metrics";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(Path, WriteAsync)
        .AddEndpointFilter<ProblemFilter>().Describe("prometheus_metrics", "Sluice about itself, for Prometheus")
        .RequireAuthorization(Policies.View).Produces<string>(StatusCodes.Status200OK, "text/plain").WithTags("api");

    private static async Task<IResult> WriteAsync(CurrentActor current, MetricsEndpoint endpoint, CancellationToken ct)
    {
        var text = new PrometheusText();
        await endpoint.WriteDeploymentsAsync(text, current.Tenant, ct);
        await endpoint.WritePlacesAsync(text, current.Tenant, ct);
        endpoint.WriteComponents(text);
        if (current.Tenant == TenantId.Default)
        {
            // Of the whole process: others could count the default tenant's work, and each other's, by these.
            await endpoint.WritePartsAsync(text, ct);
            endpoint.WriteMeasured(text);
            ProcessMetrics.WriteTo(text);
        }

        return Results.Text(text.ToString(), PrometheusText.MediaType);
    }

    /// <summary>Totals come from the read model, so that they survive a restart; durations and reasons count from this process's start.</summary>
    private async Task WriteDeploymentsAsync(PrometheusText text, TenantId tenant, CancellationToken ct)
    {
        text.Family("deployments_total", "counter", "Deployments that have ended, by outcome.");
        foreach (var strategy in Enum.GetValues<DeploymentStrategy>())
        {
            foreach (var status in Enum.GetValues<Outcome>().Select(Words.Of))
            {
                text.Sample("deployments_total", await CountAsync(tenant, new DeploymentFilter(Statuses: [status], Strategy: strategy, Recorded: false), ct), Label(strategy), ("status", status));
            }
        }

        text.Single("sluice_active_deployments", "gauge", "Deployments that have not ended.", await CountAsync(tenant, new DeploymentFilter(Active: true), ct));
        WriteHistogram("deployment_duration_seconds", "From start to end, since this process started.", counts => counts.Duration);
        WriteHistogram("deployment_batch_duration_seconds", "From when a batch or another phase was entered to when its hold was over, since this process started.", counts => counts.Batch);
        WriteHistogram("deployment_delay_seconds", "Waited between two batches or other phases, since this process started.", counts => counts.Delay);
        text.Family("deployments_rolled_back_total", "counter", "Returns to what served before, by who decided it, since this process started.");
        foreach (var strategy in Enum.GetValues<DeploymentStrategy>())
        {
            foreach (var (reason, count) in meter.Of(tenant, strategy).RolledBack)
            {
                text.Sample("deployments_rolled_back_total", count, Label(strategy), ("reason", reason));
            }
        }

        void WriteHistogram(string name, string help, Func<DeploymentCounts, Histogram> of)
        {
            text.Family(name, "histogram", help);
            foreach (var strategy in Enum.GetValues<DeploymentStrategy>())
            {
                text.Histogram(name, of(meter.Of(tenant, strategy)).Read(), Label(strategy));
            }
        }
    }

    private static (string, string) Label(DeploymentStrategy strategy) => ("strategy", Words.Of(strategy));

    private async Task<double> CountAsync(TenantId tenant, DeploymentFilter filter, CancellationToken ct) => (await queries.ListAsync(tenant, filter, cursor: null, limit: 1, ct)).Total;

    private async Task WritePlacesAsync(PrometheusText text, TenantId tenant, CancellationToken ct)
    {
        var all = places.All(tenant).OrderBy(place => place.Place.ToString(), StringComparer.Ordinal).ToList();
        text.Family("tasks_total", "gauge", "Instances that exist.");
        foreach (var place in all)
        {
            text.Sample("tasks_total", place.Instances.Count, Labels(place));
        }

        text.Family("tasks_ready", "gauge", "Instances that are ready.");
        foreach (var place in all)
        {
            text.Sample("tasks_ready", place.Instances.Count(status => status.Instance.State == Engine.Workloads.InstanceState.Ready), Labels(place));
        }

        text.Family("deployment_progress_percent", "gauge", "Progress of the deployment that is active.");
        foreach (var (service, place) in live.Services(tenant).SelectMany(service => service.State.Environments.Select(place => (service.State, place))))
        {
            if (place.Holder is { } holder && await live.FindDeploymentAsync(tenant, holder, ct) is { } deployment)
            {
                text.Sample("deployment_progress_percent", deployment.State.Progress, ("service", service.Name.Value), ("environment", place.Spec.Name.Value));
            }
        }
    }

    private void WriteComponents(PrometheusText text)
    {
        text.Family("sluice_component_up", "gauge", "1 while the part can be reached.");
        foreach (var component in health.Components)
        {
            text.Sample("sluice_component_up", component.IsWell ? 1 : 0, ("component", component.Name));
        }
    }

    private async Task WritePartsAsync(PrometheusText text, CancellationToken ct)
    {
        text.Family("sluice_projection_lag_events", "gauge", "Events that a reader has not taken in yet.");
        foreach (var reader in await projections.ReadAsync(ct))
        {
            text.Sample("sluice_projection_lag_events", reader.Lag, ("reader", reader.Name));
        }

        text.Family("sluice_tick_lateness_seconds", "gauge", "How late controllers met what was due, over the last looks.");
        foreach (var q in (double[])[0.5, 0.99])
        {
            if (lateness.Quantile(q) is { } late)
            {
                text.Sample("sluice_tick_lateness_seconds", late.TotalSeconds, ("quantile", q.ToString(CultureInfo.InvariantCulture)));
            }
        }
    }

    private void WriteMeasured(PrometheusText text)
    {
        text.Single("sluice_circuits", "gauge", "Consoles that are open.", circuits.Open)
            .Single("sluice_samples_bytes", "gauge", "Memory of the samples of the last half hour.", samples.Bytes);
        instruments.WriteTo(text);
    }

    private static (string, string)[] Labels(PlaceStatus place) => [("service", place.Place.Service.Value), ("environment", place.Place.Environment.Value)];
}
