using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sluice.Engine.Live;
using Sluice.Engine.Settings;
using Sluice.Engine.Traffic.Gateway;

namespace Sluice.Engine.Traffic;

/// <summary>Registers routers and the gateway's supervision.</summary>
public static class TrafficServices
{
    /// <summary>Register the store before it: the data folder is the same.</summary>
    public static IServiceCollection AddTraffic(this IServiceCollection services)
    {
        services.AddSettings<GatewayOptions>("Gateway");
        services.AddSingleton<IValidateOptions<GatewayOptions>, GatewayOptionsValidator>();
        services.AddSingleton<GatewayMonitor>();
        services.AddSingleton<IGatewayHealth>(provider => provider.GetRequiredService<GatewayMonitor>());
        services.AddSingleton<IComponentWatch, GatewayWatch>();
        services.AddSingleton<GatewayClient>();
        services.AddSingleton<GatewayReader>();
        services.AddSingleton<ITrafficRouter, GatewayRouter>();
        services.AddSingleton<GatewayFolder>();
        services.AddSingleton<GatewayLauncher>();
        services.AddSingleton(provider => new GatewayProcess(
            provider.GetRequiredService<GatewayFolder>(),
            provider.GetRequiredService<GatewayLauncher>(),
            provider.GetRequiredService<GatewayClient>(),
            provider.GetRequiredService<GatewayMonitor>(),
            provider.GetRequiredService<IOptions<GatewayOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<GatewayProcess>>()));
        services.AddHostedService<GatewaySupervisor>();
        return services;
    }
}
