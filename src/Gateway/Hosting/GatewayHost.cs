using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Sluice.Gateway.Admin;
using Sluice.Gateway.Contract;
using Sluice.Gateway.Counting;
using Sluice.Gateway.Destinations;
using Sluice.Gateway.Forwarding;
using Sluice.Gateway.State;

namespace Sluice.Gateway.Hosting;

/// <summary>A whole gateway in this process: the program is one, and tests start as many as they like.</summary>
internal sealed class GatewayHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly StateDirectory _state;

    private GatewayHost(WebApplication app, StateDirectory state, GatewayContact contact) => (_app, _state, Contact) = (app, state, contact);

    public GatewayContact Contact { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Returns once it listens and serves the last configuration.</summary>
    /// <exception cref="GatewayStartException">The folder or an address is in use.</exception>
    public static async Task<GatewayHost> StartAsync(GatewayOptions options, CancellationToken ct)
    {
        var state = StateDirectory.Open(options.StateDirectory);
        var app = Build(options, state);
        try
        {
            app.Services.GetRequiredService<Serving>().Resume();
            await app.StartAsync(ct);
            string[] addresses = [.. app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses];
            var identity = app.Services.GetRequiredService<GatewayIdentity>();
            var contact = new GatewayContact(Environment.ProcessId, identity.Run, addresses[^1], identity.Token, addresses[..^1]);
            await state.WriteContactAsync(contact, ct);
            return new GatewayHost(app, state, contact);
        }
        catch (Exception ex)
        {
            await app.DisposeAsync();
            state.Dispose();
            if (ex is SocketException || (ex is IOException && ex.GetBaseException() is SocketException or AddressInUseException))
            {
                throw new GatewayStartException(ExitCodes.AddressInUse, $"Cannot listen on {string.Join(" and ", options.Urls)}: {ex.Message}", ex);
            }

            throw;
        }
    }

    /// <summary>Until SIGTERM or SIGINT; open requests were let finish, or their time was up.</summary>
    public Task WaitForEndAsync(CancellationToken ct) => _app.WaitForShutdownAsync(ct);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _state.Dispose();
    }

    private static WebApplication Build(GatewayOptions options, StateDirectory state)
    {
        // Empty: no settings file or environment variable of the surroundings may change what a gateway does.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Sluice.Gateway", ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listeners.Configure(kestrel, options));
        GatewayLogging.Add(builder.Logging);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.EndWithin);
        builder.Services.AddHttpForwarder();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(state);
        builder.Services.AddSingleton(new GatewayIdentity(state.ReadOrMakeToken(), Guid.NewGuid().ToString("N")));
        builder.Services.AddSingleton<Prober>();
        builder.Services.AddSingleton<Serving>();
        builder.Services.AddSingleton<OpenRequests>();
        builder.Services.AddSingleton<Mirroring>();
        builder.Services.AddSingleton<DataPlane>();
        builder.Services.AddSingleton<StatusReport>();
        builder.Services.AddSingleton<AdminEndpoint>();

        var app = builder.Build();
        var (data, admin) = (app.Services.GetRequiredService<DataPlane>(), app.Services.GetRequiredService<AdminEndpoint>());
        app.Run(context => context.Features.Get<AdminConnection>() is null ? data.ServeAsync(context) : admin.ServeAsync(context));
        return app;
    }
}
