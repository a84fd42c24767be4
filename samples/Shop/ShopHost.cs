using System.Net.Sockets;
using System.Text.Json;

namespace Sluice.Shop;

/// <summary>Puts the shop together and runs it until it is told to stop; open requests are answered first.</summary>
internal static partial class ShopHost
{
    /// <returns>The exit code: 0 after an orderly stop, 1 if the address cannot be had.</returns>
    public static async Task<int> RunAsync(ShopOptions options)
    {
        await using var app = Build(options);
        var stopping = app.Lifetime.ApplicationStopping;
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Shop");
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            var addresses = string.Join(", ", app.Urls);
            Log.Started(logger, options.Version, addresses);
        });

        try
        {
            await app.RunAsync();
            return 0;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return 0;   // told to stop while the start delay was running
        }
        catch (Exception ex) when (ex is IOException or SocketException)
        {
            Log.CannotListen(logger, options.Urls, ex.Message);
            return 1;
        }
    }

    private static WebApplication Build(ShopOptions options)
    {
        // Not the working directory: a shop may be started from anywhere and has no files of its own.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls(options.Urls);
        builder.Logging.ClearProviders()
            .AddSimpleConsole(console => console.SingleLine = true)
            .AddFilter("Microsoft", LogLevel.Warning)
            // A start that fails is told in one line of our own.
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);

        builder.Services
            .AddSingleton(options)
            .AddSingleton(TimeProvider.System)
            .AddSingleton<FaultSwitch>()
            .AddSingleton<OrderBook>()
            .AddHostedService<Lifespan>()
            .AddProblemDetails()
            .ConfigureHttpJsonOptions(json => json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower);

        var app = builder.Build();
        app.Use((context, next) =>
        {
            context.Response.Headers["Shop-Version"] = options.Version;
            return next(context);
        });
        app.UseStatusCodePages();
        app.UseMiddleware<FaultMiddleware>();
        app.UseWebSockets();
        app.MapShop();
        app.MapFaults();
        app.MapHealth();
        app.MapMetrics();
        return app;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Shop {Version} listens on {Addresses}")]
        public static partial void Started(ILogger logger, string version, string addresses);

        [LoggerMessage(2, LogLevel.Critical, "Cannot listen on {Urls} ({Reason}); choose another address with --urls or PORT")]
        public static partial void CannotListen(ILogger logger, string urls, string reason);
    }
}
