using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Sluice.Engine.Live;

namespace Sluice.Dashboard.Api.Telemetry;

/// <summary>What Sluice tells about itself: <c>/metrics</c>, and the parts behind <c>/health/ready</c>.</summary>
internal static class TelemetryFeature
{
    public static IServiceCollection AddTelemetry(this IServiceCollection services)
    {
        services.AddSingleton<DeploymentMeter>();
        services.AddHostedService(provider => provider.GetRequiredService<DeploymentMeter>());
        services.AddSingleton<CircuitCount>();
        services.AddScoped<CircuitHandler, CircuitCounter>();
        services.AddSingleton<InstrumentBook>();
        services.AddSingleton<MetricsEndpoint>();
        foreach (var component in ComponentCheck.Components)
        {
            services.AddHealthChecks().Add(new HealthCheckRegistration(
                component,
                provider => new ComponentCheck(component, provider.GetRequiredService<ISystemHealth>()),
                HealthStatus.Unhealthy,
                tags: null));
        }

        return services;
    }

    public static void MapTelemetry(this IEndpointRouteBuilder routes)
    {
        // It hears what is measured from here on, not from the first time that somebody looks.
        routes.ServiceProvider.GetRequiredService<InstrumentBook>();
        MetricsEndpoint.Map(routes);
    }
}
