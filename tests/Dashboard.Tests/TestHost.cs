using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Sluice.Dashboard.Tests.Fakes;

namespace Sluice.Dashboard.Tests;

/// <summary>The real host on a free port with a data directory of its own, over an engine in memory.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    public const string Token = "a-token-for-these-tests";

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("sluice-dashboard-");

    public TestHost(Action<WebApplicationBuilder>? configure = null, params string[] settings)
    {
        Host = new DashboardHost(
            ["--urls", "http://127.0.0.1:0", "--Data:Directory", _data.FullName, "--Access:BootstrapToken", Token, .. settings],
            builder =>
            {
                builder.Logging.ClearProviders();
                builder.Services.UseInMemoryEngine(Sluice, Access);
                configure?.Invoke(builder);
            });
    }

    public DashboardHost Host { get; }

    public InMemorySluice Sluice { get; } = new();

    public InMemoryAccess Access { get; } = new();

    public IEnumerable<RouteEndpoint> Endpoints => ((IEndpointRouteBuilder)Host.App).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();

    public string Data => _data.FullName;

    public async Task<HttpClient> StartAsync(CancellationToken ct)
    {
        await Host.App.StartAsync(ct);
#pragma warning disable CA2000 // the client below owns it
        var handler = new HttpClientHandler { AllowAutoRedirect = false };
#pragma warning restore CA2000
        return new HttpClient(handler) { BaseAddress = new Uri(Host.App.Urls.Single()) };
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        _data.Delete(recursive: true);
    }
}
