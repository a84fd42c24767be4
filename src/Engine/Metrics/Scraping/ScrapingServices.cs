using Microsoft.Extensions.DependencyInjection;

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
        services.AddHostedService<InstanceScraper>();
        return services;
    }
}
