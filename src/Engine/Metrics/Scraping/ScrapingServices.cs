using Microsoft.Extensions.DependencyInjection;
using Sluice.Engine.Metrics.Sources;

namespace Sluice.Engine.Metrics.Scraping;

/// <summary>Registers what asks instances for their own metrics.</summary>
internal static class ScrapingServices
{
    /// <summary>Needs live states; measurements then hold these metrics too.</summary>
    public static IServiceCollection AddScraping(this IServiceCollection services)
    {
        services.AddSingleton<OwnMetricFeed>();
        services.AddSingleton<ScrapeClient>();
        services.AddSingleton<IMetricSource, OwnMetricSource>();
        services.AddSingleton<InstanceScraper>();
        services.AddHostedService(provider => provider.GetRequiredService<InstanceScraper>());
        services.AddSingleton<IMetricSources, MetricSources>();
        return services;
    }
}
