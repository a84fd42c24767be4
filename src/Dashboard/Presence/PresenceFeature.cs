using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Sluice.Dashboard.Presence;

/// <summary>Who else is there. Needs the directory of accounts.</summary>
internal static class PresenceFeature
{
    public static IServiceCollection AddPresence(this IServiceCollection services)
    {
        services.AddSingleton<PresenceBoard>();
        services.AddHostedService<PresenceExchange>();
        services.AddScoped<Attendance>();
        services.AddScoped<CircuitHandler>(circuit => circuit.GetRequiredService<Attendance>());
        return services;
    }
}
