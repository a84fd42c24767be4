using Microsoft.AspNetCore.SignalR;
using Sluice.Dashboard.Vitals.Beacons;

namespace Sluice.Dashboard.Live;

/// <summary>The live hub. Needs the engine's live states and its sample feed.</summary>
internal static class LiveFeature
{
    public const string Path = "/hubs/live";

    public static IServiceCollection AddLiveHub(this IServiceCollection services)
    {
        services.AddSignalR().AddHubOptions<LiveHub>(options =>
        {
            // The browser gives the server up after eight seconds without a sign of life.
            options.KeepAliveInterval = TimeSpan.FromSeconds(3);

            // Browsers slow the timers of hidden tabs down to one a minute, pings included.
            options.ClientTimeoutInterval = TimeSpan.FromSeconds(90);
            options.MaximumReceiveMessageSize = 4 * 1024;

            // Messages are serialised before they are addressed, as JSON.
            options.SupportedProtocols = ["json"];
        });
        services.AddSingleton<LiveAudience>();
        services.AddSingleton<LiveSessions>();
        services.AddSingleton<BeaconBook>();
        services.AddHostedService<LiveBroadcast>();
        return services;
    }

    public static void MapLiveHub(this WebApplication app) =>
        app.MapHub<LiveHub>(Path, options => options.CloseOnAuthenticationExpiration = true);
}
