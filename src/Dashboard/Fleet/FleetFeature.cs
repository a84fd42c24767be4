namespace Sluice.Dashboard.Fleet;

/// <summary>What the fleet page needs beside the engine.</summary>
internal static class FleetFeature
{
    public static IServiceCollection AddFleet(this IServiceCollection services) => services.AddSingleton<FleetFeeds>().AddScoped<Stars>();
}
