using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Live;
using Sluice.Dashboard.Tests.Fakes;
using Sluice.Dashboard.Vitals.Beacons;
using Sluice.Engine.Live;
using Sluice.Engine.Metrics;

namespace Sluice.Dashboard.Tests.Live;

/// <summary>The hub on a real server with a free port. Who connects says whose tenant they are.</summary>
internal sealed class HubHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    public HubHost()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(Time).AddSingleton<ILiveStates>(States).AddSingleton<ISampleFeed>(Feed).AddLiveHub();
        builder.Services.AddAuthentication("test").AddScheme<AuthenticationSchemeOptions, TenantFromQuery>("test", configureOptions: null);
        builder.Services.AddAuthorization(Policies.Configure).AddSingleton<IGrants>(new EverythingGranted()).AddSingleton<IAuthorizationHandler, RightHandler>();
        _app = builder.Build();
        _app.UseAuthentication();
        _app.UseAuthorization();
        _app.MapLiveHub();
    }

    public ManualTime Time { get; } = new();

    public FakeStates States { get; } = new();

    public FakeFeed Feed { get; } = new();

    public LiveAudience Audience => _app.Services.GetRequiredService<LiveAudience>();

    public BeaconBook Beacons => _app.Services.GetRequiredService<BeaconBook>();

    public string Address => _app.Urls.Single();

    public Task StartAsync() => _app.StartAsync(TestContext.Current.CancellationToken);

    public Task<HubClient> ConnectAsync(string tenant = "acme") =>
        HubClient.ConnectAsync(new Uri(Address.Replace("http:", "ws:", StringComparison.Ordinal) + LiveFeature.Path + "?tenant=" + tenant));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private sealed class TenantFromQuery(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            if (Request.Query["tenant"] is not [{ Length: > 0 } tenant])
            {
                return Task.FromResult(AuthenticateResult.NoResult());
            }

            var identity = new ClaimsIdentity([new(ClaimTypes.Name, "ann"), new("sluice:tenant", tenant)], Scheme.Name);
            return Task.FromResult(AuthenticateResult.Success(new(new(identity), Scheme.Name)));
        }
    }
}
