using Microsoft.Extensions.DependencyInjection;
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
        services.AddHostedService<ServedRecorder>();
        return services;
    }
}
