using Microsoft.Extensions.DependencyInjection;
using Sluice.Engine.Live;
using Sluice.Engine.Store;

namespace Sluice.Engine.Metrics;

/// <summary>Registers sampling, samples and strata.</summary>
public static class MetricsServices
{
    /// <summary>Register store and traffic before it.</summary>
    public static IServiceCollection AddSampling(this IServiceCollection services)
    {
        services.AddSingleton<SampleTable>();
        services.AddSingleton<ISchemaPart>(provider => provider.GetRequiredService<SampleTable>());
        services.AddSingleton<StratumStore>();
        services.AddSingleton<ISchemaPart>(provider => provider.GetRequiredService<StratumStore>());
        services.AddSingleton<IStratumStore>(provider => provider.GetRequiredService<StratumStore>());
        services.AddSingleton<SampleFeed>();
        services.AddSingleton<ISampleFeed>(provider => provider.GetRequiredService<SampleFeed>());
        services.AddSingleton<MetricSightings>();
        services.AddSingleton<ISchemaPart>(provider => provider.GetRequiredService<MetricSightings>());
        services.AddSingleton<IMetricSightings>(provider => provider.GetRequiredService<MetricSightings>());
        services.AddHostedService(provider => provider.GetRequiredService<MetricSightings>());
        services.AddSingleton<GatewayMetricSource>();
        services.AddSingleton<IMetricSource>(provider => provider.GetRequiredService<GatewayMetricSource>());
        services.AddSingleton<ISamplerHealth, SamplerHealthReport>();
        services.AddSingleton<IComponentWatch, MetricsWatch>();

        // The writer first: it brings the earlier samples into memory before new ones come.
        services.AddSingleton<SampleWriter>();
        services.AddHostedService(provider => provider.GetRequiredService<SampleWriter>());
        services.AddHostedService<GatewaySampler>();
        return services;
    }
}
