using Microsoft.Extensions.Diagnostics.HealthChecks;
using Sluice.Engine.Live;

namespace Sluice.Dashboard.Api.Telemetry;

/// <summary>Readiness of one part. Without the store nothing works; without another part traffic and history still do.</summary>
internal sealed class ComponentCheck(string component, ISystemHealth health) : IHealthCheck
{
    private const string Store = "store";

    /// <summary>The parts as <see cref="ComponentHealth.Name"/> has them.</summary>
    public static string[] Components { get; } = [Store, "gateway", "metrics", "engine", "containers", "strategies"];

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(Check());

    private HealthCheckResult Check() => (health.Components.FirstOrDefault(part => part.Name == component), component) switch
    {
        ({ IsWell: true }, _) => HealthCheckResult.Healthy(),
        (null, not Store) => HealthCheckResult.Healthy(),
        (var part, Store) => HealthCheckResult.Unhealthy(part?.Detail),
        var (part, _) => HealthCheckResult.Degraded(part?.Detail),
    };
}
