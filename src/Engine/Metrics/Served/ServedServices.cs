using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sluice.Engine.Live;
using Sluice.Engine.Store;

namespace Sluice.Engine.Metrics.Served;

/// <summary>Registers what is kept of live releases for days.</summary>
internal static class ServedServices
{
    /// <summary>Register samples and live states before it.</summary>
    public static IServiceCollection AddServedHistory(this IServiceCollection services)
    {
        services.AddSingleton<ServedTable>();
        services.AddSingleton<ISchemaPart>(provider => provider.GetRequiredService<ServedTable>());
        services.AddSingleton<IServedHistory>(provider => provider.GetRequiredService<ServedTable>());
        services.AddHostedService(provider => new ServedRecorder(
            provider.GetRequiredService<ServedTable>(),
            provider.GetRequiredService<SampleFeed>(),
            provider.GetRequiredService<LiveStates>(),
            provider.GetRequiredService<LiveFeed>().Loaded,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ServedRecorder>>()));
        return services;
    }
}
