using Sluice.Dashboard.Vitals.Circuits;

namespace Sluice.Dashboard.Vitals;

/// <summary>What the page of health stands on beside the engine.</summary>
internal static class VitalsFeature
{
    public static IServiceCollection AddVitals(this IServiceCollection services)
    {
        services.AddSingleton<SupportBundle>();
        services.AddSingleton(typeof(SharedLook<>));
        services.AddSingleton<MemorySlope>();
        services.AddHostedService<CircuitMemory>();
        return services;
    }
}
