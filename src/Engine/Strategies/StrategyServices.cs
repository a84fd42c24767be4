using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sluice.Engine.Live;
using Sluice.Engine.Settings;

namespace Sluice.Engine.Strategies;

/// <summary>Registers strategies of one's own.</summary>
public static class StrategyServices
{
    public static IServiceCollection AddStrategies(this IServiceCollection services)
    {
        services.AddSettings<StrategyOptions>(StrategyOptions.Section);
        services.AddSingleton(provider => StrategyLoader.Load(provider.GetRequiredService<IOptions<StrategyOptions>>().Value.Assemblies));
        services.AddSingleton<IComponentWatch, StrategiesWatch>();
        services.AddHostedService<StrategyReport>();
        return services;
    }
}
