using System.Net;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sluice.Engine.Store;
using Sluice.Engine.Tests.Store;
using Sluice.Engine.Traffic;
using Sluice.Engine.Traffic.Gateway;
using Sluice.Gateway.Contract;

namespace Sluice.Engine.Tests.Traffic.Gateway;

/// <summary>The part of the control plane that runs a real gateway. Several may come one after the other on the same folder.</summary>
internal sealed class ControlPlane : IAsyncDisposable
{
    private static readonly HttpClient s_client = new(new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.Zero });
    private readonly IHost _host;

    private ControlPlane(IHost host) => _host = host;

    public static string GatewayProgram { get; } = typeof(ControlPlane).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => string.Equals(metadata.Key, "GatewayProgram", StringComparison.Ordinal)).Value!;

    public IServiceProvider Services => _host.Services;

    public ITrafficRouter Router => Services.GetRequiredService<ITrafficRouter>();

    public GatewayProcess Gateway => Services.GetRequiredService<GatewayProcess>();

    public GatewayHealth Health => Services.GetRequiredService<IGatewayHealth>().Current;

    public string Url => Health.Urls[0];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<ControlPlane> StartAsync(TempFolder folder, int port = 0, Action<HostApplicationBuilder>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Data:Directory"] = folder.Path,
            ["Gateway:Program"] = GatewayProgram,
            ["Gateway:Urls"] = $"http://127.0.0.1:{port}",
        });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddOptions<DataOptions>().BindConfiguration("Data");
        builder.Services.AddTraffic();
        configure?.Invoke(builder);
        var host = builder.Build();
        await host.StartAsync(Ct);
        return new(host);
    }

    public Task<GatewayStatus> StatusAsync() => Services.GetRequiredService<GatewayClient>().StatusAsync(Ct);

    /// <summary>One request through the gateway; null when nobody is served there.</summary>
    public Task<string?> AskAsync(string service) => AskAsync(Url, service);

    public static async Task<string?> AskAsync(string url, string service)
    {
        using var answer = await s_client.GetAsync(new Uri($"{url}/{service}"), Ct);
        return answer.StatusCode == HttpStatusCode.NotFound ? null : await answer.Content.ReadAsStringAsync(Ct);
    }

    /// <summary>Ends this control plane and leaves the gateway, as a normal stop does.</summary>
    public async Task LeaveAsync()
    {
        await _host.StopAsync(Ct);
        _host.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.StopAsync(CancellationToken.None);
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
    }
}
