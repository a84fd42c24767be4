using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Radzen;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Kit;
using Sluice.Dashboard.Palette;

namespace Sluice.Dashboard.Shell;

/// <summary>The frame of the console and the circuits that its pages live in.</summary>
internal static class ShellFeature
{
    public static IServiceCollection AddShell(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents(options =>
        {
            // Enough for laptops that sleep through lunch; memory stays bounded.
            options.DisconnectedCircuitMaxRetained = 200;
            options.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(5);
        }).AddHubOptions(options =>
        {
            options.KeepAliveInterval = TimeSpan.FromSeconds(3);

            // Browsers slow the timers of hidden tabs down to one a minute, pings included.
            options.ClientTimeoutInterval = TimeSpan.FromSeconds(90);
        });

        // After the framework's own, which never looks again.
        services.AddScoped<AuthenticationStateProvider, CircuitIdentity>();
        services.AddRadzenComponents();
        services.AddScoped<AddressTrail>();
        services.AddScoped<PaletteItems>();
        return services;
    }

    public static void MapShell(this WebApplication app) => app
        .MapRazorComponents<App>()
        .AddInteractiveServerRenderMode(options =>
        {
            options.ContentSecurityFrameAncestorsPolicy = null;
            options.ConfigureWebSocketAcceptContext = CompressEachMessageForItself;
        })
        .Add(EverythingElseIsToSee);

    /// <summary>
    /// What a compressor remembers of earlier messages is a quarter of a mebibyte per socket, and saves little: what is large comes at once.
    /// The live hub's sockets follow, because the framework keeps one such context for all that name no protocol.
    /// </summary>
    private static Task CompressEachMessageForItself(HttpContext context, WebSocketAcceptContext socket)
    {
        socket.DisableServerContextTakeover = true;
        return Task.CompletedTask;
    }

    // Pages name their own policy; what the framework adds, such as the circuits' hub, gets the least.
    private static void EverythingElseIsToSee(EndpointBuilder endpoint)
    {
        if (!endpoint.Metadata.OfType<IAuthorizeData>().Any())
        {
            endpoint.Metadata.Add(new AuthorizeAttribute(Policies.View));
        }
    }
}
